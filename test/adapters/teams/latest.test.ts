import { expect, test } from 'vitest';
import { latestOnly } from '../../../adapters/teams/latest.ts';

/** Jobs that the test ends one by one. */
function makeJobs() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const job = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  return { begun, job, end: (name: string) => ends.get(name)?.() };
}

test('changes of one message run one after the other, and only the newest of those that wait', async () => {
  const latest = latestOnly();
  const { begun, job, end } = makeJobs();
  const first = latest('m', job('1'));
  const second = latest('m', job('2'));
  const third = latest('m', job('3'));
  expect(begun).toEqual(['1']);
  end('1');
  await Promise.all([first, second]);
  expect(begun).toEqual(['1', '3']);
  end('3');
  await third;
});

test('other messages do not wait', () => {
  const latest = latestOnly();
  const { begun, job } = makeJobs();
  void latest('m', job('1'));
  void latest('n', job('2'));
  expect(begun).toEqual(['1', '2']);
});

test('a fault is told to who caused it and holds nobody up', async () => {
  const latest = latestOnly();
  const { begun, job, end } = makeJobs();
  const failed = latest('m', () => Promise.reject(new Error('gone')));
  const next = latest('m', job('2'));
  await expect(failed).rejects.toThrow('gone');
  await expect.poll(() => begun).toEqual(['2']);
  end('2');
  await next;
});

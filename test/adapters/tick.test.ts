import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTicking, tick } from '../../adapters/tick.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { claim } from '../../db/inbox.ts';
import { freshStore } from '../support/db.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const HOUR = 3_600_000;

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.close());

function makeParts(overrides: Partial<Parameters<typeof tick>[0]> = {}) {
  const seen: string[] = [];
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: () => void seen.push('logged'), fatal: silent };
  const onFault = () => void seen.push('fault');
  return { seen, parts: { store, now: () => NOW, wake: () => void seen.push('woken'), log, onFault, ...overrides } };
}
const isFresh = (key: string) => store.db.transaction(async (tx) => (await claim(tx as Tx, key, NOW)).fresh);

it('forgets deliveries of more than a day ago, and wakes the worker', async () => {
  await store.db.transaction(async (tx) => {
    await claim(tx as Tx, 'slack:old', new Date(NOW.getTime() - 25 * HOUR));
    await claim(tx as Tx, 'slack:young', new Date(NOW.getTime() - 23 * HOUR));
  });
  const { parts, seen } = makeParts();
  await tick(parts);
  expect(seen).toEqual(['woken']);
  expect(await isFresh('slack:old')).toBe(true);
  expect(await isFresh('slack:young')).toBe(false);
});

it('tells of a database that is gone once, and goes on', async () => {
  const gone = { db: { transaction: () => Promise.reject(new Error('gone')) } } as unknown as Store;
  const { parts, seen } = makeParts({ store: gone });
  await tick(parts);
  expect(seen).toEqual(['fault', 'logged']);
});

it('stops without leaving a timer behind', async () => {
  const stop = startTicking(makeParts().parts);
  await expect(stop()).resolves.toBeUndefined();
});

/** The night on which an hour comes twice: the minute tick goes on, on a machine in Berlin, too. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTicking } from '../../../adapters/time/tick.ts';
import { createTickWatch, type TickOutcome } from '../../../adapters/time/tick-watch.ts';
import { scratchDir } from '../../support/db.ts';
import { runMain } from '../../support/process.ts';

const MINUTE = 60_000;

describe('the tick', () => {
  const zone = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'UTC';
  });
  afterEach(() => {
    vi.useRealTimers();
    process.env.TZ = zone;
  });

  it.each([
    ['autumn', '2026-10-24T23:30:00.500Z'],
    ['spring', '2027-03-27T23:30:00.500Z'],
  ])('comes every minute of a night in %s', async (_season, start) => {
    vi.useFakeTimers({ now: new Date(start) });
    const at: number[] = [];
    const stop = startTicking(
      async () => void at.push(Date.now()),
      createTickWatch(() => {}),
    );
    await vi.advanceTimersByTimeAsync(240 * MINUTE);
    await stop();
    const gaps = at.slice(1).map((ms, before) => ms - at[before]!);
    expect([at.length, Math.max(...gaps)]).toEqual([240, MINUTE]);
  });

  it('that hangs is left to end, seen from the next minute on, and forgotten when it has ended', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-23T09:00:30Z') });
    vi.spyOn(console, 'warn').mockReturnValue();
    const outcomes: TickOutcome[] = [];
    const watch = createTickWatch((outcome) => outcomes.push(outcome));
    let end = () => {};
    const hanging = () => watch.run(() => new Promise((resolve) => (end = () => resolve(true))));
    const stop = startTicking(hanging, watch);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect([watch.fault(), outcomes]).toEqual([null, []]);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect([watch.fault(), outcomes, watch.age()]).toEqual(['overlapped', ['overlapped', 'overlapped'], 180]);
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect([watch.fault(), outcomes.at(-1), watch.age()]).toEqual([null, 'done', 0]);
    await stop();
  });

  it('that fails or throws is seen until one is done, and one that never comes is seen, too', async () => {
    let now = 0;
    const outcomes: TickOutcome[] = [];
    const watch = createTickWatch(
      (outcome) => outcomes.push(outcome),
      () => now,
    );
    expect([watch.fault(), watch.age()]).toEqual([null, null]);
    watch.expect();
    await watch.run(async () => false);
    expect(watch.fault()).toBe('failed');
    await watch.run(async () => true);
    expect(watch.fault()).toBeNull();
    await expect(watch.run(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(watch.fault()).toBe('failed');
    await watch.run(async () => true);
    now = 151_000;
    expect([watch.fault(), watch.age()]).toEqual(['stands-still', 151]);
    expect(outcomes).toEqual(['failed', 'done', 'failed', 'done']);
  });
});

it('npm start ticks in the hour that comes again, on a machine in Berlin', async () => {
  const scratch = scratchDir();
  // 02:00:40 for the second time.
  const shifted = `
    const ahead = Date.parse('2026-10-25T01:00:40Z') - Date.now();
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...parts) { if (parts.length > 0) super(...parts); else super(Real.now() + ahead); }
      static now() { return Real.now() + ahead; }
    };`;
  const imported = `--import=data:text/javascript,${encodeURIComponent(shifted)}`;
  const running = runMain([], scratch.dir, { PORT: '0', TZ: 'Europe/Berlin', NODE_OPTIONS: imported });
  try {
    const [, url] = await running.printed(/Kanalwacht ist bereit: (http:\/\/127\.0\.0\.1:\d+)/);
    const figures = async () => (await fetch(`${url}/metrics`)).text();
    // At most a minute away, however long the start took.
    await expect.poll(figures, { timeout: 90_000 }).toContain('kanalwacht_ticks_total{outcome="done"} 1');
  } finally {
    running.child.kill('SIGKILL');
    await running.ended;
    scratch.remove();
  }
});

/** The outbox worker: claims effects, executes several in parallel, and recovers from outages by itself. */
import type { ChatName } from '../../bot/chat.ts';
import { claimNext, nextDue, type OutboxRow, type Pace, servedBy, takeBack } from '../../db/delivery/outbox.ts';
import { attempt } from './attempt.ts';
import type { End, Job, OutcomeName } from './job.ts';
import { settle } from './settle.ts';
import type { Orphans } from './take-up.ts';

export type { Draw, Log, OutcomeName, Reader } from './job.ts';

export type WorkerOptions = Pick<Job, 'store' | 'chats' | 'platforms' | 'draw' | 'org' | 'now' | 'log'> & {
  /** Milliseconds after which another worker takes over an unfinished effect. Longer than any HTTP timeout. */
  leaseMs?: number;
  attempts?: number;
  /** Milliseconds between looks without a wake-up: other processes fill the outbox, too. */
  pollMs?: number;
  backoff?: (attempt: number) => number;
  /** Requests left behind by a dead process, checked as often as its effects. */
  orphans?: Orphans;
  /** Called for each ended attempt. */
  onOutcome?: (chat: ChatName | 'none', outcome: OutcomeName) => void;
};

export type Worker = {
  start(): void;
  /** Tells the worker that something was put into the outbox. */
  wake(): void;
  /**
   * Executes everything due now or within `aheadMs`, advancing the clock instead of waiting. For tests and the demo:
   * with a real chat it would exceed the rate limits.
   */
  drain(aheadMs?: number): Promise<void>;
  /** Takes nothing new and waits for effects in progress. */
  stop(): Promise<void>;
  /**
   * Whether it is running and has recently looked into the outbox. A query that never returns would block it for ever.
   */
  isAlive(): boolean;
};

const SIDE_BY_SIDE = 8;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Milliseconds until the next look while others hold due rows, or between attempts to record a result. */
const SHORTLY = 50;
/** Milliseconds beyond `pollMs` that a look may take before the worker counts as dead: the database may be slow. */
const LATELY = 30 * SECOND;

/**
 * Milliseconds before the next attempt: random, up to a limit that doubles from one second to five minutes. The jitter
 * keeps retries from arriving together after an outage.
 */
export function fullJitter(attempt: number): number {
  return Math.random() * Math.min(5 * MINUTE, SECOND * 2 ** (attempt - 1));
}

export function createWorker(options: WorkerOptions): Worker {
  const { store, chats, now, log, leaseMs = MINUTE, attempts = 20, pollMs = SECOND, backoff = fullJitter } = options;
  let ahead = 0;
  const clock = () => new Date(now().getTime() + ahead);
  const job: Job = { ...options, attempts, backoff, clock, patience: leaseMs * 0.75 };
  // Read on every look: chats are added after the worker is created, and a chat without a pace gets nothing.
  const paceNow = (): Pace => {
    const pace: Pace = { none: { room: 0, chat: 0 } };
    for (const [name, chat] of chats) pace[name] = chat.pace;
    return pace;
  };

  const underWay = new Set<Promise<void>>();
  let running: Promise<void> | null = null;
  let stopping = false;
  let woken = false;
  let rouse = () => {};

  function wake(): void {
    woken = true;
    rouse();
  }

  /** Waits for this time or until woken. */
  async function rest(ms: number): Promise<void> {
    if (woken || stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function launch(job: Promise<void>): void {
    const work = job.finally(() => {
      underWay.delete(work);
      wake();
    });
    underWay.add(work);
  }

  async function carryOut(row: OutboxRow): Promise<void> {
    const until = performance.now() + leaseMs;
    const end = await attempt(job, row);
    options.onOutcome?.(row.chat, nameOf(end));
    for (let pause = SHORTLY; ; pause = Math.min(pause * 2, SECOND)) {
      try {
        return await settle(job, row, end);
      } catch (err) {
        // Sent, but not recorded. Retry while the lease is ours; afterwards the chat has to be searched.
        if (stopping || performance.now() + pause > until) {
          log.error({ err, effect: row.id, end: end.end }, 'how an effect ended could not be written down');
          return;
        }
        log.warn({ err, effect: row.id }, 'the database does not take how an effect ended; trying again');
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async function claimAll(): Promise<void> {
    while (underWay.size < SIDE_BY_SIDE && !stopping) {
      const row = await claimNext(store.db, paceNow(), clock(), leaseMs);
      if (!row) return;
      launch(carryOut(row));
    }
  }

  /** Milliseconds until the next look. */
  async function untilNext(): Promise<number> {
    const next = await nextDue(store.db, servedBy(paceNow()));
    const ms = next ? next.getTime() - clock().getTime() : pollMs;
    return ms <= 0 ? SHORTLY : Math.min(ms, pollMs);
  }

  let recovered = Number.NEGATIVE_INFINITY;
  /**
   * Takes back rows of dead workers. An embedded database has only one process, so at its start all rows in progress
   * are orphaned.
   */
  async function recover(): Promise<void> {
    const first = recovered === Number.NEGATIVE_INFINITY;
    if (!first && performance.now() - recovered < leaseMs / 2) return;
    const orphaned = first && store.kind === 'pglite' && underWay.size === 0;
    const count = await takeBack(store.db, orphaned ? new Date(clock().getTime() + leaseMs + 1) : clock());
    for (const goOn of (await options.orphans?.(orphaned)) ?? []) launch(goOn());
    recovered = performance.now();
    if (count > 0) log.warn({ count }, 'effects of a dead worker were taken over');
  }

  let looked = performance.now();
  async function run(): Promise<void> {
    let lost = false;
    while (!stopping) {
      looked = performance.now();
      woken = false;
      let pause = pollMs;
      try {
        await recover();
        await claimAll();
        pause = underWay.size < SIDE_BY_SIDE ? await untilNext() : pollMs;
        if (lost) log.info({}, 'the outbox works again');
        lost = false;
      } catch (err) {
        if (!lost) log.error({ err }, 'the outbox can not be read; trying until it can');
        lost = true;
      }
      await rest(pause);
    }
  }

  async function drain(aheadMs = MINUTE): Promise<void> {
    try {
      await recover();
      for (;;) {
        await claimAll();
        if (underWay.size > 0) {
          await Promise.race(underWay);
          continue;
        }
        const next = await nextDue(store.db, servedBy(paceNow()));
        const needed = next ? next.getTime() - now().getTime() : Number.POSITIVE_INFINITY;
        if (stopping || needed > aheadMs) return;
        if (needed > ahead) ahead = needed;
        else await new Promise((resolve) => setTimeout(resolve, SHORTLY));
      }
    } finally {
      ahead = 0;
    }
  }

  return {
    start() {
      stopping = false;
      running ??= run();
    },
    wake,
    drain,
    isAlive: () => running !== null && !stopping && performance.now() - looked < LATELY + pollMs,
    async stop() {
      stopping = true;
      wake();
      await running;
      running = null;
      await Promise.all(underWay);
    },
  };
}

const nameOf = (end: End): OutcomeName =>
  end.end === 'failed' ? end.error.outcome : end.end === 'called' ? end.result : end.end;

/** The outbox worker: claims effects, carries out several side by side, and goes on by itself after every outage. */
import type { ChatName } from '../../bot/chat.ts';
import { claimNext, nextDue, type OutboxRow, type Pace, servedBy, takeBack } from '../../db/delivery/outbox.ts';
import { attempt } from './attempt.ts';
import type { End, Job, OutcomeName } from './job.ts';
import { settle } from './settle.ts';

export type { Draw, Log, OutcomeName, Reader } from './job.ts';

export type WorkerOptions = Pick<Job, 'store' | 'chats' | 'platforms' | 'draw' | 'org' | 'now' | 'log'> & {
  /** After this time without an end an effect is taken over by another worker. Longer than any HTTP timeout. */
  leaseMs?: number;
  attempts?: number;
  /** Other processes fill the outbox too: how often to look without being woken. */
  pollMs?: number;
  backoff?: (attempt: number) => number;
  /** Called for each ended try. */
  onOutcome?: (chat: ChatName | 'none', outcome: OutcomeName) => void;
};

export type Worker = {
  start(): void;
  /** Something was put into the outbox. */
  wake(): void;
  /**
   * Carries out everything that is due now or within `aheadMs`, letting the clock run ahead instead of waiting. For tests
   * and the demo: against a real chat it would not keep the pace.
   */
  drain(aheadMs?: number): Promise<void>;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
  /** Whether it is running and has looked into the outbox lately; a query that never comes back would hold it for ever. */
  isAlive(): boolean;
};

const SIDE_BY_SIDE = 8;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** While others hold what is due, or the database is gone: look again after this time. */
const SHORTLY = 50;
/** It looks every `pollMs` at least; a slow database may take its time. */
const LATELY = 30 * SECOND;

/** Doubles from a second up to five minutes, anywhere in between: after an outage not everybody comes back at once. */
export function fullJitter(attempt: number): number {
  return Math.random() * Math.min(5 * MINUTE, SECOND * 2 ** (attempt - 1));
}

export function createWorker(options: WorkerOptions): Worker {
  const { store, chats, now, log, leaseMs = MINUTE, attempts = 20, pollMs = SECOND, backoff = fullJitter } = options;
  let ahead = 0;
  const clock = () => new Date(now().getTime() + ahead);
  const job: Job = { ...options, attempts, backoff, clock, patience: leaseMs * 0.75 };
  // Asked for at each look: doors are hung into the house after the worker stands, and a chat without a pace gets nothing.
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

  /** Until the time is over or somebody wakes us. */
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

  function launch(row: OutboxRow): void {
    const work = carryOut(row).finally(() => {
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
        // Sent, but not written down: while the lease is ours it is worth trying, afterwards the chat has to be asked.
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
      launch(row);
    }
  }

  /** Milliseconds until the next look. */
  async function untilNext(): Promise<number> {
    const next = await nextDue(store.db, servedBy(paceNow()));
    const ms = next ? next.getTime() - clock().getTime() : pollMs;
    return ms <= 0 ? SHORTLY : Math.min(ms, pollMs);
  }

  let recovered = Number.NEGATIVE_INFINITY;
  /** Rows whose worker has died. An embedded database has one process: what is under way when it starts is orphaned. */
  async function recover(): Promise<void> {
    const first = recovered === Number.NEGATIVE_INFINITY;
    if (!first && performance.now() - recovered < leaseMs / 2) return;
    const orphaned = first && store.kind === 'pglite' && underWay.size === 0;
    const count = await takeBack(store.db, orphaned ? new Date(clock().getTime() + leaseMs + 1) : clock());
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

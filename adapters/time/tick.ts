/** The minute tick: node-cron says when, the database says what is due. */
import { schedule } from 'node-cron';
import { type TickDeps, tick as timeTick } from '../../commands/time/tick.ts';
import type { Tx } from '../../db/connect.ts';
import { forgetDownloads } from '../../db/delivery/downloads.ts';
import { forgetDeliveries, forgetReplies } from '../../db/delivery/inbox.ts';
import type { Log } from '../operation/log.ts';
import type { TickWatch } from './tick-watch.ts';

type Parts = Pick<TickDeps, 'store' | 'chats' | 'calendar'> & {
  now: () => Date;
  /** Wakes the outbox worker, because effects may have become due. */
  wake: () => void;
  log: Log;
  onFault: () => void;
};

/** Milliseconds. No chat redelivers after a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Slack's last try to deliver comes after five minutes. */
const REPLIES_KEPT_MS = 10 * 60 * 1000;

/**
 * @returns one minute: housekeeping, and all due work. Never throws, because the next minute tries again. Resolves to
 * false if the minute's work failed as a whole. Calls run one after the other, so moving the clock during a tick
 * repeats no work.
 */
export function createTick({ store, chats, calendar, now, wake, log, onFault }: Parts): () => Promise<boolean> {
  const deps: TickDeps = {
    store,
    chats,
    calendar,
    wake,
    onFault: ({ error, key }) => {
      onFault();
      log.error({ err: error, due: key }, 'what is due could not be done; tried again in a minute');
    },
  };
  async function once(): Promise<boolean> {
    try {
      const ago = (ms: number) => new Date(now().getTime() - ms);
      await store.db.transaction(async (tx) => {
        await forgetDeliveries(tx as Tx, ago(KEPT_MS));
        await forgetReplies(tx as Tx, ago(REPLIES_KEPT_MS));
        await forgetDownloads(tx as Tx, now());
      });
      const { done, left } = await timeTick(deps, now());
      if (done > 0) log.info({ done, left }, 'what was due is done');
      wake();
      return true;
    } catch (err) {
      onFault();
      log.error({ err }, 'the housekeeping of this minute failed');
      return false;
    }
  }
  let running = Promise.resolve(true);
  return () => {
    running = running.then(once);
    return running;
  };
}

/**
 * Ticks at each full minute. It uses no time zone: with one, node-cron stands still during the repeated hour in autumn.
 * node-cron also reads the process's own zone, so that must be UTC (`bot/main.ts`).
 * @param tick never throws
 * @returns stops ticking, after the current run
 */
export function startTicking(
  tick: () => Promise<void>,
  watch: Pick<TickWatch, 'expect' | 'skip'>,
): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => {
    running = tick();
    return running;
  };
  const task = schedule('* * * * *', run, {
    name: 'minute',
    noOverlap: true,
    // The next minute catches up a missed one, because due work is in the database.
    suppressMissedWarning: true,
  });
  task.on('execution:overlap', () => watch.skip('overlapped'));
  task.on('execution:missed', () => watch.skip('missed'));
  watch.expect();
  return async () => {
    await task.destroy();
    await running;
  };
}

/** The minute tick: node-cron says when, the database says what is due. */
import { schedule } from 'node-cron';
import { type TickDeps, tick as timeTick } from '../../commands/time/tick.ts';
import type { Tx } from '../../db/connect.ts';
import { forgetDownloads } from '../../db/delivery/downloads.ts';
import { forgetDeliveries } from '../../db/delivery/inbox.ts';
import type { Log } from '../operation/log.ts';
import type { TickWatch } from './tick-watch.ts';

type Parts = Pick<TickDeps, 'store' | 'chats' | 'calendar'> & {
  now: () => Date;
  /** The outbox may hold what has become due meanwhile. */
  wake: () => void;
  log: Log;
  onFault: () => void;
};

/** No chat repeats a delivery after a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * @returns one minute: housekeeping, and everything that is due. Never throws: the next minute tries again; resolves to
 *   false when the minute's work as a whole failed. Calls wait for each other, so a clock that is moved while the cron ticks
 *   does the same work once
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
      const before = new Date(now().getTime() - KEPT_MS);
      await store.db.transaction(async (tx) => {
        await forgetDeliveries(tx as Tx, before);
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
 * Ticks at each full minute, in no time zone: a minute is the same everywhere, and node-cron with a zone stands still while
 * an hour comes twice. It reads the process's own zone, too, so that one has to be UTC (`bot/main.ts`).
 * @param tick never throws
 * @returns stops it, after the run that is under way
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
    // A minute that was missed is caught up by the next: what is due stands in the database.
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

/** The minute tick: node-cron says when, the database says what is due. */
import { schedule } from 'node-cron';
import type { Store, Tx } from '../db/connect.ts';
import { forgetDeliveries } from '../db/inbox.ts';
import type { Log } from './log.ts';

type Parts = {
  store: Store;
  now: () => Date;
  /** The outbox may hold what has become due meanwhile. */
  wake: () => void;
  log: Log;
  onFault: () => void;
};

/** No chat repeats a delivery after a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Housekeeping of one minute. Never throws: the next minute tries again. */
export async function tick({ store, now, wake, log, onFault }: Parts): Promise<void> {
  try {
    const before = new Date(now().getTime() - KEPT_MS);
    await store.db.transaction((tx) => forgetDeliveries(tx as Tx, before));
    wake();
  } catch (err) {
    onFault();
    log.error({ err }, 'the housekeeping of this minute failed');
  }
}

/** @returns stops it, after the run that is under way */
export function startTicking(parts: Parts): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => {
    running = tick(parts);
    return running;
  };
  const task = schedule('* * * * *', run, {
    name: 'minute',
    timezone: 'Europe/Berlin',
    noOverlap: true,
    // A minute that was missed is caught up by the next: what is due stands in the database.
    suppressMissedWarning: true,
  });
  return async () => {
    await task.destroy();
    await running;
  };
}

/** Requests whose process died after it had said "later": run again by whoever finds them. */
import type { ChatName } from '../../bot/chat.ts';
import type { Db, Store } from '../../db/connect.ts';
import {
  type Delivery,
  dropDelivery,
  keepDelivery,
  putBack,
  putBackAll,
  takeDeliveries,
} from '../../db/delivery/deliveries.ts';
import { answered, release, releaseAll } from '../../db/delivery/inbox.ts';
import type { Deliveries, TakeUp } from '../chat.ts';
import type { Log } from './job.ts';

type Parts = {
  store: Store;
  /** The chats that are switched on. */
  doors: ReadonlyMap<ChatName, TakeUp>;
  now: () => Date;
  log: Log;
  leaseMs?: number;
};

const MINUTE = 60_000;
/** At once, by one process. */
const MOST = 8;
/** Tries, each with a longer pause: five hours. */
const TRIES = 15;
/** The pause doubles so many times. */
const DOUBLINGS = 5;

/** What the doors need of the database. */
export const deliveriesOf = (db: Db, now: () => Date, leaseMs = MINUTE): Deliveries => ({
  keep: (kept) => keepDelivery(db, kept, now(), leaseMs),
  answered: (key) => answered(db, key, now()),
  release: (key) => release(db, key, now()),
});

/** Gives what has to be done; `orphaned`: nobody else works on this database, so whatever is there has been left behind. */
export type Orphans = (orphaned: boolean) => Promise<(() => Promise<void>)[]>;

export function createTakeUp({ store, doors, now, log, leaseMs = MINUTE }: Parts): Orphans {
  async function goOn(row: Delivery): Promise<void> {
    const last = row.attempts >= TRIES;
    try {
      if (await doors.get(row.chat)!(row.request, last)) return await answered(store.db, row.id, now());
      const pause = leaseMs * 2 ** Math.min(row.attempts - 1, DOUBLINGS);
      return await (last
        ? dropDelivery(store.db, row.id)
        : putBack(store.db, row.id, new Date(now().getTime() + pause)));
    } catch (err) {
      // The lease ends by itself.
      log.error({ err, key: row.id }, 'a request that was left behind could not be finished');
    }
  }

  return async (orphaned) => {
    if (orphaned) {
      await releaseAll(store.db, now());
      await putBackAll(store.db, now());
    }
    const rows = await takeDeliveries(store.db, [...doors.keys()], now(), leaseMs, MOST);
    if (rows.length > 0) log.warn({ count: rows.length }, 'requests of a dead process were taken over');
    return rows.map((row) => () => goOn(row));
  };
}

/** Takes over requests whose process died after telling the sender "later". */
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
  /** The enabled chats. */
  doors: ReadonlyMap<ChatName, TakeUp>;
  now: () => Date;
  log: Log;
  leaseMs?: number;
};

const MINUTE = 60_000;
/** Requests taken over at once by one process. */
const MOST = 8;
/** Attempts with growing pauses, about five hours in all. */
const TRIES = 15;
/** How often the pause is doubled. */
const DOUBLINGS = 5;

/** The endpoints' access to the database. */
export const deliveriesOf = (db: Db, now: () => Date, leaseMs = MINUTE): Deliveries => ({
  keep: (kept) => keepDelivery(db, kept, now(), leaseMs),
  answered: (key) => answered(db, key, now()),
  release: (key) => release(db, key, now()),
});

/** Returns the work to do. `orphaned`: no other process uses this database, so everything stored was left behind. */
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
      // The lease expires by itself.
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

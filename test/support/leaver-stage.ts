/** The demo city with its local directory, for leaver tests: who is told, and what the registry contains afterwards. */
import { createIntake, type Intake } from '../../commands/leavers/intake.ts';
import type { Store } from '../../db/connect.ts';
import { personById } from '../../db/organisation/people.ts';
import { leaverCases, leaverItems } from '../../db/schema.ts';
import { keyOf, postedWith } from './acts.ts';
import { stores } from './db.ts';
import { eachInCity, type Given } from './each.ts';
import type { Stage } from './stage.ts';

/** The intake of directory reports for this city. */
export const intakeOf = (store: Store, city: Stage): Intake =>
  createIntake({ store, chats: () => ['local'], now: () => city.clock.now, wake: () => {} });

/**
 * Uses Postgres if available: the contract and flow tests already cover both databases.
 * @returns helpers that query the current city
 */
export function eachWithLeavers(give: (store: Store, city: Stage, intake: Intake) => void, how: Given = {}) {
  let store: Store;
  let city: Stage;
  let intake: Intake;
  const { read } = eachInCity(
    (...given) => {
      [store, city] = given;
      intake = intakeOf(store, city);
      give(store, city, intake);
    },
    { open: stores().at(-1)!.open, ...how },
  );
  return {
    inTx: read,
    cases: () => store.db.select().from(leaverCases),
    items: () => store.db.select().from(leaverItems),
    /** A report of the local directory. */
    gone: async (ref: string, isGone = true) => intake.mark(await keyOf(store, ref), isGone),
    isMarked: async (ref: string) => {
      const key = await keyOf(store, ref);
      return (await read((tx) => personById(tx, key)))?.gone;
    },
    cardsFor: (ref: string, what = 'Weggangsfall') => postedWith(city, what).filter(({ to }) => to.user === ref),
  };
}

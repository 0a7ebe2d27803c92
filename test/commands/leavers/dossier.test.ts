/** A case is read with a handful of queries, however many channels the person has: each copy of its card is drawn from it. */
import { expect, it } from 'vitest';
import { caseDossier } from '../../../commands/leavers/dossier.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { loadOrganisation } from '../../../db/organisation/organisation.ts';
import { leaverCases } from '../../../db/schema.ts';
import { keyOf } from '../../support/acts.ts';
import { wipe } from '../../support/db.ts';
import { eachInCity } from '../../support/each.ts';
import { intakeOf } from '../../support/leaver-stage.ts';
import { LEAVER, registered, two } from '../../support/leavers.ts';
import { type Stage, stageOn } from '../../support/stage.ts';

let store: Store;
let city: Stage;
eachInCity((...given) => {
  [store, city] = given;
});

/** How many queries it takes to read the case of somebody with so many channels. */
async function queriesFor(channels: number): Promise<number> {
  for (let n = 0; n < channels; n++) await registered(store, city.clock.now, two(LEAVER, 'pressestelle'));
  await intakeOf(store, city).mark(await keyOf(store, LEAVER), true);
  const [row] = await store.db.select().from(leaverCases);
  return store.db.transaction(async (tx) => {
    const org = (await loadOrganisation(tx as Tx))!;
    let count = 0;
    const counting = new Proxy(tx, {
      get(target, name, receiver) {
        if (name === 'select' || name === 'selectDistinct') count += 1;
        return Reflect.get(target, name, receiver);
      },
    });
    const file = await caseDossier(counting as Tx, row!.id, org);
    expect(file?.items).toHaveLength(channels);
    for (const { administrators } of file!.items) expect(administrators).toHaveLength(1);
    return count;
  });
}

it('of twelve channels as of one', async () => {
  const one = await queriesFor(1);
  await wipe(store);
  city = await stageOn(store);
  expect(await queriesFor(12)).toBe(one);
});

/** A training that was planned: its day is shown with the person's rights, and nobody is reminded once it has passed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wallTime } from '../../../bot/time/calendar.ts';
import type { Store } from '../../../db/connect.ts';
import { applications, dues } from '../../../db/schema.ts';
import { postedWith, twoPersons } from '../../support/acts.ts';
import { freshStore } from '../../support/db.ts';
import { registered, two } from '../../support/leavers.ts';
import { plain, stageOn } from '../../support/stage.ts';

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

it('stands where somebody looks for it, and in no digest', async () => {
  const city = await stageOn(store);
  const persons = await twoPersons(store);
  const planned = { training: 'planned', trainingDate: '2026-12-01' };
  await registered(store, city.clock.now, two(), { persons: persons.map((person) => ({ ...person, ...planned })) });
  city.clock.now = wallTime('2027-01-04', '09:00');
  await city.tick();
  await city.drain();
  expect((await store.db.select().from(dues)).map(({ kind }) => kind)).toContain('digest');
  expect(postedWith(city, 'Überblick')).toEqual([]);
  const number = (await store.db.select().from(applications))[0]!.number;
  const shown = plain(await city.as('leitung-kulturbetriebe').say(`/channel admins ${number}`));
  expect(shown).toContain('Schulung: Ist geplant (01.12.2026)');
  expect(city.faults).toEqual([]);
});

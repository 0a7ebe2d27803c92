/** A report typed by mistake is taken back where it was made; what a directory says is not. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buttons } from '../../cards/node.ts';
import { createIntake } from '../../commands/leavers/intake.ts';
import { auditOf, verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { personById } from '../../db/people.ts';
import { leaverCases } from '../../db/schema.ts';
import { keyOf, postedWith, pressOn } from '../support/acts.ts';
import { freshStore, wipe } from '../support/db.ts';
import { LEAVER, MANAGER, registered, two } from '../support/leavers.ts';
import { labels, plain, type Stage, stageOn } from '../support/stage.ts';

const STAYS = 'Person bleibt';
const FB3 = 'leitung-dortmund-agentur';
/** The other administrator; of the case because of the channel, not of the line above. */
const OTHER = 'oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt';

let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  city = await stageOn(store);
});

const theCase = async () => (await store.db.select().from(leaverCases))[0]!;
const cardFor = (ref: string) =>
  postedWith(city, 'Weggangsfall')
    .filter(({ to }) => to.user === ref)
    .at(-1)!;
const isGone = async () => {
  const key = await keyOf(store, LEAVER);
  return (await store.db.transaction((tx) => personById(tx as Tx, key)))?.gone;
};
const intake = () => createIntake({ store, chats: () => ['local'], now: () => city.clock.now, wake: () => {} });

async function reported(on?: string): Promise<void> {
  const person = await keyOf(store, LEAVER);
  await city.as(MANAGER).press('leave', { person, sure: true, ...(on ? { on } : {}) });
  await city.drain();
}

it('the manager takes a mistaken report back: the person is here again, and the case says so', async () => {
  await registered(store, city.clock.now, two());
  await reported();
  expect(await theCase()).toMatchObject({ state: 'confirmed', reports: { command: 'confirmed' } });
  expect(await isGone()).toBe(true);
  const [button] = buttons(cardFor(MANAGER).card).filter(({ label }) => label === STAYS);
  expect(button?.confirm?.text).toContain('als Irrtum geschlossen');
  await pressOn(city.as(MANAGER), cardFor(MANAGER), STAYS);
  await city.drain();
  expect(await theCase()).toMatchObject({ state: 'closed', closedBecause: 'reactivated', reports: {} });
  expect(await isGone()).toBe(false);
  for (const ref of [MANAGER, FB3]) {
    expect(cardFor(ref).card.summary).toContain('bleibt oder ist wieder da');
    expect(labels(cardFor(ref).card)).not.toContain(STAYS);
  }
  const trail = await auditOf(store.db, `leaver:${(await theCase()).id}`);
  const by = await keyOf(store, MANAGER);
  expect(trail.at(-1)).toMatchObject({ action: 'leaver-closed', actor: by, data: { source: 'command', by } });
  const person = await auditOf(store.db, `person:${await keyOf(store, LEAVER)}`);
  expect(person.map(({ action }) => action)).toEqual(['person-gone', 'person-back']);
  // Taken back is not forbidden for ever.
  await reported();
  expect(await isGone()).toBe(true);
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
});

it('an announced last day is taken back, too', async () => {
  await registered(store, city.clock.now, two());
  await reported('2026-12-31');
  await pressOn(city.as(MANAGER), cardFor(MANAGER), STAYS);
  expect(await theCase()).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
  city.clock.now = new Date('2027-01-04T09:00:00Z');
  expect(await intake().passLastDays()).toBe(0);
  expect(await isGone()).toBe(false);
});

it('who may not report somebody does not take a report back either, nor twice, nor by an old card', async () => {
  await registered(store, city.clock.now, two(LEAVER, OTHER));
  await reported();
  const { id, version } = await theCase();
  const args = { case: id, seen: version };
  // They work on the case as the channel's other administrator, and that is all.
  expect(labels(cardFor(OTHER).card)).toContain('Rechte entzogen');
  expect(labels(cardFor(OTHER).card)).not.toContain(STAYS);
  expect(plain(await city.as(OTHER).press('leaver-stays', args))).toContain('nicht Ihre Aufgabe');
  expect(await isGone()).toBe(true);
  await city.as(FB3).press('leaver-stays', { ...args, seen: version + 1 });
  expect((await theCase()).state).toBe('confirmed');
  await city.as(FB3).press('leaver-stays', args);
  expect(await isGone()).toBe(false);
  const { closedAt } = await theCase();
  city.clock.now = new Date('2026-11-24T09:00:00Z');
  await city.as(FB3).press('leaver-stays', args);
  expect((await theCase()).closedAt).toEqual(closedAt);
});

it('a directory has the last word', async () => {
  await registered(store, city.clock.now, two());
  await reported();
  await intake().mark(await keyOf(store, LEAVER), true);
  await city.drain();
  const { id, version, reports } = await theCase();
  expect(reports).toEqual({ command: 'confirmed', local: 'confirmed' });
  await city.as(MANAGER).press('leaver', { what: id });
  expect(labels(cardFor(MANAGER).card)).not.toContain(STAYS);
  await city.as(MANAGER).press('leaver-stays', { case: id, seen: version });
  expect(await theCase()).toMatchObject({ state: 'confirmed', reports });
  expect(await isGone()).toBe(true);
});

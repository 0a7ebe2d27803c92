/** A report typed by mistake is taken back where it was made; what a directory says is not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { buttons } from '../../../cards/node.ts';
import type { Intake } from '../../../commands/leavers/intake.ts';
import { auditOf, verifyAudit } from '../../../db/audit.ts';
import type { Store } from '../../../db/connect.ts';
import { applications } from '../../../db/schema.ts';
import {
  ALL_BODIES,
  CLERK,
  cardOf,
  drafted,
  keyOf,
  outboxAbout,
  pressOn,
  submitted,
  yesOf,
} from '../../support/acts.ts';
import { eachWithLeavers } from '../../support/leaver-stage.ts';
import { LEAVER, MANAGER, registered, two } from '../../support/leavers.ts';
import { labels, plain, type Stage } from '../../support/stage.ts';

const STAYS = 'Person bleibt';
const FB3 = 'leitung-dortmund-agentur';
/** The other administrator; of the case because of the channel, not of the line above. */
const OTHER = 'oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt';

let store: Store;
let city: Stage;
let intake: Intake;
const { cases, cardsFor, isMarked } = eachWithLeavers((...given) => {
  [store, city, intake] = given;
});

const theCase = async () => (await cases())[0]!;
const cardFor = (ref: string) => cardsFor(ref).at(-1)!;
const isGone = () => isMarked(LEAVER);

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
  expect(await intake.passLastDays()).toBe(0);
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
  await intake.mark(await keyOf(store, LEAVER), true);
  await city.drain();
  const { id, version, reports } = await theCase();
  expect(reports).toEqual({ command: 'confirmed', local: 'confirmed' });
  await city.as(MANAGER).press('leaver', { what: id });
  expect(labels(cardFor(MANAGER).card)).not.toContain(STAYS);
  await city.as(MANAGER).press('leaver-stays', { case: id, seen: version });
  expect(await theCase()).toMatchObject({ state: 'confirmed', reports });
  expect(await isGone()).toBe(true);
});

describe('somebody without rights or seat who is reported by mistake', () => {
  const LEAVE = '/channel leave oeffentlichkeitsarbeit.bibliothek@dortmund.example';
  const LEFT = 'Diese Person hat die Stadt verlassen';
  const IS_BACK = 'bleibt oder ist wieder da';
  const DIRECTORY = 'muss er zuerst im Verzeichnis berichtigt werden';
  const trail = async () =>
    (await auditOf(store.db, `person:${await keyOf(store, LEAVER)}`)).map(({ action }) => action);
  const staysOf = async (ref: string) => {
    const { id, version } = await theCase();
    return city.as(ref).press('leaver-stays', { case: id, seen: version });
  };

  it('is asked about with what follows; typed again, it says who reported it, and is taken back', async () => {
    const manager = city.as(MANAGER);
    const asked = plain(await manager.say(LEAVE));
    for (const part of ['sofort als ausgeschieden', 'nichts zu entziehen', STAYS]) expect(asked).toContain(part);
    expect(await cases()).toEqual([]);
    expect(await isGone()).toBe(false);
    const told = cardOf(await manager.click('Ja, Weggang melden'));
    expect(labels(told)).toContain(STAYS);
    expect(plain({ kind: 'card', card: told, replace: false })).toContain('kann in Anträgen nicht mehr genannt werden');
    expect(await isGone()).toBe(true);
    // Nobody has anything to do: nobody is written to, and it is no open case.
    expect(await outboxAbout(store, `leaver:${(await theCase()).id}`)).toEqual([]);
    expect(plain(await manager.say('/channel leaver list'))).toContain('keinen offenen Fall');
    const draft = await drafted(city);
    expect(plain(await city.as(CLERK).press('submit', { draft }))).toContain(LEFT);

    city.clock.now = new Date('2026-11-30T09:00:00Z');
    const fb3 = city.as(FB3);
    for (const typed of [LEAVE, LEAVE.replace('leave', 'leaver show')]) {
      const card = cardOf(await fb3.say(typed));
      const text = plain({ kind: 'card', card, replace: false });
      for (const part of ['Leitung Stadt- und Landesbibliothek', '23.11.2026']) expect(text).toContain(part);
      expect(labels(card)).toContain(STAYS);
    }
    expect(labels(cardOf(await city.as(FB3).say(LEAVE, { lang: 'en' })))).toContain('Person stays');
    expect(plain(await fb3.click(STAYS))).toContain(IS_BACK);
    expect(await isGone()).toBe(false);
    expect(await trail()).toEqual(['person-gone', 'person-back']);
    const by = await keyOf(store, FB3);
    const closing = (await auditOf(store.db, `leaver:${(await theCase()).id}`)).at(-1);
    expect(closing).toMatchObject({ action: 'leaver-closed', actor: by, data: { because: 'reactivated', by } });
    expect(plain(await city.as(CLERK).press('submit', { draft }))).not.toContain(LEFT);
    expect(city.faults).toEqual([]);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });

  it('is gone once and back once, whoever presses at the same moment', async () => {
    const person = await keyOf(store, LEAVER);
    const both = (press: (ref: string) => Promise<unknown>) => Promise.all([MANAGER, FB3, MANAGER, FB3].map(press));
    await both((ref) => city.as(ref).press('leave', { person, sure: true }));
    expect(await cases()).toHaveLength(1);
    const { id, version } = await theCase();
    const args = { case: id, seen: version };
    const answers = await Promise.all([MANAGER, FB3, MANAGER].map((ref) => city.as(ref).press('leaver-stays', args)));
    for (const answer of answers) expect(plain(answer)).toContain(IS_BACK);
    expect(plain(await city.as(FB3).press('leaver-stays', args))).toContain(IS_BACK);
    expect(await trail()).toEqual(['person-gone', 'person-back']);
    // The old button says nothing about a new report.
    await reported();
    await city.as(FB3).press('leaver-stays', args);
    expect(await isGone()).toBe(true);
    expect(city.faults).toEqual([]);
  });

  it('stays gone where a directory says so between the typing and the click', async () => {
    const key = await keyOf(store, LEAVER);
    await reported();
    const manager = city.as(MANAGER);
    expect(labels(cardOf(await manager.say(LEAVE)))).toContain(STAYS);
    for (let n = 0; n < 2; n++) await intake.mark(key, true);
    expect(plain(await manager.click(STAYS))).toContain(DIRECTORY);
    expect(plain(await staysOf(MANAGER))).toContain(DIRECTORY);
    expect(plain(await manager.say(LEAVE))).toContain(DIRECTORY);
    expect(plain(await manager.say(LEAVE, { lang: 'en' }))).toContain('put right in the directory first');
    expect(await isGone()).toBe(true);
    const said = (await auditOf(store.db, `leaver:${(await theCase()).id}`)).map(({ action }) => action);
    expect(said).toEqual(['leaver-opened', 'leaver-reported']);
    // Put right there, nothing of the report is left either; and what only a directory says is never taken back by hand.
    await intake.mark(key, false);
    expect(await theCase()).toMatchObject({ closedBecause: 'reactivated', reports: {} });
    await intake.mark(key, true);
    expect(plain(await manager.say(LEAVE))).toContain(DIRECTORY);
    expect(plain(await staysOf(MANAGER))).not.toContain(STAYS);
    expect(await isGone()).toBe(true);
  });

  it('comes back with the case that an approval has begun meanwhile', async () => {
    const { id } = await submitted(city);
    await reported();
    await yesOf(city, id, ...ALL_BODIES);
    const open = (await cases()).find(({ state }) => state === 'confirmed');
    expect(open?.reports).toEqual({ command: 'confirmed', named: 'confirmed' });
    const fb3 = city.as(FB3);
    expect(plain(await fb3.say(LEAVE))).toContain('Meldung von Hand (Leitung Stadt- und Landesbibliothek)');
    expect(plain(await fb3.click(STAYS))).toContain(IS_BACK);
    expect(await isGone()).toBe(false);
    const rows = await cases();
    expect(rows.map(({ state, reports }) => ({ state, reports }))).toEqual([
      { state: 'closed', reports: {} },
      { state: 'closed', reports: {} },
    ]);
    expect(city.faults).toEqual([]);
  });

  it('is nobody’s to take back who could not have reported it, and announced for later nothing is kept', async () => {
    expect(plain(await city.as(MANAGER).say(`${LEAVE} 31.12.2026`))).toContain('wird nicht gespeichert');
    expect(await cases()).toEqual([]);
    await reported();
    expect(plain(await city.as(OTHER).say(LEAVE))).toContain('melden');
    expect(plain(await city.as(OTHER).say(LEAVE.replace('leave', 'leaver show')))).toContain('keinen Weggangsfall');
    expect(plain(await staysOf(OTHER))).toContain('nicht Ihre Aufgabe');
    expect(await isGone()).toBe(true);
  });
});

async function workedOff(): Promise<void> {
  await pressOn(city.as(MANAGER), cardFor(MANAGER), 'Rechte entzogen');
  await city.drain();
  await pressOn(city.as(FB3), cardFor(FB3), 'Als zweite Person bestätigen');
  const [application] = await store.db.select().from(applications);
  await city
    .as(CLERK)
    .press('admins-remove', { what: application!.id, person: await keyOf(store, LEAVER), sure: true });
  await city.drain();
  expect(await theCase()).toMatchObject({ state: 'closed', closedBecause: 'done' });
}

describe('worked off before the last day', () => {
  beforeEach(async () => {
    await registered(store, city.clock.now, two());
    await reported('2026-12-31');
    await workedOff();
    expect(await isGone()).toBe(false);
  });

  it('the person is gone after that day all the same, once, and the case is still the only one', async () => {
    city.clock.now = new Date('2026-12-31T22:00:00Z');
    expect(await intake.passLastDays()).toBe(0);
    city.clock.now = new Date('2027-01-04T09:00:00Z');
    expect(await intake.passLastDays()).toBe(1);
    expect(await isGone()).toBe(true);
    expect(await intake.passLastDays()).toBe(0);
    expect(await cases()).toHaveLength(1);
    await city.drain();
    await pressOn(city.as(FB3), cardFor(FB3), STAYS);
    expect(await isGone()).toBe(false);
    expect(await intake.passLastDays()).toBe(0);
  });

  it('the person stays, said before that day, and is not gone after it', async () => {
    await pressOn(city.as(FB3), cardFor(FB3), STAYS);
    expect(await theCase()).toMatchObject({ closedBecause: 'reactivated', reports: {} });
    city.clock.now = new Date('2027-01-04T09:00:00Z');
    expect(await intake.passLastDays()).toBe(0);
    expect(await isGone()).toBe(false);
  });
});

it('a case that is worked off is no end: the person comes back from it, too', async () => {
  await registered(store, city.clock.now, two());
  await reported();
  await workedOff();
  await pressOn(city.as(FB3), cardFor(FB3), STAYS);
  expect(await isGone()).toBe(false);
  expect(await theCase()).toMatchObject({ closedBecause: 'reactivated', reports: {} });
});

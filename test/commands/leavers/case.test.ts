/** Somebody leaves: one case, the right people, two pairs of eyes, and an end. */
import { describe, expect, it } from 'vitest';
import type { Intake, Sighting } from '../../../commands/leavers/intake.ts';
import { auditOf, verifyAudit } from '../../../db/audit.ts';
import type { Store } from '../../../db/connect.ts';
import { leaverSubjects } from '../../../db/leavers/cases.ts';
import { addIdentity } from '../../../db/organisation/people.ts';
import { applications, channels, tasks } from '../../../db/schema.ts';
import {
  ALL_BODIES,
  approved,
  cardOf,
  handIn,
  keyOf,
  postedWith,
  pressOn,
  putAnswers,
  submitted,
  twoPersons,
  yesOf,
} from '../../support/acts.ts';
import { eachWithLeavers } from '../../support/leaver-stage.ts';
import { LEAVER, MANAGER, type Names, registered as registeredOn, two } from '../../support/leavers.ts';
import { labels, plain, type Stage } from '../../support/stage.ts';

const FB3 = ['leitung-dortmund-agentur', 'beratung-soziale-medien'];
const CASE = 'Weggangsfall';
const ALARM = 'Alarm';

let store: Store;
let city: Stage;
let intake: Intake;
const { inTx, cases, items, gone, isMarked, cardsFor } = eachWithLeavers((...given) => {
  [store, city, intake] = given;
});

const textFor = (ref: string) => plain({ kind: 'card', card: cardsFor(ref).at(-1)!.card, replace: false });

const registered = (persons: Names[], answers = {}) => registeredOn(store, city.clock.now, persons, answers);

/** Entra's account of somebody of the city. */
async function sighting(ref: string, more: Partial<Sighting> = {}): Promise<Sighting> {
  const person = await keyOf(store, ref);
  const known = { chat: 'teams' as const, tenant: 't', id: `oid-${ref}` };
  await inTx((tx) => addIdentity(tx, known, person, new Date(0)));
  return { source: 'graph', externalId: `oid-${ref}`, ...more };
}

describe('a report', () => {
  it('makes one case and one card each, however often it comes', async () => {
    await registered(two());
    for (let i = 0; i < 10; i++) await gone(LEAVER);
    await city.drain();
    expect(await cases()).toHaveLength(1);
    for (const ref of [MANAGER, ...FB3]) expect(cardsFor(ref), ref).toHaveLength(1);
    expect(textFor(MANAGER)).toContain('Funktion: Hauptadministration');
    expect(await isMarked(LEAVER)).toBe(true);
    const inRooms = postedWith(city, CASE).filter(({ to }) => to.room && !to.room.startsWith('dm:'));
    expect(inRooms).toEqual([]);
    expect(city.faults).toEqual([]);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });

  it('of ten at the same moment makes one case, too', async () => {
    await registered(two());
    const seen = await sighting(LEAVER, { active: false });
    await Promise.all(Array.from({ length: 10 }, () => intake.see(seen)));
    await city.drain();
    expect(await cases()).toHaveLength(1);
    expect(cardsFor(MANAGER)).toHaveLength(1);
  });

  it('about somebody unknown, or without any rights, opens nothing', async () => {
    await intake.see({ source: 'graph', externalId: 'oid-nobody', active: false, email: 'x@elsewhere.example' });
    await gone('sachbearbeitung-10-a2-1');
    await gone('no-such-person').catch(() => {});
    expect(await cases()).toEqual([]);
    expect(await isMarked('sachbearbeitung-10-a2-1')).toBe(true);
  });

  it('of Slack alone is a hint: nobody is marked as gone, and somebody who knows may say that the person stays', async () => {
    await registered(two());
    const seen = { ...(await sighting(LEAVER)), source: 'slack' as const };
    const key = await keyOf(store, LEAVER);
    const slack = { chat: 'slack' as const, tenant: 'T', id: seen.externalId };
    await inTx((tx) => addIdentity(tx, slack, key, new Date(0)));
    await intake.see({ ...seen, active: false });
    await city.drain();
    expect((await cases())[0]).toMatchObject({ state: 'suspected', confirmedAt: null });
    expect(await isMarked(LEAVER)).toBe(false);
    expect(await inTx(leaverSubjects)).toEqual([]);
    await pressOn(city.as(MANAGER), cardsFor(MANAGER)[0]!, 'Person bleibt');
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
  });

  it('of two sources that disagree stays as long as one of them says so', async () => {
    await registered(two());
    const graph = await sighting(LEAVER);
    await intake.see({ ...graph, active: false });
    await intake.see({ ...graph, source: 'scim', active: false });
    expect(await cases()).toHaveLength(1);
    await intake.see({ ...graph, source: 'scim', active: true });
    expect((await cases())[0]).toMatchObject({ state: 'confirmed', reports: { graph: 'confirmed' } });
    expect(await isMarked(LEAVER)).toBe(true);
    await intake.see({ ...graph, active: true });
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
    expect(await isMarked(LEAVER)).toBe(false);
  });

  it('that arrives after a newer one changes nothing, and one that says nothing is no answer', async () => {
    await registered(two());
    const graph = await sighting(LEAVER);
    await intake.see({ ...graph, active: true, changedAt: new Date('2026-11-23T10:00:00Z') });
    await intake.see({ ...graph, active: false, changedAt: new Date('2026-11-23T09:00:00Z') });
    await intake.see({ ...graph, changedAt: new Date('2026-11-23T11:00:00Z') });
    expect(await cases()).toEqual([]);
  });

  it('of a changed department is a hint for those with rights', async () => {
    await registered(two());
    const graph = await sighting(LEAVER, { active: true });
    await intake.see({ ...graph, department: '41/Bibliothek' });
    await intake.see({ ...graph, department: 'FB 37' });
    expect((await cases())[0]).toMatchObject({ state: 'suspected', reports: { moved: 'suspected' } });
  });
});

describe('who is told', () => {
  const boss = async (of: string, manager: string) =>
    intake.see(await sighting(of, { active: true, manager: `oid-${manager}` }));

  it('is the manager by the snapshot, also when the directory has forgotten the link', async () => {
    await registered(two(LEAVER, 'pressestelle'));
    await intake.see(await sighting('leitung-feuerwehr', { active: true }));
    await boss(LEAVER, 'leitung-feuerwehr');
    await intake.see(await sighting(LEAVER, { active: false, manager: null }));
    await city.drain();
    expect(cardsFor('leitung-feuerwehr')).toHaveLength(1);
    expect((await cases())[0]?.manager).toBe(await keyOf(store, 'leitung-feuerwehr'));
  });

  it('is the next one up when the manager leaves the same day, before or after', async () => {
    await registered(two(LEAVER, 'pressestelle'));
    await gone(MANAGER);
    await gone(LEAVER);
    await city.drain();
    expect(cardsFor('stv-leitung-kulturbetriebe').length).toBeGreaterThan(0);
    await gone('stv-leitung-kulturbetriebe');
    await city.drain();
    const own = (await cases()).find(({ reports }) => reports.local)!;
    expect(own).toBeDefined();
    const [leaving] = (await cases()).filter(({ person }) => person !== undefined);
    expect(leaving).toBeDefined();
    const key = await keyOf(store, LEAVER);
    const row = (await cases()).find(({ person }) => person === key)!;
    expect(row.manager).toBe(await keyOf(store, 'leitung-kulturbetriebe'));
    expect(cardsFor('leitung-kulturbetriebe').length).toBeGreaterThan(0);
  });

  it('is somebody real where managers stand in a circle', async () => {
    await registered(two(LEAVER, 'pressestelle'));
    for (const ref of [LEAVER, 'it-pruefung']) await intake.see(await sighting(ref, { active: true }));
    await boss(LEAVER, 'it-pruefung');
    await boss('it-pruefung', LEAVER);
    await gone('it-pruefung');
    await gone(LEAVER);
    const key = await keyOf(store, LEAVER);
    const row = (await cases()).find(({ person }) => person === key);
    expect(row?.manager).toBe(await keyOf(store, MANAGER));
  });

  it('hears one alarm when the only administrator of 30 channels goes', async () => {
    for (let i = 0; i < 30; i++) await registered([{ person: LEAVER, role: 'administrator' }]);
    await gone(LEAVER);
    await city.drain();
    expect(await cases()).toHaveLength(1);
    expect(await items()).toHaveLength(30);
    expect(cardsFor('ciso', ALARM)).toHaveLength(1);
    expect(cardsFor('leitung-kulturbetriebe', ALARM)[0]?.card.summary).toContain('30');
    const [first] = cardsFor(MANAGER);
    expect(labels(first!.card)).toContain('Nächste Seite ▶');
    const next = await pressOn(city.as(MANAGER), first!, 'Nächste Seite ▶');
    expect(plain(next)).toContain('Seite 2 von 6');
    expect(city.faults).toEqual([]);
  });

  it('of the last day are the line above only', async () => {
    await registered(two(LEAVER, 'pressestelle'));
    const head = city.as(MANAGER);
    await head.say(`/channel leave ${LEAVER}@x`);
    const asked = await head.say('/channel leave Öffentlichkeitsarbeit Bibliothek 31.12.2026 Ruhestand');
    const email = 'oeffentlichkeitsarbeit.bibliothek@dortmund.example';
    const sure = plain(asked).includes('31.12.2026')
      ? asked
      : await head.say(`/channel leave ${email} 31.12.2026 Ruhestand`);
    expect(plain(sure)).toContain('31.12.2026');
    await head.click('Ja, Weggang melden');
    await city.drain();
    expect((await cases())[0]).toMatchObject({ leavesOn: '2026-12-31', state: 'confirmed' });
    expect(await isMarked(LEAVER)).toBe(false);
    expect(textFor('pressestelle')).not.toContain('31.12.2026');
    for (const ref of FB3) expect(textFor(ref)).not.toContain('31.12.2026');
    expect(plain(await head.say(`/channel leaver show ${email}`))).toContain('31.12.2026');
    city.clock.now = new Date('2027-01-01T09:00:00Z');
    expect(await intake.passLastDays()).toBe(1);
    expect(await intake.passLastDays()).toBe(0);
    expect(await isMarked(LEAVER)).toBe(true);
  });
});

describe('a case', () => {
  it('needs a second person and the new application to close', async () => {
    const id = await registered(two());
    await gone(LEAVER);
    await city.drain();
    const manager = city.as(MANAGER);
    await pressOn(manager, cardsFor(MANAGER)[0]!, 'Rechte entzogen');
    await city.drain();
    expect(labels(cardsFor(MANAGER)[0]!.card)).not.toContain('Als zweite Person bestätigen');
    const [item] = await items();
    const again = { item: item!.id, seen: 0 };
    expect(plain(await manager.press('leaver-second', again))).toContain('eine zweite Person');
    expect(plain(await city.as(FB3[0]!).press('leaver-removed', again))).toContain('schon erledigt');
    expect(plain(await city.as('leitung-feuerwehr').press('leaver-second', again))).toContain('nicht Ihre Aufgabe');
    await pressOn(city.as(FB3[0]!), cardsFor(FB3[0]!)[0]!, 'Als zweite Person bestätigen');
    expect((await cases())[0]?.state).toBe('confirmed');
    // What is left is paper: nobody is reminded of it as of an open door.
    expect(await inTx(leaverSubjects)).toEqual([]);

    await pressOn(manager, cardsFor(MANAGER)[0]!, 'Antrag erneut stellen');
    const draft = (await store.db.select().from(applications)).find(({ predecessor }) => predecessor === id)!;
    const left = draft.answers.persons as { person: string }[];
    expect(left.map(({ person }) => person)).toEqual([await keyOf(store, MANAGER)]);
    const persons = await twoPersons(store, 'oeffentlichkeitsarbeit-kulturbetriebe', 'pressestelle');
    await putAnswers(store, draft.id, { ...draft.answers, persons });
    const next = await handIn(city, draft.id, manager);
    await yesOf(city, next.id, ...ALL_BODIES);
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'done' });
    await city.drain();
    expect(cardsFor(MANAGER)[0]!.card.summary).toContain('Erledigt');
    expect(city.faults).toEqual([]);
  });

  it('closes when the person is taken off the registry as the last thing', async () => {
    await registered(two());
    await gone(LEAVER);
    await city.drain();
    await pressOn(city.as(MANAGER), cardsFor(MANAGER)[0]!, 'Rechte entzogen');
    await city.drain();
    await pressOn(city.as(FB3[0]!), cardsFor(FB3[0]!)[0]!, 'Als zweite Person bestätigen');
    const number = (await store.db.select().from(applications))[0]!.number!;
    const clerk = city.as('oeffentlichkeitsarbeit-kulturbetriebe');
    await clerk.say(`/channel admins remove ${number} oeffentlichkeitsarbeit.bibliothek@dortmund.example`);
    await clerk.click('Ja, Rechte entziehen');
    await city.drain();
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'done' });
    expect(cardsFor(MANAGER)[0]!.card.summary).toContain('Erledigt');
    const trail = await auditOf(store.db, `leaver:${(await cases())[0]!.id}`);
    expect(trail.at(-1)).toMatchObject({ action: 'leaver-closed', data: { because: 'done' } });
    expect(city.faults).toEqual([]);
  });

  it('asks for new credentials where the login is shared', async () => {
    await registered(two(), { login: 'shared' });
    await gone(LEAVER);
    await city.drain();
    expect(labels(cardsFor(MANAGER)[0]!.card)).toContain('Zugangsdaten geändert');
    await pressOn(city.as(MANAGER), cardsFor(MANAGER)[0]!, 'Zugangsdaten geändert');
    expect((await items())[0]?.credentialsBy).toBe(await keyOf(store, MANAGER));
  });

  it('moves open votes on to those who are left, and asks for a successor', async () => {
    const { id } = await submitted(city);
    await city.drain();
    await gone('leitung-kulturbetriebe');
    await city.drain();
    const moved = postedWith(city, 'Antrag').filter(({ to }) => to.user === 'stv-leitung-kulturbetriebe');
    expect(moved).toHaveLength(1);
    expect((await auditOf(store.db, `application:${id}`)).map(({ action }) => action)).toContain('vote-moved-on');
    const seat = (await items()).find(({ kind }) => kind === 'seat')!;
    const registrar = city.as('berechtigungen');
    const press = { item: seat.id, seen: seat.version };
    expect(plain(await registrar.press('leaver-seat', press))).toContain('noch');
    expect(textFor('berechtigungen')).toContain('Nachfolge');
  });

  it('opens when a consent is revoked, and closes when it is given again', async () => {
    await approved(city);
    await city.drain();
    const holder = city.as(LEAVER);
    await holder.click('Ich willige ein');
    await city.drain();
    expect(await cases()).toEqual([]);
    await holder.click('Einwilligung widerrufen');
    await city.drain();
    expect((await cases())[0]).toMatchObject({ state: 'confirmed', reports: { consent: 'confirmed' } });
    expect(await isMarked(LEAVER)).toBe(false);
    await holder.click('Ich willige ein');
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
    expect(city.faults).toEqual([]);
  });
});

describe('commands', () => {
  it('keep it out of rooms and from people whom it does not concern', async () => {
    await registered(two());
    const head = city.as(MANAGER);
    const room = { where: { id: 'raum-kulturbetriebe', dm: false } };
    expect(plain(await head.say('/channel leaver list', room))).toContain('persönlichen Chat');
    expect(plain(await head.say('/channel leave x 31.12.2026', room))).toContain('persönlichen Chat');
    const email = 'oeffentlichkeitsarbeit.bibliothek@dortmund.example';
    expect(plain(await head.say(`/channel leave ${email} 31.02.2026`))).toContain('Diesen Tag gibt es nicht');
    expect(plain(await head.say('/channel leave niemand 31.12.2026'))).toContain('kenne ich nicht');
    const other = city.as('oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt');
    expect(plain(await other.say(`/channel leave ${email}`))).toContain('melden');
    expect(plain(await other.say('/channel leaver list'))).toContain('keinen offenen Fall');
    await gone(LEAVER);
    expect(plain(await other.say(`/channel leaver show ${email}`))).toContain('keinen Weggangsfall');
    expect(plain(await head.say('/channel leaver list'))).toContain('Offene Weggangsfälle (1)');
    expect(plain(await head.say('/channel tasks'))).toContain(CASE);
  });

  it('show each person’s function, rights, training and conduct rules, and the agency', async () => {
    const own = { training: 'done', trainingDate: '2026-03-02', rights: ['post', 'ads'] };
    const [first, second] = await twoPersons(store);
    const persons = [{ ...first, ...own }, second];
    const agency = { agencyUsed: 'yes', agency: 'Werbung GmbH', agencyEnd: '2027-06-30' };
    const id = await registered(two(), { ...agency, persons });
    const assignee = await keyOf(store, LEAVER);
    const task = { kind: 'conduct' as const, application: id, assignee, about: assignee, createdAt: city.clock.now };
    const [channel] = await store.db.select().from(channels);
    const agreed = {
      state: 'done',
      answer: 'yes',
      doneBy: assignee,
      doneAt: new Date('2026-10-05T10:00:00Z'),
    } as const;
    await store.db.insert(tasks).values({ ...task, ...agreed, id: 't_1', channel: channel!.id } as const);
    const shown = await city.as('oeffentlichkeitsarbeit-kulturbetriebe').press('admins', { what: id });
    const [hers, theirs] = cardOf(shown).nodes.filter((node) => node.kind === 'item');
    expect(hers?.text?.split('\n').slice(0, 3)).toEqual([
      'Hauptadministration: Beiträge veröffentlichen, Werbung schalten',
      'Schulung: Hat stattgefunden (02.03.2026)',
      'Verhaltensregeln bestätigt am 05.10.2026',
    ]);
    expect(theirs?.text).toContain('Schulung: Nicht nötig');
    expect(theirs?.text).toContain('Verhaltensregeln noch nicht bestätigt');
    expect(plain(shown)).toContain('Agentur: Werbung GmbH, Vertrag bis 30.06.2027.');
  });

  it('show, add, remove and hand over rights', async () => {
    const id = await registered(two());
    const clerk = city.as('oeffentlichkeitsarbeit-kulturbetriebe');
    const number = (await store.db.select().from(applications))[0]!.number!;
    const shown = plain(await clerk.say(`/channel admins show ${number}`));
    expect(shown).toContain('2 Administrator*innen');
    expect(shown).toContain('Einwilligung steht aus');

    const leaver = 'oeffentlichkeitsarbeit.bibliothek@dortmund.example';
    const form = await clerk.say(`/channel admins transfer ${number} ${leaver} pressestelle@dortmund.example`);
    expect(cardOf(form).form).toBeDefined();
    const draft = (await store.db.select().from(applications)).find(({ predecessor }) => predecessor === id)!;
    const people = (draft.answers.persons as { person: string }[]).map(({ person }) => person);
    expect(people).toEqual([await keyOf(store, 'pressestelle'), await keyOf(store, MANAGER)]);
    await clerk.say(`/channel admins add ${number} stv.leitung.kulturbetriebe@dortmund.example`);
    const more = (await store.db.select().from(applications)).find(({ predecessor }) => predecessor === id)!;
    expect(more.answers.persons).toHaveLength(3);

    expect(plain(await clerk.say(`/channel admins remove ${number} ${leaver}`))).toContain('bleibt 1 Administrator*in');
    await clerk.click('Ja, Rechte entziehen');
    await city.drain();
    expect((await store.db.select().from(channels))[0]?.administrators).toBe(1);
    expect((await items())[0]).toMatchObject({ struck: 'removed', removedBy: null });
    expect(await isMarked(LEAVER)).toBe(false);
    expect(cardsFor(MANAGER)).toHaveLength(1);
    expect(plain(await clerk.say(`/channel admins show ${number}`))).toContain('gestrichen');
    expect(plain(await clerk.say(`/channel admins remove ${number} ${leaver}`))).toContain('keine Rechte');
    expect(city.faults).toEqual([]);
  });
});

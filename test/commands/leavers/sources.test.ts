/** Ways into a leaver case that no directory tells of: a contract that ends, a question without an answer, an approval too late. */
import { describe, expect, it } from 'vitest';
import type { Certainty } from '../../../bot/leavers/case.ts';
import { type Day, wallTime } from '../../../bot/time/calendar.ts';
import type { Input } from '../../../cards/node.ts';
import { cardToPlain } from '../../../cards/render/plain.ts';
import { reportDeparture } from '../../../commands/leavers/depart.ts';
import type { Intake } from '../../../commands/leavers/intake.ts';
import { drawCard } from '../../../commands/views.ts';
import { auditOf, verifyAudit } from '../../../db/audit.ts';
import { applyChanges, insert } from '../../../db/changes.ts';
import type { Store } from '../../../db/connect.ts';
import { newId } from '../../../db/ids.ts';
import { leaverSubjects } from '../../../db/leavers/cases.ts';
import { holderAccounts, managerChain } from '../../../db/leavers/directory.ts';
import { loadOrganisation } from '../../../db/organisation/organisation.ts';
import { addIdentity } from '../../../db/organisation/people.ts';
import { channels, dues, people, tasks } from '../../../db/schema.ts';
import {
  ALL_BODIES,
  applicationOf,
  approved,
  argOf,
  CLERK,
  cardOf,
  completeAnswers,
  dossierOf,
  drafted,
  handIn,
  keyOf,
  newPage,
  postedWith,
  putAnswers,
  submitted,
  twoPersons,
  yesOf,
} from '../../support/acts.ts';
import { eachWithLeavers } from '../../support/leaver-stage.ts';
import { LEAVER, MANAGER, registered as registeredOn, two } from '../../support/leavers.ts';
import { labels, personInputs, plain, type Stage } from '../../support/stage.ts';

const HEAD = 'leitung-kulturbetriebe';
const CASE = 'Weggangsfall';

let store: Store;
let city: Stage;
let intake: Intake;
const { inTx, cases, items, cardsFor, gone } = eachWithLeavers((...given) => {
  [store, city, intake] = given;
});

const at = (day: Day, time = '09:00') => {
  city.clock.now = wallTime(day, time);
};
/** The clock comes to a moment and ticks. */
const pass = async (day: Day, time?: string) => {
  at(day, time);
  await city.tick();
};
/** The same, and everything is delivered. */
const live = async (day: Day, time?: string) => {
  await pass(day, time);
  await city.drain();
};
const noFaults = async () => {
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
};

/** Somebody of an agency: known by name only. */
async function agencyPerson(name = 'Agentur, Redaktion'): Promise<string> {
  const id = newId('person');
  await inTx((tx) => applyChanges(tx, [insert('people', { id, name, createdAt: city.clock.now })]));
  return id;
}

/** A running channel on which these people of an agency help beside two administrators of the city. */
async function withAgency(staff: string[], more: Record<string, unknown> = {}, own: Record<string, unknown> = {}) {
  const ours = await twoPersons(store, MANAGER, 'pressestelle');
  const [administrator] = ours;
  const persons = [
    ...ours.map((person) => ({ ...person, fromAgency: 'no' })),
    ...staff.map((person) => ({ ...administrator, person, role: 'editor', fromAgency: 'yes', ...own })),
  ];
  const agency = { agencyUsed: 'yes', agency: 'Werbung GmbH', agencyEnd: '2027-06-30', agencyContract: 'yes' };
  return registeredOn(store, city.clock.now, two(), { ...agency, persons, ...more });
}

it('keeps to what a source has said for sure, when the same source says later that it is not', async () => {
  await registeredOn(store, city.clock.now, two());
  const person = await keyOf(store, LEAVER);
  const says = (certainty: Certainty) =>
    inTx(async (tx) => {
      const org = (await loadOrganisation(tx))!;
      const report = { person, source: 'command', certainty, by: 'system' } as const;
      await applyChanges(tx, (await reportDeparture(tx, report, org, city.clock.now)).changes);
    });
  await says('suspected');
  expect((await cases())[0]).toMatchObject({ state: 'suspected', reports: { command: 'suspected' } });
  await says('confirmed');
  await says('suspected');
  expect((await cases())[0]).toMatchObject({ state: 'confirmed', reports: { command: 'confirmed' } });
});

describe('a contract that ends', () => {
  const ENDS = 'Vertrag endet';

  it('is said two weeks before to head and applicant, and opens one case on the day after', async () => {
    const person = await agencyPerson();
    const first = await withAgency([person]);
    await withAgency([person]);
    await live('2027-06-15');
    expect(postedWith(city, ENDS)).toEqual([]);
    for (const time of ['08:00', '08:01', '17:00']) await live('2027-06-16', time);
    for (const ref of [HEAD, CLERK]) {
      expect(cardsFor(ref, ENDS), ref).toHaveLength(1);
      expect(cardToPlain(cardsFor(ref, ENDS)[0]!.card)).toContain('30.06.2027');
    }
    expect(labels(cardsFor(HEAD, ENDS)[0]!.card)).toEqual([
      'Antrag erneut stellen',
      'Rechte entziehen …',
      'Antrag erneut stellen',
      'Rechte entziehen …',
    ]);
    await live('2027-06-30', '17:59');
    expect(await cases()).toEqual([]);
    for (const time of ['08:00', '08:01']) await live('2027-07-01', time);
    await live('2027-07-02');
    expect(await cases()).toHaveLength(1);
    expect((await cases())[0]).toMatchObject({ person, state: 'confirmed', reports: { contract: 'confirmed' } });
    expect(await items()).toHaveLength(2);
    // The end of a contract takes rights; it does not make a leaver of somebody who may help elsewhere.
    expect((await store.db.select().from(people)).find(({ id }) => id === person)?.gone).toBe(false);
    // Nobody of the city manages the agency's people: the head of the channel's office answers for them.
    expect((await cases())[0]?.manager).toBe(await keyOf(store, HEAD));
    expect(cardToPlain(cardsFor(HEAD, CASE)[0]!.card)).toContain('Ende des Vertrags');
    expect(labels(cardsFor(HEAD, CASE)[0]!.card)).toContain('Rechte entzogen');
    expect(cardToPlain(cardsFor(HEAD, ENDS)[0]!.card)).toContain('Erledigt oder vorbei');
    expect(await inTx(leaverSubjects)).toHaveLength(1);
    expect((await applicationOf(store, first)).answers.agencyEnd).toBe('2027-06-30');
    await noFaults();
  });

  it('is caught up once after downtime, by two processes that tick at once', async () => {
    const person = await agencyPerson();
    await withAgency([person]);
    await live('2027-06-01');
    await pass('2027-08-07');
    expect(await cases()).toEqual([]);
    at('2027-08-09', '08:00');
    await Promise.all([city.tick(), city.tick(), city.tick()]);
    await city.drain();
    expect(await cases()).toHaveLength(1);
    expect(cardsFor(HEAD, CASE)).toHaveLength(1);
    expect(postedWith(city, ENDS)).toEqual([]);
    expect((await store.db.select().from(dues)).filter(({ kind }) => kind === 'contract-end')).toHaveLength(1);
    await noFaults();
  });

  it('counts the person’s own day, and takes nothing from the city’s staff or from those taken off', async () => {
    const [early, late, off] = [
      await agencyPerson('Agentur, A'),
      await agencyPerson('Agentur, B'),
      await agencyPerson('Agentur, C'),
    ];
    await withAgency([early], {}, { contractEnd: '2027-01-29' });
    const id = await withAgency([late, off]);
    const clerk = city.as(CLERK);
    await clerk.press('admins-remove', { what: id, person: off, sure: true });
    const [taken] = await cases();
    await pass('2027-02-01');
    const opened = (await cases()).filter((row) => row.id !== taken!.id);
    expect(opened.map((row) => row.person)).toEqual([early]);
    await pass('2027-07-01');
    const all = (await cases()).filter((row) => row.id !== taken!.id);
    expect(all.map((row) => row.person).sort()).toEqual([early, late].sort());
    await noFaults();
  });

  it('that goes on by a new application ends on the new day; a case that began meanwhile closes', async () => {
    const person = await agencyPerson();
    const id = await withAgency([person]);
    const other = await withAgency([person], { agencyEnd: '2027-12-31' });
    await pass('2027-07-01');
    expect(await cases()).toHaveLength(1);
    const clerk = city.as(CLERK);
    const draft = argOf(await clerk.press('renew', { what: id }), 'draft');
    const { answers } = await applicationOf(store, draft);
    // The form that the last contract stood in is no contract: a day that has passed is refused.
    expect(plain(await clerk.press('submit', { draft, sure: true }))).toContain('Dieser Tag ist schon vorbei');
    await putAnswers(store, draft, { ...answers, agencyEnd: '2028-06-30' });
    await handIn(city, draft, clerk);
    await yesOf(city, draft, ...ALL_BODIES);
    expect((await applicationOf(store, draft)).state).toBe('approved');
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
    await pass('2028-01-03');
    const now = (await cases()).filter(({ state }) => state !== 'closed');
    const { channel } = await dossierOf(store, other);
    const open = (await items()).filter((item) => item.case === now[0]?.id);
    expect(open.map((item) => item.channel)).toEqual([channel!.id]);
    await noFaults();
  });

  it('of people whom the application does not name makes head and applicant ask, and no case', async () => {
    const agency = { agencyUsed: 'yes', agency: 'Werbung GmbH', agencyEnd: '2027-06-30', agencyContract: 'yes' };
    // Frozen before the form asked who belongs to the agency.
    const id = await registeredOn(store, city.clock.now, two(), agency);
    await registeredOn(store, city.clock.now, two(), { ...agency, agencyUsed: 'no' });
    await registeredOn(store, city.clock.now, two(), { ...agency, agencyEnd: undefined });
    const ASKS = 'Vertrag mit einer Agentur endet';
    await live('2027-06-15');
    expect(postedWith(city, ASKS)).toEqual([]);
    for (const time of ['08:00', '17:00']) await live('2027-06-16', time);
    for (const ref of [HEAD, CLERK]) {
      expect(cardsFor(ref, ASKS), ref).toHaveLength(1);
      expect(cardToPlain(cardsFor(ref, ASKS)[0]!.card)).toContain('30.06.2027');
      expect(labels(cardsFor(ref, ASKS)[0]!.card)).toEqual(['Antrag erneut stellen']);
    }
    for (const time of ['08:00', '17:00']) await live('2027-07-01', time);
    expect(postedWith(city, ASKS)).toHaveLength(4);
    expect(cardToPlain(cardsFor(HEAD, ASKS)[1]!.card)).toContain('welche Personen zur Agentur gehören');
    expect(await cases()).toEqual([]);
    const clerk = city.as(CLERK);
    const draft = argOf(await clerk.press('renew', { what: id }), 'draft');
    const { answers } = await applicationOf(store, draft);
    const persons = (await twoPersons(store)).map((person) => ({ ...person, fromAgency: 'no' }));
    await putAnswers(store, draft, { ...answers, persons, agencyEnd: '2028-06-30' });
    await handIn(city, draft, clerk);
    await yesOf(city, draft, ...ALL_BODIES);
    const asked = { view: 'contract-end', subject: `contract:${id}`, args: { day: '2027-06-30', asks: 'names' } };
    const reader = { person: await keyOf(store, HEAD), lang: 'de' as const };
    const again = await inTx(async (tx) => {
      const org = (await loadOrganisation(tx))!;
      return drawCard(tx, asked, org, reader, city.clock.now, city.time.calendar);
    });
    expect(again?.summary).toContain('Erledigt');
    await live('2028-07-03');
    expect(postedWith(city, ASKS)).toHaveLength(4);
    await noFaults();
  });

  it('is asked of each person only while an agency helps', async () => {
    const clerk = city.as(CLERK);
    const page = newPage();
    const id = argOf(await clerk.press('register', { link: page.url }), 'draft');
    await putAnswers(store, id, await completeAnswers(store, { ...page, agencyUsed: 'no' }));
    expect(plain(await clerk.press('submit', { draft: id }))).not.toContain('Firma');
    const agency = { agencyUsed: 'yes', agency: 'Werbung GmbH', agencyEnd: '2027-06-30', agencyContract: 'yes' };
    await putAnswers(store, id, await completeAnswers(store, { ...page, ...agency }));
    expect(plain(await clerk.press('submit', { draft: id }))).toContain(
      'Person 1 von 2 – Gehört die Person zur genannten Firma?',
    );
  });
});

describe('a yearly question without an answer', () => {
  const HOLDER = 'leitung-bibliothek';

  /** A running channel and the consent of somebody on it, given that day. @returns the task */
  async function consented(who: string, given: Day) {
    const application = await registeredOn(store, city.clock.now, two());
    const { channel } = await dossierOf(store, application);
    const person = await keyOf(store, who);
    const task = {
      id: newId('task'),
      kind: 'consent' as const,
      application,
      channel: channel!.id,
      assignee: person,
      about: person,
      state: 'done' as const,
      answer: 'yes' as const,
      doneBy: person,
      doneAt: wallTime(given, '10:00'),
      createdAt: wallTime(given, '09:00'),
    };
    await store.db.insert(tasks).values(task);
    return { ...task, person };
  }
  const answer = async (who: string, task: { id: string }, said: 'yes' | 'no') => {
    const row = (await store.db.select().from(tasks)).find(({ id }) => id === task.id)!;
    return city.as(who).press('done', { task: row.id, seen: row.version, answer: said });
  };
  const missed = async () => {
    for (const day of ['2026-12-01', '2026-12-15', '2026-12-30']) await pass(day);
  };

  it('is a hint for that channel once, and the answer takes it back', async () => {
    const task = await consented(HOLDER, '2025-12-01');
    await registeredOn(store, city.clock.now, two());
    await live('2026-12-01');
    await live('2026-12-15');
    expect(await cases()).toEqual([]);
    for (const time of ['09:00', '09:01']) await live('2026-12-30', time);
    expect(await cases()).toHaveLength(1);
    expect((await cases())[0]).toMatchObject({
      person: task.person,
      state: 'suspected',
      reports: { 'yearly-check': 'suspected' },
    });
    expect((await items()).map(({ channel }) => channel)).toEqual([task.channel]);
    // Silence is no proof: no deadline runs, and who knows better closes it.
    expect(await inTx(leaverSubjects)).toEqual([]);
    const card = postedWith(city, CASE).find(({ card }) => labels(card).includes('Person bleibt'));
    expect(cardToPlain(card!.card)).toContain('jährliche Frage nicht beantwortet');
    await answer(HOLDER, task, 'yes');
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
    await live('2027-01-20');
    expect(await cases()).toHaveLength(1);
    await noFaults();
  });

  it('of two channels is answered channel by channel', async () => {
    const one = await consented(HOLDER, '2025-12-01');
    const two = await consented(HOLDER, '2025-12-01');
    await missed();
    expect((await items()).map(({ channel }) => channel).sort()).toEqual([one.channel, two.channel].sort());
    await answer(HOLDER, one, 'yes');
    expect((await cases())[0]).toMatchObject({ state: 'suspected', reports: { 'yearly-check': 'suspected' } });
    expect((await items()).map(({ channel }) => channel)).toEqual([two.channel]);
    await answer(HOLDER, two, 'no');
    expect((await cases())[0]).toMatchObject({ state: 'confirmed' });
    await answer(HOLDER, two, 'yes');
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
    await noFaults();
  });

  it('leaves what others say of the person alone', async () => {
    const one = await consented(HOLDER, '2025-12-01');
    const revoked = await consented(HOLDER, '2026-11-02');
    await answer(HOLDER, revoked, 'no');
    await missed();
    expect((await cases())[0]?.reports).toEqual({ consent: 'confirmed', 'yearly-check': 'suspected' });
    await answer(HOLDER, one, 'yes');
    expect((await cases())[0]).toMatchObject({ state: 'confirmed', reports: { consent: 'confirmed' } });
    expect((await items()).map(({ channel }) => channel)).toEqual([revoked.channel]);
    await gone(HOLDER);
    await answer(HOLDER, revoked, 'yes');
    expect((await cases())[0]?.reports).toMatchObject({ local: 'confirmed' });
    expect(await items()).not.toHaveLength(0);
    await noFaults();
  });

  it('tells head and applicant, each by one card', async () => {
    await consented(LEAVER, '2025-12-01');
    await missed();
    await city.drain();
    const told = ['leitung-bibliothek', HEAD, CLERK].map((ref) => [
      cardsFor(ref, CASE).length,
      cardsFor(ref, 'jährliche Frage').length,
    ]);
    // The manager and other administrator has the case; head and applicant of the channel's office read why.
    expect(told).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
  });
});

describe('somebody who has left', () => {
  it('can not be named: the form says so under the person, and submission is refused', async () => {
    const id = await drafted(city);
    const clerk = city.as(CLERK);
    await gone(LEAVER);
    const refused = await clerk.press('submit', { draft: id, sure: true });
    expect((await applicationOf(store, id)).state).toBe('draft');
    expect(plain(refused)).toContain('Person 1 von 2 – Person: Diese Person hat die Stadt verlassen');
    // As deputy of somebody else, too.
    const persons = await twoPersons(store, 'pressestelle');
    await putAnswers(store, id, {
      ...(await applicationOf(store, id)).answers,
      persons: [{ ...persons[0], deputy: await keyOf(store, LEAVER) }, persons[1]],
    });
    expect(plain(await clerk.press('submit', { draft: id, sure: true }))).toContain('Vertretung: Diese Person hat');
    await putAnswers(store, id, { ...(await applicationOf(store, id)).answers, persons });
    expect((await handIn(city, id)).state).toBe('head');
    await noFaults();
  });

  it('is refused on the page and in the conversation at once', async () => {
    await gone(LEAVER);
    const clerk = city.as(CLERK);
    const id = await drafted(city);
    const inputs = personInputs(0, await keyOf(store, LEAVER), 'administrator');
    const page = cardOf(await clerk.press('fill', { draft: id, page: 4, go: 'next' }, inputs));
    const path = 'persons.0.person';
    const field = page.nodes.find((node): node is Input => 'name' in node && node.name === path);
    expect(field?.problem).toContain('hat die Stadt verlassen');
    const heard = await clerk.press('hear', { draft: id, path, value: await keyOf(store, LEAVER) });
    expect(plain(heard)).toContain('hat die Stadt verlassen');
  });

  it('may be announced, but not over', async () => {
    const head = city.as(MANAGER);
    await registeredOn(store, city.clock.now, two());
    await head.press('leave', { person: await keyOf(store, LEAVER), on: '2026-12-31', sure: true });
    expect((await submitted(city)).state).toBe('head');
    const id = await drafted(city);
    // Nobody has ticked since: the day counts, not the mark.
    at('2027-01-04', '00:10');
    const reply = await city.as(CLERK).press('submit', { draft: id, sure: true });
    expect(plain(reply)).toContain('hat die Stadt verlassen');
    expect((await applicationOf(store, id)).state).toBe('draft');
  });

  it('does not keep a channel from being closed', async () => {
    const id = await registeredOn(store, city.clock.now, two());
    await gone(LEAVER);
    const clerk = city.as(CLERK);
    const draft = argOf(await clerk.press('close', { what: id }), 'draft');
    expect((await handIn(city, draft, clerk)).kind).toBe('closure');
  });

  it('between submission and approval makes a case of the approval, and head and applicant are told', async () => {
    const { id } = await submitted(city);
    await city.drain();
    await gone(LEAVER);
    await city.drain();
    expect(cardsFor(CLERK, 'hat die Stadt verlassen, steht aber')).toHaveLength(1);
    expect(await cases()).toEqual([]);
    await yesOf(city, id, ...ALL_BODIES);
    await city.drain();
    const file = await dossierOf(store, id);
    expect(file.application.state).toBe('approved');
    expect((await cases())[0]).toMatchObject({
      person: await keyOf(store, LEAVER),
      state: 'confirmed',
      reports: { named: 'confirmed' },
    });
    expect(await items()).toMatchObject([{ channel: file.channel!.id, right: 'administrator', application: id }]);
    for (const ref of [HEAD, CLERK]) expect(cardsFor(ref, 'ist genehmigt, nennt aber'), ref).toHaveLength(1);
    expect(cardsFor(MANAGER, CASE)).toHaveLength(1);
    // Nobody is there to acknowledge or to consent.
    const leaver = await keyOf(store, LEAVER);
    expect(file.tasks.filter(({ assignee, about }) => assignee === leaver || about === leaver)).toEqual([]);
    expect(file.tasks.filter(({ kind }) => kind === 'consent')).toHaveLength(1);
    // The platform has to be looked after, and it is chased.
    expect(await inTx(leaverSubjects)).toHaveLength(1);
    await gone(LEAVER, false);
    expect((await cases())[0]).toMatchObject({ state: 'closed', closedBecause: 'reactivated' });
    await noFaults();
  });

  it('as applicant leaves the tasks after the approval to the head', async () => {
    const { id } = await submitted(city);
    await gone(CLERK);
    await yesOf(city, id, ...ALL_BODIES);
    const publish = (await dossierOf(store, id)).tasks.filter(({ kind }) => kind === 'publish');
    expect(publish.map(({ assignee }) => assignee)).toEqual([await keyOf(store, HEAD)]);
    await noFaults();
  });

  it('with a case already: the case takes the new channel in, and an alarm says that nobody is left', async () => {
    const before = await registeredOn(store, city.clock.now, two());
    const persons = [
      ...(await twoPersons(store, LEAVER)).slice(0, 1),
      { ...(await twoPersons(store, MANAGER))[0], role: 'deputy-administrator' },
    ];
    const { id } = await submitted(city, { answers: { persons } });
    await gone(LEAVER);
    await gone(MANAGER);
    await yesOf(city, id, ...ALL_BODIES);
    await city.drain();
    const leaver = await keyOf(store, LEAVER);
    const own = (await cases()).filter(({ person }) => person === leaver);
    expect(own).toHaveLength(1);
    expect(own[0]?.reports).toEqual({ local: 'confirmed', named: 'confirmed' });
    const named = (await items()).filter((item) => item.case === own[0]!.id && item.kind === 'channel');
    expect(named.map(({ application }) => application).sort()).toEqual([before, id].sort());
    const { title } = await applicationOf(store, id);
    expect(cardsFor('ciso', 'Alarm').some(({ card }) => cardToPlain(card).includes(title))).toBe(true);
    expect((await auditOf(store.db, `leaver:${own[0]!.id}`)).map(({ action }) => action)).toContain('leaver-reported');
    await noFaults();
  });

  it('who is only about to leave has the new channel in the case as well', async () => {
    await registeredOn(store, city.clock.now, two());
    await city.as(MANAGER).press('leave', { person: await keyOf(store, LEAVER), on: '2027-03-31', sure: true });
    expect(await items()).toHaveLength(1);
    const { id, channel } = await approved(city);
    expect((await items()).map((item) => item.channel)).toContain(channel);
    expect((await cases())[0]).toMatchObject({ leavesOn: '2027-03-31', reports: { command: 'confirmed' } });
    expect((await dossierOf(store, id)).tasks.filter(({ kind }) => kind === 'consent')).toHaveLength(2);
    await noFaults();
  });
});

describe('the snapshot of managers', () => {
  it('leads past managers whom the registry does not know', async () => {
    const boss = await keyOf(store, 'leitung-feuerwehr');
    const known = { chat: 'teams' as const, tenant: 't', id: 'oid-boss' };
    await inTx((tx) => addIdentity(tx, known, boss, new Date(0)));
    const email = 'oeffentlichkeitsarbeit.bibliothek@dortmund.example';
    await intake.see({ source: 'graph', externalId: 'oid-boss', active: true });
    await intake.see({ source: 'graph', externalId: 'oid-1', active: true, email, manager: 'oid-stranger' });
    const key = await keyOf(store, LEAVER);
    expect(await inTx((tx) => managerChain(tx, key))).toEqual([]);
    await intake.see({ source: 'graph', externalId: 'oid-stranger', manager: 'oid-other' });
    await intake.see({ source: 'graph', externalId: 'oid-other', manager: 'oid-boss' });
    expect(await inTx((tx) => managerChain(tx, key))).toEqual([boss]);
    await intake.see({ source: 'graph', externalId: 'oid-other', manager: 'oid-stranger' });
    expect(await inTx((tx) => managerChain(tx, key))).toEqual([]);
  });

  it('is taken of open accounts of those with rights on a running channel', async () => {
    await registeredOn(store, city.clock.now, two());
    const sees = async (ref: string, id: string, active = true) => {
      const person = await keyOf(store, ref);
      await inTx((tx) => addIdentity(tx, { chat: 'teams', tenant: 't', id }, person, new Date(0)));
      await intake.see({ source: 'graph', externalId: id, active });
    };
    await sees(LEAVER, 'oid-1');
    await sees(MANAGER, 'oid-2');
    await sees('pressestelle', 'oid-3');
    const asked = (after = '', most = 10) => inTx((tx) => holderAccounts(tx, 'graph', after, most));
    expect(await asked()).toEqual(['oid-1', 'oid-2']);
    expect(await asked('oid-1')).toEqual(['oid-2']);
    expect(await asked('', 1)).toEqual(['oid-1']);
    expect(await inTx((tx) => holderAccounts(tx, 'scim', '', 10))).toEqual([]);
    await sees(MANAGER, 'oid-2', false);
    expect(await asked()).toEqual(['oid-1']);
    await store.db.update(channels).set({ state: 'closed' });
    expect(await asked()).toEqual([]);
  });
});

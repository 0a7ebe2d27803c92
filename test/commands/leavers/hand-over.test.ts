/** What waits for somebody who leaves goes on to others: votes of bodies, tasks of an applicant, seats. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Organisation } from '../../../bot/organisation/organisation.ts';
import type { Intake } from '../../../commands/leavers/intake.ts';
import { auditOf } from '../../../db/audit.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { applyOrganisation } from '../../../db/organisation/organisation.ts';
import { leaverCases, leaverItems } from '../../../db/schema.ts';
import {
  applicationOf,
  approved,
  argOf,
  CLERK,
  DECIDERS,
  dossierOf,
  handIn,
  keyOf,
  postedWith,
  pressOn,
  published,
  submitted,
  voteOf,
  voting,
  yesOf,
} from '../../support/acts.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { demoOrganisation } from '../../support/demo-city.ts';
import { intakeOf } from '../../support/leaver-stage.ts';
import { labels, plain, type Stage, stageOn } from '../../support/stage.ts';

const HEAD = 'leitung-kulturbetriebe';
const DEPUTY = 'stv-leitung-kulturbetriebe';
const COUNCIL = DECIDERS.council;
const COUNCIL_DEPUTY = 'stv-vorsitz-personalrat-kulturbetriebe';
const REGISTRAR = 'berechtigungen';

let store: Store;
let city: Stage;
let intake: Intake;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(() => wipe(store));

async function begin(change?: (file: Organisation) => Organisation): Promise<void> {
  city = await stageOn(store, ['local'], change);
  intake = intakeOf(store, city);
}

/** The demo city with another staff council of the Kulturbetriebe. */
const council =
  (set: Partial<Organisation['bodies'][number]>) =>
  (file: Organisation): Organisation => ({
    ...file,
    bodies: file.bodies.map((one) =>
      one.body === 'council' && one.legalBody === 'kulturbetriebe' ? { ...one, ...set } : one,
    ),
  });

const leaves = async (ref: string) => {
  await intake.mark(await keyOf(store, ref), true);
  await city.drain();
};
const cardsFor = (ref: string, what: string) => postedWith(city, what).filter(({ to }) => to.user === ref);

/** An application for which the staff council is asked. */
async function withCouncil(): Promise<string> {
  const { id } = await submitted(city);
  await yesOf(city, id, 'head', 'fb3');
  await city.drain();
  expect(await voteOf(store, id, 'council')).toMatchObject({ answer: 'open', openedAt: expect.any(Date) });
  return id;
}

const moved = async (id: string) =>
  (await auditOf(store.db, `application:${id}`)).filter(({ action }) => action === 'vote-moved-on');

describe('an open vote', () => {
  it('of a council whose lead leaves is the deputy’s; the room’s card is drawn anew', async () => {
    await begin();
    const id = await withCouncil();
    const before = await voteOf(store, id, 'council');
    await leaves(COUNCIL);
    const from = await keyOf(store, COUNCIL);
    expect((await moved(id)).map(({ data }) => data)).toEqual([{ body: 'council', from, to: 1 }]);
    // The room has the card already.
    expect(cardsFor(COUNCIL_DEPUTY, 'Antrag')).toEqual([]);
    expect(plain(await voting(city, id, 'council', 'yes', { by: COUNCIL, seen: before.version }))).not.toContain('Ja,');
    await voting(city, id, 'council', 'yes', { by: COUNCIL_DEPUTY });
    expect(await voteOf(store, id, 'council')).toMatchObject({
      answer: 'yes',
      by: await keyOf(store, COUNCIL_DEPUTY),
    });
    expect(city.faults).toEqual([]);
  });

  it('of a body without a room is sent to whoever is left', async () => {
    await begin(council({ rooms: [] }));
    const id = await withCouncil();
    const before = cardsFor(COUNCIL_DEPUTY, 'Antrag').length;
    await leaves(COUNCIL);
    const cards = cardsFor(COUNCIL_DEPUTY, 'Antrag');
    expect(cards).toHaveLength(before + 1);
    expect(labels(cards.at(-1)!.card)).toContain('Ja');
    expect(await moved(id)).toHaveLength(1);
  });

  it('that nobody can give any more is the registrars’ to know', async () => {
    await begin(council({ deputies: [] }));
    const id = await withCouncil();
    await leaves(COUNCIL);
    expect((await moved(id)).map(({ data }) => data)).toMatchObject([{ body: 'council', to: 0 }]);
    const [row] = await store.db.select().from(leaverCases);
    const [opened] = await auditOf(store.db, `leaver:${row!.id}`);
    expect(opened).toMatchObject({ action: 'leaver-opened', data: { stuck: 1 } });
    const [card] = cardsFor(REGISTRAR, 'Weggangsfall');
    expect(plain({ kind: 'card', card: card!.card, replace: false })).toContain('tragen Sie');
  });

  it('that nobody can give after an announced last day is said to the registrars on that day once more', async () => {
    await begin(council({ deputies: [] }));
    const id = await withCouncil();
    const person = await keyOf(store, COUNCIL);
    await city.as(REGISTRAR).press('leave', { person, on: '2026-12-31', sure: true });
    await city.drain();
    expect(cardsFor(REGISTRAR, 'Weggangsfall')).toHaveLength(1);
    city.clock.now = new Date('2027-01-04T09:00:00Z');
    await intake.passLastDays();
    await city.drain();
    expect(await moved(id)).toHaveLength(1);
    expect(cardsFor(REGISTRAR, 'Weggangsfall')).toHaveLength(2);
    await intake.passLastDays();
    await city.drain();
    expect(cardsFor(REGISTRAR, 'Weggangsfall')).toHaveLength(2);
  });
});

describe('a task of an applicant who leaves', () => {
  const open = async (id: string) =>
    (await dossierOf(store, id)).tasks
      .filter(({ state }) => state === 'open')
      .map(({ kind, assignee }) => [kind, assignee]);

  it('is the head’s: to publish', async () => {
    await begin();
    const { id } = await approved(city);
    expect(await open(id)).toContainEqual(['publish', await keyOf(store, CLERK)]);
    await city.drain();
    const before = cardsFor(HEAD, '').length;
    await leaves(CLERK);
    expect(await open(id)).toContainEqual(['publish', await keyOf(store, HEAD)]);
    expect(cardsFor(HEAD, '').length).toBe(before + 1);
    expect((await auditOf(store.db, `application:${id}`)).map(({ action }) => action)).toContain('task-moved-on');
    const task = (await dossierOf(store, id)).tasks.find(({ kind }) => kind === 'publish')!;
    await city.as(HEAD).press('done', { task: task.id, seen: task.version });
    expect((await applicationOf(store, id)).state).toBe('published');
    expect(city.faults).toEqual([]);
  });

  it('is the head’s: to shut the channel down', async () => {
    await begin();
    const old = await published(city);
    const clerk = city.as(CLERK);
    const draft = argOf(await clerk.press('close', { what: old.id }), 'draft');
    const { id } = await handIn(city, draft, clerk);
    await yesOf(city, id, 'head', 'fb3');
    expect(await open(id)).toEqual([['close-down', await keyOf(store, CLERK)]]);
    await leaves(CLERK);
    expect(await open(id)).toEqual([['close-down', await keyOf(store, HEAD)]]);
  });
});

it('a seat is filled once the organisation names a successor: the button says so, and the case closes', async () => {
  await begin();
  await leaves(HEAD);
  const [seat, ...more] = await store.db.select().from(leaverItems);
  expect(more).toEqual([]);
  expect(seat).toMatchObject({ kind: 'seat', place: 'office:kulturbetriebe', right: 'head' });
  const FILLED = 'Nachfolge ist eingetragen';
  const card = () => cardsFor(REGISTRAR, 'Weggangsfall')[0]!;
  // Said before it is so: looked up, not believed.
  expect(plain(await pressOn(city.as(REGISTRAR), card(), FILLED))).toContain('noch');
  const file = demoOrganisation();
  const office = file.offices.find(({ id }) => id === 'kulturbetriebe')!;
  Object.assign(office, { head: DEPUTY, deputies: [] });
  await store.db.transaction((tx) => applyOrganisation(tx as Tx, file, city.clock.now));
  await pressOn(city.as(REGISTRAR), card(), FILLED);
  await city.drain();
  expect((await store.db.select().from(leaverItems))[0]).toMatchObject({ struck: 'seat' });
  expect((await store.db.select().from(leaverCases))[0]).toMatchObject({ state: 'closed', closedBecause: 'done' });
  expect(card().card.summary).toContain('Erledigt');
  expect(city.faults).toEqual([]);
});

/** A task that is not done on its day: whoever has it is reminded once, then the lead with them once, and nobody in vain. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Day, wallTime } from '../../../../bot/time/calendar.ts';
import type { Card } from '../../../../cards/node.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import { applyChanges, insert, type Row, update } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { entriesOf, incidentById, taskIn } from '../../../../db/incident/incidents.ts';

import { freshStore, wipe } from '../../../support/db.ts';
import { incidentRows, keyOf } from '../../../support/incident.ts';
import { setGone } from '../../../support/past-commands.ts';
import { type Stage, stageOn } from '../../../support/stage.ts';

let store: Store | undefined;
let city: Stage;
beforeEach(async () => {
  if (store) await wipe(store);
  store ??= await freshStore();
  city = await stageOn(store);
  return () => expect(city.faults).toEqual([]);
});
afterAll(() => store?.close());

const read = <T>(work: (tx: Tx) => Promise<T>) => store!.db.transaction((tx) => work(tx as Tx));

const TASK = 'it_1';
/** Thursday; a working day is over, so that the reminder comes on Friday. */
const DUE: Day = '2026-11-26';

/** An incident with one task of the press office. */
async function given(task: Partial<Row<'incidentTasks'>> = {}, incident: Parameters<typeof incidentRows>[2] = {}) {
  const { id } = await incidentRows(store!, city.clock.now, incident);
  const assignee = await keyOf(store!, 'pressestelle');
  const row = { id: TASK, incident: id, text: 'Fragen sammeln', assignee, dueOn: DUE, by: 'p', ...task };
  await read((tx) => applyChanges(tx, [insert('incidentTasks', { createdAt: city.clock.now, ...row })]));
  return id;
}

const tickAt = async (day: Day, time = '08:00') => {
  city.clock.now = wallTime(day, time);
  // Whoever asks twice hears of it once.
  await city.tick();
  await city.tick();
  await city.drain();
};
/** Cards about the task in somebody's DM. */
const cards = (who: string): Card[] =>
  city
    .as(who)
    .dm()
    .filter((card) => cardToPlain(card).includes('Fragen sammeln'));
const counts = () => [cards('pressestelle').length, cards('ciso').length];
const lines = async (id: string) =>
  (await read((tx) => entriesOf(tx, id))).filter(({ kind }) => kind === 'clock-incident-task');

describe('an overdue task', () => {
  it('reminds whoever has it on the next working day, and the lead with them two working days later, each once', async () => {
    const id = await given();
    await tickAt(DUE, '17:59');
    await tickAt('2026-11-27', '07:59');
    expect(counts()).toEqual([0, 0]);
    await tickAt('2026-11-27');
    expect(counts()).toEqual([1, 0]);
    expect(cardToPlain(cards('pressestelle')[0]!)).toContain('Noch offen, fällig war die Aufgabe am 26.11.2026');
    // Saturday, Sunday, Monday: nothing more.
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) await tickAt(day, '12:00');
    expect(counts()).toEqual([1, 0]);
    await tickAt('2026-12-01');
    expect(counts()).toEqual([2, 1]);
    await tickAt('2026-12-02');
    await tickAt('2027-01-15');
    expect(counts()).toEqual([2, 1]);
    expect((await lines(id)).map(({ data, text }) => [data.stage, data.people, text])).toEqual([
      ['assignee', 1, 'Fragen sammeln'],
      ['lead', 2, 'Fragen sammeln'],
    ]);
  });

  it('waits over the weekend and for the morning', async () => {
    await given({ dueOn: '2026-11-27' });
    await tickAt('2026-11-28', '12:00');
    await tickAt('2026-11-29', '23:00');
    expect(counts()).toEqual([0, 0]);
    await tickAt('2026-11-30');
    expect(counts()).toEqual([1, 0]);
  });

  it('is said once to both after a week of downtime', async () => {
    await given();
    await tickAt('2026-12-07', '09:30');
    await tickAt('2026-12-08');
    expect(counts()).toEqual([1, 1]);
  });

  it.each([
    ['is nobody’s', async () => ''],
    [
      'belongs to somebody who has left',
      async () => {
        const person = await keyOf(store!, 'leitung-bibliothek');
        await read((tx) => setGone(tx, person, true));
        return person;
      },
    ],
  ])('that %s is the lead’s at once', async (_, whose) => {
    await given({ assignee: await whose() });
    await tickAt('2026-11-27');
    expect(counts()).toEqual([0, 1]);
  });

  it('can be ticked off by the lead, and says so to both', async () => {
    await given();
    await tickAt('2026-12-01');
    await city.as('ciso').click('Erledigt');
    await city.drain();
    expect((await read((tx) => taskIn(tx, TASK)))?.doneAt).toEqual(city.clock.now);
    for (const who of ['pressestelle', 'ciso']) expect(cardToPlain(cards(who)[0]!)).toContain('Erledigt von');
  });

  it('of a drill is marked as one', async () => {
    await given({}, { number: 'Ü-2026-0001', drill: true });
    await tickAt('2026-11-27');
    expect(cards('pressestelle').map(({ title }) => title)).toEqual(['ÜBUNG – Aufgabe im Vorfall Ü-2026-0001']);
  });
});

describe('nobody is reminded of a task', () => {
  it.each([
    ['that is done', { doneAt: new Date('2026-11-25T09:00:00Z'), doneBy: 'p' }, {}],
    ['without a day', { dueOn: null }, {}],
    ['of a false alarm', {}, { state: 'false-alarm' }],
  ] as const)('%s', async (_, task, incident) => {
    await given(task, incident);
    await tickAt('2026-11-27');
    await tickAt('2026-12-01');
    expect(counts()).toEqual([0, 0]);
  });

  it('of a false alarm until it turns out to be none', async () => {
    const id = await given({}, { state: 'false-alarm', set: { closedAt: city.clock.now } });
    await tickAt('2026-11-27');
    expect(counts()).toEqual([0, 0]);
    await read(async (tx) =>
      applyChanges(tx, [update('incidents', (await incidentById(tx, id))!, { state: 'confirmed', closedAt: null })]),
    );
    await tickAt('2026-11-27', '09:00');
    expect(counts()).toEqual([1, 0]);
  });
});

it('outlives the closing: what was learned is done afterwards', async () => {
  await given({}, { state: 'closed', set: { closedAt: new Date('2026-11-25T09:00:00Z') } });
  await tickAt('2026-11-27');
  await tickAt('2026-12-01');
  expect(counts()).toEqual([2, 1]);
});

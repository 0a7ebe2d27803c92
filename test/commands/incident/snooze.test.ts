/** Clocks of incidents that can be put off with a reason, and those that can't. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { buttons } from '../../../cards/node.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { allSnoozes } from '../../../db/time/due.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { incidentRows, RESPONDERS } from '../../support/incident.ts';
import { labels, plain, type Stage, stageOn } from '../../support/stage.ts';

let store: Store | undefined;
let city: Stage;
beforeEach(async () => {
  if (store) await wipe(store);
  store ??= await freshStore();
  city = await stageOn(store);
  return () => expect(city.faults).toEqual([]);
});
afterAll(() => store?.close());
const db = () => store!;

const on = async (day: string) => {
  city.clock.now = new Date(`${day}T09:00:00Z`);
  await city.tick();
  await city.drain();
};
const cardsOf = (who: string, part: string) =>
  city
    .as(who)
    .dm()
    .filter((card) => plain({ kind: 'card', card, replace: false }).includes(part));
const PUT_OFF = { until: '2026-12-10', reason: 'Ermittlungen laufen noch' };

describe('the report after an incident', () => {
  it('can be put off with a reason, by one person for themself, and comes back', async () => {
    const closedAt = city.clock.now;
    await incidentRows(db(), closedAt, {
      state: 'closed',
      set: { closedAt },
      roles: { lead: ['ciso', 'it-sicherheit'] },
    });
    // Eight working days on it is near.
    await on('2026-12-03');
    expect(cardsOf('ciso', 'Bericht')).toHaveLength(1);
    await city.as('ciso').click('Später erinnern …');
    const form = await city
      .as('ciso')
      .press('snooze', { what: 'after-action:in_V-2026-0001', sent: true }, { until: '2026-12-10' });
    expect(form.kind === 'card' && form.card.form).toBeTruthy();
    await city.as('ciso').press('snooze', { what: 'after-action:in_V-2026-0001', sent: true }, PUT_OFF);
    expect(await db().db.transaction((tx) => allSnoozes(tx as Tx))).toMatchObject([PUT_OFF]);
    // It falls due meanwhile: whoever has not put it off hears of it.
    await on('2026-12-07');
    expect(cardsOf('ciso', 'Bericht')).toHaveLength(1);
    expect(cardsOf('it-sicherheit', 'Bericht').length).toBe(2);
    await on('2026-12-10');
    expect(cardsOf('ciso', 'Bericht').length).toBeGreaterThan(1);
    expect(await db().db.transaction((tx) => allSnoozes(tx as Tx))).toEqual([]);
  });

  it('does not come back once the report is written', async () => {
    const closedAt = city.clock.now;
    const afterAction = { text: 'Alles gesagt', by: 'x', at: closedAt.toISOString() };
    await incidentRows(db(), closedAt, { state: 'closed', set: { closedAt, afterAction } });
    await city.as('ciso').press('snooze', { what: 'after-action:in_V-2026-0001', sent: true }, PUT_OFF);
    await on('2026-12-10');
    expect(cardsOf('ciso', 'Bericht')).toEqual([]);
  });
});

it('a drill can be put off, and comes back to those it reaches', async () => {
  const closedAt = city.clock.now;
  const afterAction = { text: 'Alles gesagt', by: 'x', at: closedAt.toISOString() };
  await incidentRows(db(), closedAt, { state: 'closed', set: { closedAt, afterAction } });
  await city.as('ciso').press('snooze', { what: 'drill-due:in_V-2026-0001', sent: true }, PUT_OFF);
  await city.as('pressestelle').press('snooze', { what: 'drill-due:in_V-2026-0001', sent: true }, PUT_OFF);
  await on('2026-12-10');
  expect(cardsOf('ciso', 'Übung')).toHaveLength(1);
  expect(labels(cardsOf('ciso', 'Übung')[0]!)).toContain('Später erinnern …');
  expect(cardsOf('pressestelle', 'Übung')).toEqual([]);
});

it('the follow-up of a lost account can be put off, not past its return', async () => {
  const lost = { control: 'lost' as const };
  const { places } = await incidentRows(db(), city.clock.now, { state: 'lost', places: [lost] });
  const what = `account-lost:${places[0]}`;
  await city.as('ciso').press('snooze', { what, sent: true }, PUT_OFF);
  await on('2026-12-10');
  const [card] = cardsOf('ciso', 'Facebook 1');
  expect(buttons(card!).find(({ do: name }) => name === 'snooze')?.args).toEqual({ what });
});

it.each(['incident-update', 'gdpr-clock', 'notice-unread', 'approval-wait'])('%s can’t be put off', async (kind) => {
  await incidentRows(db(), city.clock.now, { roles: RESPONDERS });
  const reply = await city.as('ciso').press('snooze', { what: `${kind}:in_V-2026-0001`, sent: true }, PUT_OFF);
  expect(reply.kind).toBe('notice');
  expect(await db().db.transaction((tx) => allSnoozes(tx as Tx))).toEqual([]);
});

it('neither the next update nor the 72 hours offers a button for it', async () => {
  await incidentRows(db(), city.clock.now, { severity: 1 });
  city.clock.now = new Date(city.clock.now.getTime() + 25 * 60_000);
  await city.tick();
  await city.drain();
  const [card] = cardsOf('ciso', 'Lagemeldung');
  expect(labels(card!)).not.toContain('Später erinnern …');
});

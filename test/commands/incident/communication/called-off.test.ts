/** A false alarm after people were told: everybody hears that it is over, and nothing goes out any more. */
import { expect, it } from 'vitest';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { applyChanges, insert } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { textById } from '../../../../db/incident/communication.ts';
import { takenOver } from '../../../support/dormant.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentNow, incidentRows, keyOf } from '../../../support/incident.ts';
import { LEAVER } from '../../../support/leavers.ts';
import { labels, plain, type Stage } from '../../../support/stage.ts';

const CLEAR = /^Entwarnung/;
let store: Store;
let city: Stage;
eachInCity((...given) => {
  [store, city] = given;
});

const clears = (who: string) =>
  city
    .as(who)
    .dm()
    .filter(({ title }) => CLEAR.test(title))
    .map(cardToPlain);
const staffRoom = () => city.room('raum-mitteilungen').map(cardToPlain);
const later = () => {
  city.clock.now = new Date(city.clock.now.getTime() + 60_000);
};
const ring = (number = 'V-2026-0001') => city.as('ciso').say(`/vorfall fehlalarm ${number} Sperre des Netzwerks`);
/** Reported, confirmed, and what is wanted of the hint to all staff. */
async function confirmed(staff: boolean) {
  const { id } = await incidentRows(store, city.clock.now, { state: 'reported' });
  await city.as('ciso').press('incident-confirm', { incident: id });
  if (staff) await city.as('ciso').press('incident-staff', { incident: id, kind: 'staff' });
  await city.drain();
  return id;
}
const textRow = async (
  incident: string,
  more: { state: 'review' | 'published'; kind?: 'holding' | 'all-clear'; asked?: string[] },
) => {
  const by = await keyOf(store, 'pressestelle');
  const id = `t_${more.kind ?? 'holding'}`;
  const at = city.clock.now;
  const text = { id, incident, kind: 'holding' as const, number: more.kind ? 2 : 1, lang: 'de' as const, ...more };
  const published = more.state === 'published' ? { publishedAt: at, publishedBy: by } : {};
  const row = insert('incidentTexts', {
    ...text,
    body: 'Text',
    hash: 'h'.repeat(64),
    author: by,
    createdAt: at,
    ...published,
  });
  await store.db.transaction((tx) => applyChanges(tx as Tx, [row]));
  return id;
};

it('tells everybody with a receipt and all staff who were warned, once', async () => {
  const id = await confirmed(true);
  later();
  await ring();
  await city.drain();
  expect((await incidentNow(store, id)).state).toBe('false-alarm');
  for (const who of ['leitung-kulturbetriebe', 'pressestelle', 'datenschutz']) {
    expect(clears(who)).toHaveLength(1);
    expect(clears(who)[0]).toContain('Fehlalarm: Der Vorfall V-2026-0001 war keiner.');
  }
  expect(clears('ciso')).toEqual([]);
  expect(staffRoom()).toHaveLength(2);
  expect(staffRoom()[1]).toContain('Sie müssen nichts mehr tun');
  // Opened again it is told anew: whoever heard "false alarm" must not stay with it.
  later();
  await city.as('ciso').say('/vorfall wieder öffnen V-2026-0001 Doch echt');
  await city.as('ciso').press('incident-staff', { incident: id, kind: 'staff' });
  await city.drain();
  const first = city
    .as('leitung-kulturbetriebe')
    .dm()
    .filter(({ title }) => /^Erstmeldung/.test(title));
  expect(first).toHaveLength(2);
  expect(staffRoom()).toHaveLength(3);
  expect(city.faults).toEqual([]);
  expect(await store.db.transaction((tx) => verifyAudit(tx as Tx))).toMatchObject({ ok: true });
});

it('says nothing to all staff who were not warned, and nothing at all where nobody was told', async () => {
  await confirmed(false);
  await ring();
  const { id } = await incidentRows(store, city.clock.now, { number: 'V-2026-0002', state: 'reported' });
  await ring('V-2026-0002');
  await city.drain();
  expect((await incidentNow(store, id)).state).toBe('false-alarm');
  expect(staffRoom()).toEqual([]);
  expect(clears('pressestelle')).toHaveLength(1);
});

it('ends the posting stop of the administrators, on their card too', async () => {
  const { id } = await takenOver(store, city.clock.now);
  await city.as('ciso').press('incident-stop', { incident: id, sure: true });
  await city.drain();
  expect(city.as(LEAVER).dm()[0]?.title).toBe('Bitte nichts mehr veröffentlichen (V-2026-0001)');
  await ring();
  await city.drain();
  const [card] = city.as(LEAVER).dm();
  expect(card?.title).toBe('Der Posting-Stopp ist vorbei (V-2026-0001)');
  expect(cardToPlain(card!)).toContain('„Fehlalarm“');
  expect(labels(card!)).toEqual([]);
  expect(clears(LEAVER)).toHaveLength(1);
});

it('takes back the texts that wait, and nobody releases one afterwards', async () => {
  const id = await confirmed(false);
  const text = await textRow(id, { state: 'review' });
  await ring();
  const row = await store.db.transaction((tx) => textById(tx as Tx, text));
  expect(row).toMatchObject({ state: 'withdrawn', reason: 'Sperre des Netzwerks' });
});

it.each(['approve', 'return', 'co-sign', 'publish'])('%s is refused once the incident is over', async (step) => {
  const { id } = await incidentRows(store, city.clock.now, { state: 'false-alarm' });
  const text = await textRow(id, { state: 'review', asked: [await keyOf(store, 'stadtdirektion')] });
  const who = {
    approve: 'stadtdirektion',
    return: 'stadtdirektion',
    'co-sign': 'datenschutz',
    publish: 'pressestelle',
  };
  const person = city.as(who[step as keyof typeof who]);
  expect(plain(await person.press(`incident-text-${step}`, { text, hash: 'h'.repeat(16) }))).toContain('Fehlalarm');
  const card = await person.press('incident-text-show', { text });
  expect(card.kind === 'card' && labels(card.card).filter((label) => label !== 'Zurückziehen …')).toEqual([]);
});

it('waits while a warning stands outside, and says what to do', async () => {
  const id = await confirmed(false);
  await textRow(id, { state: 'published' });
  expect(plain(await ring())).toContain('veröffentlichen Sie zuerst eine Entwarnung');
  expect((await incidentNow(store, id)).state).toBe('confirmed');
  later();
  await textRow(id, { state: 'published', kind: 'all-clear' });
  await ring();
  expect((await incidentNow(store, id)).state).toBe('false-alarm');
});

it('of two clicks at once the hint to all staff goes out once', async () => {
  const id = await confirmed(false);
  const click = (who: string) => city.as(who).press('incident-staff', { incident: id, kind: 'staff' });
  await Promise.all([click('ciso'), click('pressestelle')]);
  await city.drain();
  expect(staffRoom()).toHaveLength(1);
});

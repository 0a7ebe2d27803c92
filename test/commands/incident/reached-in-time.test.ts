/** Whom an incident reaches in time: a report nobody confirms, the 72 hours, a question, what is split off, two clicks. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cardToPlain } from '../../../cards/render/plain.ts';
import { applyChanges, insert } from '../../../db/changes.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { noticesOf, receiptsOf, textsOf } from '../../../db/incident/communication.ts';
import { evidenceOf } from '../../../db/incident/evidence.ts';
import { incidentByNumber } from '../../../db/incident/incidents.ts';
import { outbox } from '../../../db/schema.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { incidentNow, incidentRows, keyOf, RESPONDERS } from '../../support/incident.ts';
import { labels, plain, type Stage, stageOn } from '../../support/stage.ts';

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

const read = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
const dm = (who: string, title: RegExp) =>
  city
    .as(who)
    .dm()
    .filter((card) => title.test(card.title));
const after = async (minutes: number) => {
  city.clock.now = new Date(city.clock.now.getTime() + minutes * 60_000);
  await city.tick();
  await city.drain();
};
const WAITS = /Meldung wartet$/;

it('a report that nobody confirms climbs, at night too, until somebody says what it is', async () => {
  city.clock.now = new Date('2026-11-21T23:00:00Z');
  const { id } = await incidentRows(store, city.clock.now, { state: 'reported', severity: 3 });
  await after(4);
  expect(dm('it-sicherheit', WAITS)).toEqual([]);
  await after(1);
  const [card] = dm('it-sicherheit', WAITS);
  expect(labels(card!)).toEqual(['Bestätigen']);
  expect(dm('leitung-kulturbetriebe', WAITS)).toEqual([]);
  await after(25);
  const head = dm('leitung-kulturbetriebe', WAITS);
  expect(head).toHaveLength(1);
  expect(cardToPlain(head[0]!)).toContain('rufen Sie die IT-Sicherheit an');
  // A button somebody would only be refused is none.
  expect(labels(head[0]!)).toEqual([]);
  // Who leads above all offices reads that it waits, and nothing of what it is about.
  const top = dm('oberbuergermeisterin', WAITS);
  expect(top).toHaveLength(1);
  expect(cardToPlain(top[0]!)).not.toContain('Facebook');
  await city.as('it-sicherheit').press('incident-confirm', { incident: id });
  await city.drain();
  expect(cardToPlain(dm('it-sicherheit', WAITS)[0]!)).toContain('inzwischen erledigt');
});

it('the reminder of the 72 hours counts what is left, and its button is the data-protection officer’s', async () => {
  // Thursday noon: the hours end on Sunday, so that it has to ring on Friday.
  city.clock.now = new Date('2026-11-19T11:00:00Z');
  await incidentRows(store, city.clock.now, { severity: 2 });
  city.clock.now = new Date('2026-11-20T16:00:00Z');
  await after(1);
  const clocks = (who: string) => dm(who, /Meldung an die Aufsicht$/);
  expect(cardToPlain(clocks('datenschutz')[0]!)).toContain('Noch 42 Stunden');
  expect(labels(clocks('datenschutz')[0]!)).toEqual(['Jetzt entscheiden', 'Zeitpunkt berichtigen …']);
  expect(labels(clocks('ciso')[0]!)).toEqual(['Zeitpunkt berichtigen …']);
});

it('a question reaches those who write while a platform is waited for, and again once the last one was answered or lost', async () => {
  const now = city.clock.now;
  const { id } = await incidentRows(store, now, { state: 'lost', set: { updatedAt: now } });
  const head = city.as('leitung-kulturbetriebe');
  const asked = () => dm('pressestelle', /Lagemeldung$/).map(cardToPlain);
  await head.say('/vorfall nachfragen V-2026-0001');
  await city.drain();
  expect(asked()[0]).toContain('bittet um eine Lagemeldung');
  await after(6);
  await head.say('/vorfall nachfragen V-2026-0001');
  await after(6);
  // The second one joined the first: it does not put the next off.
  await head.say('/vorfall nachfragen V-2026-0001');
  await city.drain();
  expect(asked()).toHaveLength(2);
  await city.as('pressestelle').press('incident-update', { incident: id, sent: true }, { update: 'Keine Änderung.' });
  await city.drain();
  expect(asked()[0]).toContain('inzwischen erledigt');
});

it('a question that finds neither press nor lead reaches IT security', async () => {
  await incidentRows(store, city.clock.now, { roles: { owner: RESPONDERS.owner } });
  await city.as('leitung-kulturbetriebe').say('/vorfall nachfragen V-2026-0001');
  await city.drain();
  for (const who of ['ciso', 'it-sicherheit']) expect(dm(who, /Lagemeldung$/)).toHaveLength(1);
});

it('the clocks of a running incident go before all digests that wait, those of its end do not', async () => {
  const now = city.clock.now;
  const early = new Date(now.getTime() - 73 * 3_600_000);
  await incidentRows(store, now, { set: { awareAt: early, confirmedAt: early, updatedAt: early } });
  const closedAt = new Date('2026-11-02T09:00:00Z');
  await incidentRows(store, now, { number: 'V-2026-0002', state: 'closed', set: { closedAt } });
  await city.tick();
  const rows = (await store.db.select().from(outbox)).flatMap(({ effect, priority }) =>
    effect.do === 'post' && effect.card.view === 'incident-clock' ? [{ clock: effect.card.args.clock, priority }] : [],
  );
  const priorities = (...clocks: string[]) =>
    rows.filter(({ clock }) => clocks.includes(clock!)).map(({ priority }) => priority);
  expect(priorities('after-action').length).toBeGreaterThan(0);
  expect(priorities('incident-update', 'gdpr-clock').length).toBeGreaterThan(2);
  expect(new Set(priorities('incident-update', 'gdpr-clock'))).toEqual(new Set([0]));
  expect(new Set(priorities('after-action'))).toEqual(new Set([2]));
});

it('“worse” starts the clock of the updates anew', async () => {
  const early = new Date(city.clock.now.getTime() - 3_600_000);
  const { id } = await incidentRows(store, city.clock.now, { state: 'restored', set: { updatedAt: early } });
  await city.as('ciso').say('/vorfall verschlechtert V-2026-0001 Wieder fremde Beiträge');
  expect(await incidentNow(store, id)).toMatchObject({ state: 'confirmed', updatedAt: city.clock.now });
});

it('what is split off has its own first notice, and takes its evidence along', async () => {
  const { id, places } = await incidentRows(store, city.clock.now, {
    number: 'V-2026-0077',
    places: [{}, {}],
    state: 'reported',
  });
  await city.as('ciso').press('incident-confirm', { incident: id });
  const by = await keyOf(store, 'ciso');
  const file = (key: string, place: string | null) =>
    insert('incidentFiles', {
      id: key,
      incident: id,
      place,
      name: `${key}.png`,
      type: 'image/png',
      size: 1,
      state: 'stored',
      chat: 'local',
      sha256: 'h'.repeat(64),
      content: Buffer.from('x'),
      by,
      at: city.clock.now,
      storedAt: city.clock.now,
    });
  await read((tx) => applyChanges(tx, [file('f_1', places[0]!), file('f_2', places[1]!)]));
  await city.as('ciso').say('/vorfall abtrennen V-2026-0077 "Facebook 2"');
  const fresh = (await read((tx) => incidentByNumber(tx, 'V-2026-0001')))!;
  const [notice] = await read((tx) => noticesOf(tx, fresh.id));
  expect(notice?.kind).toBe('first');
  expect((await read((tx) => receiptsOf(tx, notice!.id))).length).toBeGreaterThan(5);
  expect((await read((tx) => evidenceOf(tx, fresh.id))).map((one) => one.id)).toEqual(['f_2']);
  expect((await read((tx) => evidenceOf(tx, id))).map((one) => one.id)).toEqual(['f_1']);
});

it('a notice names ten channels by their network’s own name, and says how many there are besides', async () => {
  const places = Array.from({ length: 13 }, () => ({}));
  const { id } = await incidentRows(store, city.clock.now, { state: 'reported', places });
  await city.as('ciso').press('incident-confirm', { incident: id });
  await city.drain();
  const shown = cardToPlain(dm('pressestelle', /^Erstmeldung/)[0]!);
  expect(shown).toContain('(Facebook) und 3 weitere.');
  expect(shown.match(/\(Facebook\)/g)).toHaveLength(10);
  const kind = { kind: 'holding', lang: 'de' };
  const write = await city.as('pressestelle').press('incident-external', { incident: id, sent: true }, kind);
  expect(plain(write)).toContain('und 3 weitere');
});

it('of two clicks at once one update goes out, and one text is begun', async () => {
  const { id } = await incidentRows(store, city.clock.now, {});
  const press = city.as('pressestelle');
  const form = await press.press('incident-update', { incident: id });
  const submit = form.kind === 'card' ? form.card.form?.submit : undefined;
  const twice = (name: string, args: object, inputs: object) => {
    const one = () => press.press(name, { ...args, sent: true }, { ...inputs });
    return Promise.all([one(), one()]);
  };
  const replies = await twice('incident-update', submit!.args!, { update: 'Keine Änderung.' });
  expect(replies.map(plain).filter((text) => text.includes('schon erledigt'))).toHaveLength(1);
  expect(await read((tx) => noticesOf(tx, id))).toHaveLength(1);
  const kind = { kind: 'holding', lang: 'de' };
  const write = await press.press('incident-external', { incident: id, sent: true }, kind);
  const save = write.kind === 'card' ? write.card.form?.submit : undefined;
  await twice('incident-text', save!.args!, { body: 'Zurzeit stammen Beiträge von Unbefugten.' });
  expect(await read((tx) => textsOf(tx, id))).toHaveLength(1);
});

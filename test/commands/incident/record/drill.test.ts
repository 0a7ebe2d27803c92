/** A drill: looks and works like the real thing, is marked everywhere, and touches nothing outside itself. */
import { beforeEach, expect, it } from 'vitest';
import { walk } from '../../../../cards/node.ts';
import { applyChanges, insert } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { incidentByNumber } from '../../../../db/incident/incidents.ts';
import { channelById } from '../../../../db/registry/dossiers.ts';
import { connectorGrants } from '../../../../db/schema.ts';
import { eachInCity } from '../../../support/each.ts';
import { keyOf } from '../../../support/incident.ts';
import { type Stage, plain as text } from '../../../support/stage.ts';

let store: Store;
let stage: Stage;
const { read } = eachInCity((...given) => {
  [store, stage] = given;
});
beforeEach(async () => {
  const now = stage.clock.now;
  const by = await keyOf(store, 'ciso');
  const channel = {
    id: 'c_1',
    platform: 'mastodon' as const,
    name: 'Kulturbetriebe',
    handle: 'kultur',
    office: 'kulturbetriebe',
  };
  const url = 'https://social.example/@kultur';
  const times = { createdAt: now, changedAt: now };
  await read((tx) =>
    applyChanges(tx, [
      insert('channels', { ...channel, url, key: 'social.example/@kultur', state: 'published', ...times }),
      insert('connectorGrants', { id: 'c_1', connector: 'mastodon', on: true, by, at: now }),
    ]),
  );
});

it('is numbered apart, marked on every card, and leaves registry and connectors alone', async () => {
  const ciso = stage.as('ciso');
  expect(text(await ciso.say('/vorfall übung @kultur Wir üben die Übernahme'))).toContain('ÜBUNG');
  await ciso.say('/vorfall bestätigen Ü-2026-0001');
  await ciso.say('/vorfall update Ü-2026-0001 Stand der Übung');
  await stage.drain();
  const row = await read((tx) => incidentByNumber(tx, 'Ü-2026-0001'));
  expect(row).toMatchObject({ drill: true, state: 'confirmed' });
  expect((await read((tx) => channelById(tx, 'c_1')))?.state).toBe('published');
  expect(await store.db.select().from(connectorGrants)).toMatchObject([{ on: true }]);
  const posted = [...stage.chats.values()].flatMap((chat) => chat.posted);
  expect(posted.length).toBeGreaterThan(2);
  for (const { card } of posted) expect(`${card.title} ${card.summary}`).toContain('ÜBUNG');
  // Nothing in a room but the drill's own.
  expect(posted.flatMap(({ to }) => to.room ?? []).filter((room) => !/^(dm:|uebung)/.test(room))).toEqual([]);
});

it('marks its forms as well', async () => {
  const ciso = stage.as('ciso');
  await ciso.say('/vorfall übung @kultur Wir üben');
  await ciso.say('/vorfall bestätigen Ü-2026-0001');
  const forms = [
    await ciso.say('/vorfall fehlalarm Ü-2026-0001'),
    await ciso.say('/vorfall lagemeldung Ü-2026-0001'),
    await stage.as('datenschutz').say('/vorfall dsgvo Ü-2026-0001'),
    await stage.as('datenschutz').say('/vorfall datenverlust Ü-2026-0001'),
    await stage.as('pressestelle').say('/vorfall extern Ü-2026-0001'),
  ];
  for (const form of forms) expect(text(form)).toMatch(/^ÜBUNG – /);
});

it('marks the words of a text for the outside themselves, which somebody may copy', async () => {
  const ciso = stage.as('ciso');
  await ciso.say('/vorfall übung @kultur');
  const press = stage.as('pressestelle');
  for (const [lang, mark] of [
    ['de', 'ÜBUNG. Dieser Text ist nicht echt'],
    ['leicht', 'ÜBUNG. Dieser Text ist nicht echt'],
    ['en', 'DRILL. This text is not real'],
  ]) {
    await press.say('/vorfall extern Ü-2026-0001');
    const form = await press.click('Weiter', { kind: 'holding', lang });
    const areas = form.kind === 'card' ? [...walk(form.card.nodes)].filter(({ kind }) => kind === 'area') : [];
    expect((areas[0] as { value: string }).value.startsWith(mark!)).toBe(true);
  }
});

it('does not stand in the way of the real thing, nor the other way round', async () => {
  const ciso = stage.as('ciso');
  await ciso.say('/vorfall übung @kultur');
  expect(text(await ciso.say('/vorfall übung @kultur'))).toContain('Ü-2026-0001');
  expect(text(await ciso.say('/vorfall melden @kultur Echt'))).toContain('V-2026-0001');
  expect((await read((tx) => channelById(tx, 'c_1')))?.state).toBe('compromised');
});

it('is about channels of the registry only', async () => {
  const reply = await stage.as('ciso').say('/vorfall übung https://www.facebook.com/gibtesnicht');
  expect(text(reply)).toContain('aus dem Register');
});

it('is IT security’s to begin', async () => {
  expect(text(await stage.as('pressestelle').say('/vorfall übung @kultur'))).not.toContain('ÜBUNG');
});

it('says how it is begun to whoever types the word alone', async () => {
  expect(text(await stage.as('ciso').say('/vorfall übung'))).toContain('„/vorfall übung @kanalname Was geübt wird“');
});

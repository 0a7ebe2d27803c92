/** The attacker comes back: what was given back, called off or reported a second time is dealt with like the first time. */
import { describe, expect, it } from 'vitest';
import { buttons } from '../../../../cards/node.ts';
import { insert, type Row, update } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { incidentChannelsOf, rolesIn } from '../../../../db/incident/incidents.ts';
import { channelById } from '../../../../db/registry/dossiers.ts';
import { connectorGrants } from '../../../../db/schema.ts';
import { cardOf } from '../../../support/acts.ts';
import {
  broughtBack,
  entries,
  kindsOf,
  madeDormant,
  placeNow,
  stateOf,
  takenOver,
  write,
} from '../../../support/dormant.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentNow, incidentRows, keyOf } from '../../../support/incident.ts';
import { plain, type Stage } from '../../../support/stage.ts';

let store: Store;
let city: Stage;
eachInCity((...given) => {
  [store, city] = given;
});

const ciso = () => city.as('ciso');
async function setState(channel: string, state: string): Promise<void> {
  const row = await store.db.transaction((tx) => channelById(tx as Tx, channel));
  await write(store, update('channels', row!, { state: state as never }));
}
const grant = async (channel: string) =>
  write(
    store,
    insert('connectorGrants', {
      id: channel,
      connector: 'facebook',
      on: true,
      by: await keyOf(store, 'ciso'),
      at: city.clock.now,
    }),
  );
const granted = async () => (await store.db.select().from(connectorGrants)).filter(({ on }) => on).length;

/** Dormant, and given back by two people. */
async function givenBack(more: Partial<Row<'incidentChannels'>> = {}) {
  const own = await takenOver(store, city.clock.now, {}, more);
  await setState(own.channel, 'compromised');
  await madeDormant(city, own.id, own.place);
  await broughtBack(city, own.place);
  expect(await stateOf(store, own.channel)).toBe('published');
  expect(plain(await ciso().say('/vorfall gelöst V-2026-0001'))).toContain('wiederhergestellt');
  expect((await incidentNow(store, own.id)).state).toBe('restored');
  return own;
}

describe('a channel that was given back', () => {
  it('is marked, frozen and given back again once it got worse', async () => {
    const { id, channel, place } = await givenBack();
    await grant(channel);
    await ciso().say('/vorfall verschlechtert V-2026-0001 Der Angreifer ist wieder da');
    expect(await stateOf(store, channel)).toBe('compromised');
    expect(await granted()).toBe(0);
    const fresh = await placeNow(store, place);
    expect(fresh.place).toMatchObject({
      restoredAt: null,
      restoreAt: null,
      found: null,
      target: null,
      stage: null,
      control: 'unclear',
      before: 'published',
    });
    expect([...new Set(fresh.steps.map(({ state }) => state))]).toEqual(['open']);
    expect(fresh.steps.filter(({ doneBy, secondBy, evidence }) => doneBy ?? secondBy ?? evidence)).toEqual([]);
    expect(await kindsOf(store, id)).toEqual(expect.arrayContaining(['channel-restored', 'worsen', 'new-round']));
    expect(plain(await ciso().say('/vorfall gelöst V-2026-0001'))).toContain('noch');
    expect((await incidentNow(store, id)).state).toBe('confirmed');
    await madeDormant(city, id, place);
    expect(await stateOf(store, channel)).toBe('dormant');
    await broughtBack(city, place);
    expect(await stateOf(store, channel)).toBe('published');
    expect(city.faults).toEqual([]);
  });

  it('is in the way again when its access is lost after that', async () => {
    const { id, place } = await givenBack();
    await ciso().say('/vorfall verschlechtert V-2026-0001 Der Angreifer ist wieder da');
    await ciso().press('incident-control', { place, to: 'lost' });
    await ciso().say('/vorfall gelöst V-2026-0001');
    expect((await incidentNow(store, id)).state).toBe('confirmed');
  });

  it('begins anew when the closed incident is opened again', async () => {
    const { id, channel, place } = await givenBack();
    await write(
      store,
      update('incidents', await incidentNow(store, id), { state: 'closed', closedAt: city.clock.now }),
    );
    await grant(channel);
    await ciso().say('/vorfall wieder öffnen V-2026-0001 Wieder übernommen');
    expect(await stateOf(store, channel)).toBe('compromised');
    expect(await granted()).toBe(0);
    await madeDormant(city, id, place);
    expect((await placeNow(store, place)).place.stage).toBe('S1');
  });

  it('can be added again', async () => {
    const { channel, place } = await givenBack();
    const { url } = (await placeNow(store, place)).channel;
    await ciso().say(`/vorfall hinzu V-2026-0001 ${url} wieder fremde Beiträge`);
    expect(await stateOf(store, channel)).toBe('compromised');
    expect((await placeNow(store, place)).place).toMatchObject({ restoredAt: null, part: 'hit' });
  });

  it('in a drill is never marked', async () => {
    const { id, channel, place } = await takenOver(
      store,
      city.clock.now,
      { drill: true, number: 'Ü-2026-0001', state: 'restored' },
      { restoredAt: city.clock.now, restoredBy: 'p' },
    );
    await grant(channel);
    await ciso().say('/vorfall verschlechtert Ü-2026-0001 Weiter geübt');
    expect((await incidentNow(store, id)).state).toBe('confirmed');
    expect((await placeNow(store, place)).place.restoredAt).toBeNull();
    expect(await stateOf(store, channel)).toBe('published');
    expect(await granted()).toBe(1);
  });
});

it('what is frozen stays frozen when it gets worse, but nothing stays decided', async () => {
  const leftAs = { reason: 'bleibt ruhend', by: 'p', at: '2026-11-21' };
  const { channel, place } = await takenOver(store, city.clock.now, { state: 'contained' });
  await madeDormant(city, 'in_V-2026-0001', place);
  await write(store, update('incidentChannels', (await placeNow(store, place)).place, { leftAs }));
  await ciso().say('/vorfall verschlechtert V-2026-0001 Neue fremde Beiträge');
  expect((await placeNow(store, place)).place).toMatchObject({ stage: 'S1', target: 'S1', leftAs: null });
  expect(await stateOf(store, channel)).toBe('dormant');
});

it('a channel taken out and hit after all begins anew', async () => {
  const { places, channels } = await incidentRows(store, city.clock.now, {
    places: [{}, { removedAt: city.clock.now, leftAs: { reason: 'x', by: 'p', at: 'x' }, target: 'S0' }],
  });
  await ciso().say(`/vorfall hinzu V-2026-0001 https://www.facebook.com/${channels[1]} doch betroffen`);
  expect((await placeNow(store, places[1]!)).place).toMatchObject({ removedAt: null, leftAs: null, target: null });
});

describe('a false alarm', () => {
  it('that was none marks its channels again', async () => {
    const { id, channels, places } = await incidentRows(store, city.clock.now, { state: 'reported' });
    await ciso().press(
      'incident-false-alarm',
      { incident: id, sent: true },
      { incidentReason: 'Sperre des Netzwerks' },
    );
    expect(await stateOf(store, channels[0]!)).toBe('published');
    await grant(channels[0]!);
    await ciso().say('/vorfall wieder öffnen V-2026-0001 Doch echt');
    expect(await stateOf(store, channels[0]!)).toBe('compromised');
    expect(await granted()).toBe(0);
    expect((await placeNow(store, places[0]!)).place.before).toBe('published');
  });

  it('of a drill leaves the registry alone', async () => {
    const now = city.clock.now;
    const { channels } = await incidentRows(store, now, { number: 'V-2026-0009' });
    const drill = await incidentRows(store, now, { number: 'Ü-2026-0001', drill: true, places: [] });
    const by = await keyOf(store, 'ciso');
    const at = { incident: drill.id, channel: channels[0]!, part: 'hit', before: 'published' } as const;
    await write(store, insert('incidentChannels', { id: 'place_d', ...at, addedBy: by, addedAt: now }));
    await ciso().say('/vorfall fehlalarm Ü-2026-0001 Übung ist vorbei');
    expect((await incidentNow(store, drill.id)).state).toBe('false-alarm');
    expect(await stateOf(store, channels[0]!)).toBe('compromised');
  });
});

describe('a second report', () => {
  const CLERK = 'oeffentlichkeitsarbeit-bibliothek';
  const heads = (ref: string) =>
    city
      .as(ref)
      .dm()
      .map(({ title }) => title);

  it('of a channel that was only related makes it hit, and the lead hears of it', async () => {
    const { id, channels, places } = await incidentRows(store, city.clock.now, {
      places: [{}, { part: 'related', ties: ['mailbox'], target: 'S0' }],
    });
    await setState(channels[1]!, 'published');
    await grant(channels[1]!);
    const line = `/vorfall melden https://www.facebook.com/${channels[1]} zugang=nein Hier stehen Phishing-Links`;
    expect(plain(await city.as(CLERK).say(line))).toContain('V-2026-0001');
    const { place } = await placeNow(store, places[1]!);
    expect(place).toMatchObject({ part: 'hit', control: 'lost', target: null });
    expect(await stateOf(store, channels[1]!)).toBe('compromised');
    expect(await granted()).toBe(0);
    const said = (await entries(store, id)).find(({ kind }) => kind === 'also-reported-lost');
    expect(said?.text).toContain('Phishing');
    await city.drain();
    expect(heads('ciso').join()).toContain('V-2026-0001');
    expect(await store.db.transaction((tx) => incidentChannelsOf(tx as Tx, id))).toHaveLength(2);
    expect(city.faults).toEqual([]);
  });

  it('of a channel that was given back begins its round anew', async () => {
    const { channel, place } = await givenBack();
    const { url } = (await placeNow(store, place)).channel;
    await city.as(CLERK).say(`/vorfall melden ${url} schon wieder fremde Beiträge`);
    expect(await stateOf(store, channel)).toBe('compromised');
    expect((await placeNow(store, place)).place).toMatchObject({ restoredAt: null, part: 'hit', control: 'unclear' });
  });

  it('of a channel that is being dealt with is a line, and urgent if it says that the access is lost', async () => {
    const { id, channels } = await incidentRows(store, city.clock.now);
    const link = `https://www.facebook.com/${channels[0]}`;
    await city.as(CLERK).say(`/vorfall melden ${link} auch gesehen`);
    await city.drain();
    expect(heads('ciso')).toEqual([]);
    await city.as(CLERK).say(`/vorfall melden ${link} zugang=nein`);
    await city.drain();
    expect(heads('ciso')).toHaveLength(1);
    expect(await kindsOf(store, id)).toEqual(['also-reported', 'also-reported-lost']);
  });

  it('beside a channel that is new opens an incident for that one only', async () => {
    const places = [{}, { part: 'related' as const }];
    const first = await incidentRows(store, city.clock.now, { number: 'V-2026-0099', places });
    await write(
      store,
      insert('channels', {
        id: 'c_new',
        platform: 'facebook',
        name: 'Facebook 2',
        handle: 'neu',
        url: 'https://www.facebook.com/neu',
        key: 'facebook.com/neu',
        office: 'kulturbetriebe',
        state: 'published',
        createdAt: city.clock.now,
        changedAt: city.clock.now,
      }),
    );
    const all = cardOf(await ciso().say('/vorfall melden alle netzwerk=Facebook'));
    const [yes] = buttons(all);
    expect((await placeNow(store, first.places[1]!)).place.part).toBe('related');
    await ciso().press(yes!.do, yes!.args ?? {});
    expect((await placeNow(store, first.places[1]!)).place.part).toBe('hit');
    expect(await stateOf(store, 'c_new')).toBe('compromised');
    const roles = await store.db.transaction((tx) => rolesIn(tx as Tx, first.id));
    expect(roles.length).toBeGreaterThan(0);
    expect(city.faults).toEqual([]);
  });
});

/** Two people where two are asked for, nothing half frozen that is forgotten, and no picture of a channel painted over. */
import { describe, expect, it } from 'vitest';
import { buttons } from '../../../cards/node.ts';
import { update } from '../../../db/changes.ts';
import type { Store } from '../../../db/connect.ts';
import { cardOf } from '../../support/acts.ts';
import { wipe } from '../../support/db.ts';
import {
  explain,
  look,
  madeDormant,
  placeNow,
  release,
  SNAPSHOT,
  second,
  stateOf,
  stepOf,
  takenOver,
  takeSnapshot,
  tickAll,
  tickOff,
  write,
} from '../../support/dormant.ts';
import { eachInCity } from '../../support/each.ts';
import { incidentNow, incidentRows } from '../../support/incident.ts';
import { plain, type Stage, stageOn } from '../../support/stage.ts';

let store: Store;
let city: Stage;
eachInCity((...given) => {
  [store, city] = given;
});

const ciso = () => city.as('ciso');

/** The dormant steps begin, and one of them is done. */
async function halfFrozen(more: Parameters<typeof takenOver>[2] = {}, part: 'hit' | 'related' = 'hit') {
  const own = await takenOver(store, city.clock.now, more, { part });
  const args = { incident: own.id, sure: true, ...(part === 'related' ? { place: own.place } : {}) };
  await ciso().press('incident-dormant', args);
  await takeSnapshot(city, own.place);
  await tickOff(city, own.place, await stepOf(store, own.place, 'password'));
  expect(await stepOf(store, own.place, 'password')).toMatchObject({ state: 'done' });
  expect((await placeNow(store, own.place)).place.stage).toBeNull();
  return own;
}

it('the look from the outside cannot be left out by one person alone', async () => {
  const { id, place } = await takenOver(store, city.clock.now);
  await ciso().press('incident-dormant', { incident: id, sure: true });
  await takeSnapshot(city, place);
  const { id: step, version: seen } = await stepOf(store, place, 'outside-view', 'S1');
  const skip = (reason: string) => ciso().press('incident-skip', { step, seen, sent: true }, { reason });
  // The note of steps that only the control sets aside is nobody's to write.
  await skip('(control)');
  expect((await stepOf(store, place, 'outside-view', 'S1')).state).toBe('open');
  await skip('Keine Zeit dafür');
  expect((await stepOf(store, place, 'outside-view', 'S1')).state).toBe('not-applicable');
  await tickAll(city, place, 'S0');
  await tickAll(city, place, 'S1');
  expect((await placeNow(store, place)).place.stage).toBe('S0');
  await second(city, place, 'S1');
  expect((await placeNow(store, place)).place.stage).toBe('S1');
});

it.each(['failed', 'running'] as const)('the snapshot stands once a step is %s', async (state) => {
  const { id, place } = await takenOver(store, city.clock.now);
  await ciso().press('incident-dormant', { incident: id, sure: true });
  await takeSnapshot(city, place);
  await write(store, update('incidentSteps', await stepOf(store, place, 'mailbox', 'S1'), { state }));
  const bio = 'Dieser Auftritt ruht';
  expect(plain(await takeSnapshot(city, place, { ...SNAPSHOT, bio }))).toContain('bleibt stehen');
  expect((await placeNow(store, place)).place.snapshot?.bio).toBe(SNAPSHOT.bio);
});

it('of two who write down the snapshot from the same form the second reads that it is there', async () => {
  const { id, place } = await takenOver(store, city.clock.now);
  await ciso().press('incident-dormant', { incident: id, sure: true });
  const args = { place, seen: (await placeNow(store, place)).place.version, sent: true };
  await ciso().press('incident-snapshot', args, SNAPSHOT);
  const late = await city.as('it-sicherheit').press('incident-snapshot', args, { ...SNAPSHOT, bio: 'anders' });
  expect(plain(late)).toContain('überholt');
  expect((await placeNow(store, place)).place.snapshot?.bio).toBe(SNAPSHOT.bio);
});

it('half frozen is no false alarm, and is not taken out', async () => {
  const { id, place } = await halfFrozen();
  await ciso().say('/vorfall fehlalarm V-2026-0001 War nichts');
  expect((await incidentNow(store, id)).state).toBe('confirmed');
  const { url } = (await placeNow(store, place)).channel;
  const removed = plain(await ciso().say(`/vorfall entfernen V-2026-0001 ${url} war es nicht`));
  expect(removed).toContain('noch eingefroren');
  expect((await placeNow(store, place)).place.removedAt).toBeNull();
});

it('half frozen, even if only related, is in the way of resolving', async () => {
  const { id, place } = await halfFrozen({}, 'related');
  await ciso().say('/vorfall gelöst V-2026-0001');
  expect((await incidentNow(store, id)).state).toBe('confirmed');
  await write(store, update('incidentChannels', (await placeNow(store, place)).place, { restoredAt: city.clock.now }));
  await ciso().say('/vorfall gelöst V-2026-0001');
  expect((await incidentNow(store, id)).state).toBe('restored');
});

it('a channel given back is taken out like one that was never frozen', async () => {
  const { channels, places } = await incidentRows(store, city.clock.now, {
    places: [{}, { restoredAt: city.clock.now }],
  });
  await ciso().say(`/vorfall entfernen V-2026-0001 https://www.facebook.com/${channels[1]} war es nicht`);
  expect((await placeNow(store, places[1]!)).place.removedAt).not.toBeNull();
});

it('an explanation is of what was seen then, and who looked or explained does not release', async () => {
  const { id, place, channel } = await takenOver(store, city.clock.now);
  await madeDormant(city, id, place);
  await ciso().press('incident-control', { place, to: 'secured' });
  const bio = 'HACKED https://evil.example';
  const asIntended = (who: string) => explain(city, place, { bio: 'So ist es gewollt' }, who);
  const released = async (who: string) => plain(await release(city, place, who));
  await look(city, place, { bio: 'Neue Öffnungszeiten' });
  await asIntended('ciso');
  await look(city, place, { bio }, 'it-sicherheit');
  await tickAll(city, place, 'restore', 'it-sicherheit');
  expect(await released('ciso')).toContain('Beschreibung');
  await asIntended('it-sicherheit');
  // The first who looked is no second person, either.
  expect(await released('ciso')).toContain('zweite');
  expect(await released('it-sicherheit')).toContain('zweite');
  await look(city, place, { bio }, 'it-sicherheit');
  expect((await placeNow(store, place)).place.explained?.bio).toBe('So ist es gewollt');
  expect(await stateOf(store, channel)).toBe('dormant');
  await released('oeffentlichkeitsarbeit-kulturbetriebe');
  expect(await stateOf(store, channel)).toBe('published');
  expect(city.faults).toEqual([]);
});

describe('between the drawn form and the sent one', () => {
  const formOf = async (name: string, place: string) => {
    const { submit } = cardOf(await ciso().press(name, { place })).form!;
    return (inputs: Record<string, string>) => ciso().press(submit.do, submit.args ?? {}, inputs);
  };
  async function onItsWay() {
    const own = await takenOver(store, city.clock.now);
    await madeDormant(city, own.id, own.place);
    await ciso().press('incident-control', { place: own.place, to: 'secured' });
    return own;
  }

  it('somebody finds something else: that is not explained, and stands on the form that comes back', async () => {
    const { place } = await onItsWay();
    await look(city, place, { bio: 'Neue Öffnungszeiten', links: 'https://www.dortmund.de/neu' });
    const send = await formOf('incident-explain', place);
    await look(city, place, { bio: 'HACKED', links: 'https://www.dortmund.de/neu' }, 'it-sicherheit');
    const said = { bio: 'So ist es gewollt', links: 'Neue Adresse, so gewollt' };
    const back = await send(said);
    expect(plain(back)).toContain('HACKED');
    const values = JSON.stringify(cardOf(back).nodes);
    expect(values).toContain(said.links);
    expect(values).not.toContain(said.bio);
    expect((await placeNow(store, place)).place.explained).not.toHaveProperty('bio');
    // Now they have seen it.
    const { submit } = cardOf(back).form!;
    await ciso().press(submit.do, submit.args ?? {}, said);
    expect((await placeNow(store, place)).place.explained).toMatchObject(said);
  });

  it('a step that is ticked meanwhile is in nobody’s way', async () => {
    const { place } = await onItsWay();
    await look(city, place, { bio: 'Neue Öffnungszeiten' });
    const send = await formOf('incident-explain', place);
    await tickAll(city, place, 'restore', 'it-sicherheit');
    await send({ bio: 'So ist es gewollt' });
    expect((await placeNow(store, place)).place.explained?.bio).toBe('So ist es gewollt');
  });

  it('somebody finds something else: what the form was filled with is no look', async () => {
    const { place } = await onItsWay();
    await look(city, place);
    const send = await formOf('incident-restore', place);
    await look(city, place, { bio: 'HACKED' }, 'it-sicherheit');
    expect(cardOf(await send(SNAPSHOT)).form).toBeDefined();
    expect((await placeNow(store, place)).place.found?.bio).toBe('HACKED');
    // Looked at and typed anew it counts, as with two who look at the same time.
    await send({ ...SNAPSHOT, bio: 'Kultur in Dortmund und Umgebung' });
    expect((await placeNow(store, place)).place.found?.bio).toBe('Kultur in Dortmund und Umgebung');
  });
});

describe('the second person', () => {
  async function hiding() {
    const own = await takenOver(store, city.clock.now);
    await madeDormant(city, own.id, own.place);
    await ciso().press('incident-hide', { incident: own.id, sure: true });
    return own;
  }

  it('confirms what stood on their card, and nothing that was ticked later', async () => {
    const { id, place } = await hiding();
    await ciso().press('incident-shut-down', { incident: id, sure: true });
    const ofS3 = async () => (await placeNow(store, place)).steps.filter(({ stage }) => stage === 'S3');
    const [first, ...rest] = await ofS3();
    await tickOff(city, place, first!);
    const card = cardOf(await city.as('it-sicherheit').press('incident-steps', { place }));
    const button = buttons(card).find(({ do: name }) => name === 'incident-second')!;
    expect(rest.length).toBeGreaterThan(0);
    for (const step of rest) await tickOff(city, place, step);
    expect(plain(await city.as('it-sicherheit').press(button.do, button.args ?? {}))).toContain('überholt');
    expect((await ofS3()).map(({ state, secondBy }) => [state, secondBy])).toEqual(
      [first, ...rest].map(() => ['done', null]),
    );
    await second(city, place, 'S3');
    expect((await ofS3()).filter(({ secondBy }) => secondBy === null)).toEqual([]);
  });

  it('is another person, not the same one in another chat', async () => {
    await wipe(store);
    city = await stageOn(store, ['local', 'slack']);
    const { place } = await hiding();
    await tickAll(city, place, 'S2');
    const list = cardOf(await city.as('ciso', 'slack').press('incident-steps', { place }));
    const button = buttons(list).find(({ do: name }) => name === 'incident-second')!;
    expect(plain(await city.as('ciso', 'slack').press(button.do, button.args ?? {}))).toContain('zweite');
    await ciso().press('incident-control', { place, to: 'secured' });
    await look(city, place);
    await tickAll(city, place, 'restore');
    const { version } = (await placeNow(store, place)).place;
    const released = await city.as('ciso', 'slack').press('incident-release', { place, seen: version });
    expect(plain(released)).toContain('zweite');
    expect((await placeNow(store, place)).place.restoredAt).toBeNull();
  });
});

describe('what is changed after the look on the way back', () => {
  async function onItsWay() {
    const own = await takenOver(store, city.clock.now);
    await madeDormant(city, own.id, own.place);
    await ciso().press('incident-control', { place: own.place, to: 'secured' });
    await look(city, own.place);
    return own;
  }

  it('a channel that is frozen further begins its way back anew', async () => {
    const { id, place, channel } = await onItsWay();
    await tickAll(city, place, 'restore');
    await ciso().press('incident-hide', { incident: id, sure: true });
    const now = await placeNow(store, place);
    expect(now.place).toMatchObject({ target: 'S2', restoreAt: null, found: null });
    expect(now.steps.filter(({ stage, state }) => stage === 'restore' && state !== 'open')).toEqual([]);
    expect((await release(city, place)).kind).toBe('notice');
    expect(await stateOf(store, channel)).toBe('dormant');
  });

  it('a step that is done late is looked at, too: the look before counts no longer', async () => {
    const { place } = await onItsWay();
    const late = await stepOf(store, place, 'facebook-profile', 'S1');
    await write(store, update('incidentSteps', late, { state: 'open', doneBy: null, doneAt: null }));
    await tickAll(city, place, 'restore', 'it-sicherheit');
    await tickOff(city, place, await stepOf(store, place, 'facebook-profile', 'S1'));
    expect((await placeNow(store, place)).place.found).toBeNull();
    const who = 'oeffentlichkeitsarbeit-kulturbetriebe';
    expect(plain(await release(city, place, who))).toContain('niemand hat gesagt');
    await look(city, place);
    await release(city, place, who);
    expect((await placeNow(store, place)).place.restoredAt).not.toBeNull();
  });

  it('whether we get in is asked of no channel that was given back', async () => {
    const { place } = await onItsWay();
    await tickAll(city, place, 'restore');
    await release(city, place);
    const reply = plain(await ciso().press('incident-control', { place, to: 'lost' }));
    expect(reply).toContain('schon wiederhergestellt');
    expect((await placeNow(store, place)).place.control).toBe('secured');
  });
});

/** One channel on its way into dormancy and back, through the shell. */

import { describe, expect, it } from 'vitest';
import type { IncidentState } from '../../../../bot/incident/lifecycle.ts';
import type { ChannelState } from '../../../../bot/registry/channel.ts';
import { buttons } from '../../../../cards/node.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { insert, update } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { applicationById } from '../../../../db/registry/dossiers.ts';
import { cardOf } from '../../../support/acts.ts';
import {
  broughtBack,
  entries,
  explain,
  kindsOf,
  LINK,
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
} from '../../../support/dormant.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentRows, keyOf } from '../../../support/incident.ts';
import { LEAVER, registered, two } from '../../../support/leavers.ts';
import { plain, type Stage } from '../../../support/stage.ts';

let store: Store;
let city: Stage;
const { read: inTx } = eachInCity((...given) => {
  [store, city] = given;
});
const ciso = () => city.as('ciso');
const other = () => city.as('it-sicherheit');

describe('deciding', () => {
  it('asks once, then writes target and steps, posts one board and tells each administrator once', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    const asked = await ciso().say('/vorfall ruhend');
    expect(plain(asked)).toContain('1 Kanal wird ruhend gestellt');
    expect((await placeNow(store, place)).place.target).toBeNull();
    await city.as('ciso').press('incident-dormant', { incident: id, sure: true });
    const now = await placeNow(store, place);
    expect(now.place.target).toBe('S1');
    expect([...new Set(now.steps.map(({ stage }) => stage))]).toEqual(['S0', 'S1']);
    await city.drain();
    const mine = city.as(LEAVER).dm();
    expect(mine.map(({ title }) => title)).toEqual(['Bitte nichts mehr veröffentlichen (V-2026-0001)']);
    expect(await kindsOf(store, id)).toEqual(['decided-dormant']);
    // Said again: nothing is left to decide.
    expect(plain(await ciso().say('/incident dormant'))).toContain('nichts zu tun');
    expect(city.faults).toEqual([]);
  });

  it.each(['stop', 'dormant', 'hide', 'shut-down'])('%s is the lead’s, not the administrator’s', async (word) => {
    const { id, place } = await takenOver(store, city.clock.now);
    const reply = await city.as('pressestelle').press(`incident-${word}`, { incident: id, sure: true });
    expect(plain(reply)).toContain('steht Ihnen');
    const stranger = await city.as(LEAVER).press(`incident-${word}`, { incident: id, sure: true });
    expect(plain(stranger)).toContain('gibt es nicht');
    expect((await placeNow(store, place)).place.target).toBeNull();
  });

  it('asks in a dialog before anything is hidden or shut down', async () => {
    await takenOver(store, city.clock.now);
    for (const word of ['hide', 'shut-down']) {
      const card = cardOf(await ciso().say(`/incident ${word}`));
      expect(buttons(card)[0]?.confirm?.title, word).toContain('V-2026-0001');
    }
  });

  it('of two at the same moment is done once', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    const args = { incident: id, sure: true };
    await Promise.all([ciso().press('incident-stop', args), other().press('incident-stop', args)]);
    const { steps } = await placeNow(store, place);
    expect(new Set(steps.map(({ step }) => step)).size).toBe(steps.length);
    expect((await kindsOf(store, id)).filter((kind) => kind === 'decided-stop')).toHaveLength(1);
  });

  it('is not possible once the incident is closed', async () => {
    const { id } = await takenOver(store, city.clock.now, { state: 'closed' });
    expect(plain(await ciso().press('incident-stop', { incident: id, sure: true }))).toContain('geschlossen');
  });
});

describe('a step', () => {
  it('that changes something waits for the snapshot, the posting stop does not', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    await tickAll(city, place, 'S0');
    expect((await placeNow(store, place)).place.stage).toBe('S0');
    const step = await stepOf(store, place, 'password');
    expect(plain(await tickOff(city, place, step))).toContain('noch keine Momentaufnahme');
    const missing = await takeSnapshot(city, place, { name: 'x', visibility: 'öffentlich', administrators: '' });
    expect(plain(missing)).toContain('Berechtigte');
    await takeSnapshot(city, place);
    await tickOff(city, place, step);
    expect(await stepOf(store, place, 'password')).toMatchObject({ state: 'done', how: 'hand' });
    // The picture from before is not painted over.
    expect(plain(await takeSnapshot(city, place, { ...SNAPSHOT, name: 'Anders' }))).toContain('bleibt stehen');
    expect((await placeNow(store, place)).place.snapshot).toMatchObject({ name: SNAPSHOT.name, view: 'inside' });
  });

  it('without its evidence is refused, however it is sent', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    await takeSnapshot(city, place);
    const step = await stepOf(store, place, 'facebook-notice');
    const args = { step: step.id, seen: step.version };
    expect(plain(await ciso().press('incident-tick', args))).toContain('gehört ein Nachweis');
    const sent = { ...args, ask: true, sent: true };
    expect(cardOf(await ciso().press('incident-tick', sent, {})).form).toBeDefined();
    expect(cardOf(await ciso().press('incident-tick', sent, { evidence: 'habe ich gemacht' })).form).toBeDefined();
    expect(plain(await ciso().say('/incident evidence S1.9 erledigt'))).toContain('Nachweis');
    expect((await stepOf(store, place, 'facebook-notice')).state).toBe('open');
    await ciso().press('incident-tick', sent, { evidence: LINK, note: 'Fassung 2' });
    const done = await stepOf(store, place, 'facebook-notice');
    expect(done).toMatchObject({
      state: 'done',
      evidence: LINK,
      note: 'Fassung 2',
      doneBy: await keyOf(store, 'ciso'),
    });
    const line = (await entries(store, id)).at(-1);
    expect(line).toMatchObject({ kind: 'step-proved', text: 'Fassung 2', data: { code: 'S1.9', evidence: LINK } });
  });

  it('takes a file’s checksum where a link is not the only proof', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    await takeSnapshot(city, place);
    await ciso().say(`/vorfall beweis S1.1 ${'ab'.repeat(32)}`);
    expect(await stepOf(store, place, 'evidence-first')).toMatchObject({ state: 'done', evidence: 'ab'.repeat(32) });
    await ciso().say(`/vorfall beweis S1.1 ${LINK}`);
    expect((await stepOf(store, place, 'evidence-first')).evidence).toBe('ab'.repeat(32));
    expect((await entries(store, id)).at(-1)).toMatchObject({ kind: 'step-proved-later', data: { evidence: LINK } });
    await ciso().say('/vorfall beweis S1.1 liegt auch im Tresor');
    expect((await entries(store, id)).at(-1)).toMatchObject({ kind: 'step-noted', text: 'liegt auch im Tresor' });
  });

  it('pressed by two at once is done by one, and the other reads by whom', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-stop', { incident: id, sure: true });
    const step = await stepOf(store, place, 'tools-stopped');
    const args = { step: step.id, seen: step.version };
    const replies = await Promise.all([ciso().press('incident-tick', args), other().press('incident-tick', args)]);
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['card', 'notice']);
    expect(replies.map(plain).join('\n')).toMatch(/Leitung|CISO|Sicherheit/);
    expect((await kindsOf(store, id)).filter((kind) => kind === 'step-done')).toHaveLength(1);
  });

  it('that is the last one of two at once still reaches the stage', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-stop', { incident: id, sure: true });
    const { steps } = await placeNow(store, place);
    for (const step of steps.slice(2)) await tickOff(city, place, step);
    await Promise.all([tickOff(city, place, steps[0]!), tickOff(city, place, steps[1]!, 'it-sicherheit')]);
    expect((await placeNow(store, place)).place.stage).toBe('S0');
  });

  it('does not apply only with a reason', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-stop', { incident: id, sure: true });
    const step = await stepOf(store, place, 'ads-paused');
    const args = { step: step.id, seen: step.version, sent: true };
    expect(cardOf(await ciso().press('incident-skip', args, { reason: '' })).form).toBeDefined();
    await ciso().press('incident-skip', args, { reason: 'Es gibt keine Anzeigen.' });
    expect(await stepOf(store, place, 'ads-paused')).toMatchObject({ state: 'not-applicable' });
    expect((await entries(store, id)).at(-1)).toMatchObject({ kind: 'step-skipped', text: 'Es gibt keine Anzeigen.' });
  });

  it('that failed is taken up again, with the error on the board until then', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-stop', { incident: id, sure: true });
    const step = await stepOf(store, place, 'tools-stopped');
    const set = { state: 'failed' as const, problem: 'Das Netzwerk antwortet nicht (503)' };
    await write(store, update('incidentSteps', step, set));
    const lead = ciso();
    expect(plain(await lead.say('/vorfall tafel'))).toContain('Das Netzwerk antwortet nicht (503)');
    await lead.click('Erneut versuchen');
    expect(await stepOf(store, place, 'tools-stopped')).toMatchObject({ state: 'open', problem: null });
    expect(plain(await ciso().press('incident-retry', { step: step.id, seen: step.version }))).toContain('überholt');
  });

  it('of another channel than the one in the incident is not taken for that one’s', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    await takeSnapshot(city, place);
    for (const line of ['control lost Bibliothek', `evidence Bibliothek S1.1 ${LINK}`, 'restore Bibliothek'])
      expect(plain(await ciso().say(`/incident ${line}`)), line).toContain('gehört nicht zum Vorfall');
    expect((await placeNow(store, place)).place.control).toBe('unclear');
    expect((await stepOf(store, place, 'evidence-first')).state).toBe('open');
  });

  it('belongs to those who work on it: lead, owner, security and the channel’s own administrators', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-stop', { incident: id, sure: true });
    const step = await stepOf(store, place, 'tools-stopped');
    expect(plain(await tickOff(city, place, step, 'pressestelle'))).toContain('steht Ihnen');
    expect(plain(await tickOff(city, place, step, 'ausbildung-personalamt'))).toContain('gibt es nicht');
    expect((await tickOff(city, place, step, LEAVER)).kind).toBe('card');
    const [last] = (await entries(store, id)).slice(-1);
    expect(last?.by).toBe(await keyOf(store, LEAVER));
  });
});

describe('dormant', () => {
  it('is reached when all is done and a second person has looked; the registry says so', async () => {
    const { id, channel, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    await takeSnapshot(city, place);
    await tickAll(city, place, 'S0');
    await tickAll(city, place, 'S1');
    expect((await placeNow(store, place)).place.stage).toBe('S0');
    expect(plain(await second(city, place, 'S1', 'ciso'))).toContain('zweite');
    await second(city, place, 'S1');
    expect((await placeNow(store, place)).place.stage).toBe('S1');
    expect(await stateOf(store, channel)).toBe('dormant');
    expect(await kindsOf(store, id)).toContain('reached-S1');
    expect(plain(await ciso().say('/incident board'))).toContain('1 von 1 ruhend');
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    expect(city.faults).toEqual([]);
  });

  it('in a drill is nothing that the registry shows', async () => {
    const { id, channel, place } = await takenOver(store, city.clock.now, { drill: true, number: 'Ü-2026-0001' });
    await madeDormant(city, id, place);
    expect((await placeNow(store, place)).place.stage).toBe('S1');
    expect(await stateOf(store, channel)).toBe('published');
    await city.drain();
    // Administrators who have no part in the drill hear nothing of it.
    expect(city.as(LEAVER).dm()).toEqual([]);
    expect(plain(await ciso().say('/incident board'))).toContain('ÜBUNG');
  });

  it('shuts down only after archiving, and with four eyes on each step', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await madeDormant(city, id, place);
    await ciso().press('incident-shut-down', { incident: id, sure: true });
    const gone = await stepOf(store, place, 'facebook-delete');
    expect(plain(await tickOff(city, place, gone))).toContain('archivieren');
    await tickAll(city, place, 'S2');
    await tickAll(city, place, 'S3');
    expect((await placeNow(store, place)).place.stage).toBe('S1');
    await second(city, place, 'S2');
    expect((await placeNow(store, place)).place.stage).toBe('S2');
    await second(city, place, 'S3');
    expect((await placeNow(store, place)).place.stage).toBe('S3');
    expect(plain(await second(city, place, 'S3'))).toContain('nichts mehr zu bestätigen');
  });
});

describe('the way back', () => {
  it('with the state as it was is released by a second person only, and gives the registry its state back', async () => {
    const { id, channel, place } = await takenOver(store, city.clock.now);
    await madeDormant(city, id, place);
    expect(plain(await look(city, place))).toContain('erst zurückkommen');
    await ciso().say('/incident control secured');
    await look(city, place);
    expect(plain(await release(city, place))).toContain('noch');
    await tickAll(city, place, 'restore');
    expect(plain(await release(city, place, 'ciso'))).toContain('zweite');
    await release(city, place);
    const { place: back, steps } = await placeNow(store, place);
    expect(back).toMatchObject({ stage: null, target: null, restoredBy: await keyOf(store, 'it-sicherheit') });
    expect(await stateOf(store, channel)).toBe('published');
    expect(steps.filter(({ stage, secondBy }) => stage === 'restore' && secondBy === null)).toEqual([]);
    expect(plain(await release(city, place))).toContain('schon wiederhergestellt');
    expect((await kindsOf(store, id)).at(-1)).toBe('channel-restored');
    expect(city.faults).toEqual([]);
  });

  it('with a difference that nobody explains is refused', async () => {
    const { id, channel, place } = await takenOver(store, city.clock.now);
    await madeDormant(city, id, place);
    await ciso().say('/incident control secured');
    await look(city, place, { bio: 'Gewinnspiel!', pinned: '666' });
    await tickAll(city, place, 'restore');
    const refused = plain(await release(city, place));
    expect(refused).toContain('Beschreibung');
    expect(refused).toContain('Angehefteter Beitrag');
    const half = await explain(city, place, { bio: 'Neue Beschreibung, so gewollt', pinned: '' });
    expect(cardOf(half).form).toBeDefined();
    expect(plain(await release(city, place))).toContain('niemand hat gesagt');
    // Changed back on the platform, and looked at anew.
    await look(city, place, { bio: 'Gewinnspiel!' });
    await explain(city, place, { bio: 'Neue Beschreibung, so gewollt' });
    expect(await stateOf(store, channel)).toBe('dormant');
    await release(city, place);
    expect(await stateOf(store, channel)).toBe('published');
  });

  it('from a mere posting stop needs no comparison, but its steps and the second person', async () => {
    const { id, place } = await takenOver(store, city.clock.now, {}, { part: 'related', control: 'secured' });
    await ciso().press('incident-stop', { incident: id, sure: true });
    await tickAll(city, place, 'S0');
    await ciso().press('incident-restore', { place, sent: true });
    await tickAll(city, place, 'restore');
    await release(city, place);
    expect((await placeNow(store, place)).place).toMatchObject({ stage: null, target: null });
  });
});

describe('the registry, once the incident lets the channel go', () => {
  const decide = async (application: string, state: 'participation' | 'approved') => {
    const row = await inTx((tx) => applicationById(tx, application));
    await write(store, update('applications', row!, { state }));
  };

  it('has the state that it decided on meanwhile: a late application was approved', async () => {
    const { id, application, channel, place } = await takenOver(store, city.clock.now, {}, { before: 'unapproved' });
    await decide(application, 'participation');
    await madeDormant(city, id, place);
    await decide(application, 'approved');
    await broughtBack(city, place);
    expect(await stateOf(store, channel)).toBe('published');
  });

  it('has no mark of another incident that is over: the channel came in with it', async () => {
    const { id, channel, place } = await takenOver(store, city.clock.now, {}, { before: 'compromised' });
    await madeDormant(city, id, place);
    expect(await stateOf(store, channel)).toBe('dormant');
    await broughtBack(city, place);
    expect(await stateOf(store, channel)).toBe('published');
  });

  const alsoIn = async (
    channel: string,
    own: { number: string; state?: IncidentState; before: ChannelState; hours: number },
  ) => {
    const at = new Date(city.clock.now.getTime() + own.hours * 3_600_000);
    const { number, state = 'confirmed', before } = own;
    const { id } = await incidentRows(store, at, { number, state, places: [] });
    const place = `place_${number}`;
    const row = { id: place, incident: id, channel, part: 'hit', before, addedBy: 'p', addedAt: at } as const;
    await write(store, insert('incidentChannels', row));
    return { id, place };
  };

  it('has what it was before the first of two incidents that came one after the other', async () => {
    const { id, channel, place } = await takenOver(store, city.clock.now, {}, { before: 'dormant' });
    // The first one is closed, and has left it dormant.
    await alsoIn(channel, { number: 'V-2026-0007', state: 'closed', before: 'published', hours: -48 });
    await write(store, update('channels', (await placeNow(store, place)).channel, { state: 'dormant' }));
    await madeDormant(city, id, place);
    await broughtBack(city, place);
    expect(await stateOf(store, channel)).toBe('published');
  });

  it('keeps the mark while another open incident holds it', async () => {
    const { id, channel, place } = await takenOver(store, city.clock.now);
    const other = await alsoIn(channel, { number: 'V-2026-0007', before: 'compromised', hours: 0 });
    await madeDormant(city, id, place);
    await broughtBack(city, place);
    expect(await stateOf(store, channel)).toBe('dormant');
    await madeDormant(city, other.id, other.place);
    await broughtBack(city, other.place);
    expect(await stateOf(store, channel)).toBe('published');
  });

  it('has the one of before while nothing is decided', async () => {
    const { id, application, channel, place } = await takenOver(store, city.clock.now, {}, { before: 'unapproved' });
    await decide(application, 'participation');
    await madeDormant(city, id, place);
    await broughtBack(city, place);
    expect(await stateOf(store, channel)).toBe('unapproved');
  });

  it.each([
    ['taken out', (link: string) => `/vorfall entfernen V-2026-0001 ${link} war es nicht`],
    ['a false alarm', () => '/vorfall fehlalarm V-2026-0001 Sperre des Netzwerks'],
  ])('so it is of a channel that was only marked: %s', async (_, line) => {
    const { id, application, channel, place } = await takenOver(store, city.clock.now, {}, { before: 'unapproved' });
    await decide(application, 'participation');
    const own = await placeNow(store, place);
    const other = await registered(store, city.clock.now, two());
    const by = own.place.addedBy;
    await write(
      store,
      update('channels', own.channel, { state: 'compromised' }),
      // The last channel of an incident can't be taken out.
      insert('incidentChannels', {
        id: 'place_2',
        incident: id,
        channel: other.replace(/^a_/, 'c_'),
        part: 'hit',
        before: 'published',
        addedBy: by,
        addedAt: city.clock.now,
      }),
    );
    await decide(application, 'approved');
    await ciso().say(line(own.channel.url ?? ''));
    expect(await stateOf(store, channel)).toBe('published');
  });
});

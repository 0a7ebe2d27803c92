/** A lost account: what is left to do, the tickets, the clock over months, the account that takes its place. */
import { describe, expect, it } from 'vitest';
import { isClosed } from '../../../../bot/incident/dormant.ts';
import type { Store } from '../../../../db/connect.ts';
import { ticketsAt } from '../../../../db/incident/dormant.ts';
import { applicationById, draftsOf } from '../../../../db/registry/dossiers.ts';
import { cardOf } from '../../../support/acts.ts';
import { kindsOf, placeNow, SNAPSHOT, stateOf, takenOver, takeSnapshot, tickAll } from '../../../support/dormant.ts';
import { eachInCity } from '../../../support/each.ts';
import { keyOf } from '../../../support/incident.ts';
import { LEAVER } from '../../../support/leavers.ts';
import { plain, type Stage } from '../../../support/stage.ts';

let store: Store;
let city: Stage;
const { read: inTx } = eachInCity((...given) => {
  [store, city] = given;
});
const ciso = () => city.as('ciso');
const day = (n: number) => new Date(Date.parse('2026-11-23T09:00:00Z') + n * 86_400_000);

describe('control lost', () => {
  it('leaves reporting, warning, marking and the lever; what is done stays done', async () => {
    const { id, place, channel } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    const card = plain(await ciso().say('/vorfall kontrolle verloren'));
    expect(card).toContain('https://www.facebook.com/hacked');
    const { steps } = await placeNow(store, place);
    const open = steps.filter((step) => step.stage === 'S1' && !isClosed(step)).map(({ step }) => step);
    expect(open).toEqual([
      'evidence-first',
      'mailbox',
      'facebook-portfolio',
      'report-platform',
      'partners-report',
      'warn-elsewhere',
      'registry-mark',
    ]);
    expect(new Set(steps.map(({ order }) => order)).size).toBe(steps.length);
    // What is seen from outside is enough for the snapshot now.
    const outside = { ...SNAPSHOT, administrators: '' };
    await takeSnapshot(city, place, outside);
    expect((await placeNow(store, place)).place.snapshot).toMatchObject({ view: 'outside' });
    await tickAll(city, place, 'S0');
    const lever = steps.find(({ step }) => step === 'facebook-portfolio')!;
    await ciso().press(
      'incident-skip',
      { step: lever.id, seen: lever.version, sent: true },
      { reason: 'gibt es nicht' },
    );
    await tickAll(city, place, 'S1');
    // Everything that can be done is done, but the channel is not frozen by it.
    expect((await placeNow(store, place)).place.stage).toBe('S0');
    expect(await stateOf(store, channel)).not.toBe('dormant');
    expect(await kindsOf(store, id)).toContain('control-lost');
  });

  it('with a lever that was pulled the channel is frozen all the same', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    await ciso().press('incident-control', { place, to: 'lost' });
    await takeSnapshot(city, place, { ...SNAPSHOT, administrators: '' });
    await tickAll(city, place, 'S0');
    await tickAll(city, place, 'S1');
    expect((await placeNow(store, place)).place.stage).toBe('S1');
  });

  it('and regained takes the steps up again that only this had set aside', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-dormant', { incident: id, sure: true });
    const before = (await placeNow(store, place)).steps.filter((step) => !isClosed(step)).map(({ step }) => step);
    await ciso().press('incident-control', { place, to: 'lost' });
    await ciso().press('incident-control', { place, to: 'secured' });
    const after = (await placeNow(store, place)).steps.filter((step) => !isClosed(step)).map(({ step }) => step);
    expect(after).toEqual(before);
    // Said twice it is one line.
    await ciso().press('incident-control', { place, to: 'secured' });
    expect((await kindsOf(store, id)).filter((kind) => kind === 'control-secured')).toHaveLength(1);
    expect(plain(await ciso().say('/incident control vielleicht'))).toContain('gesichert|unklar|verloren');
  });
});

describe('a ticket', () => {
  it('is kept with what was said, and stands on the card', async () => {
    const { place } = await takenOver(store, city.clock.now, {}, { control: 'lost' });
    await ciso().say('/vorfall ticket 4711 Support meldet sich');
    const [row] = await inTx((tx) => ticketsAt(tx, [place]));
    expect(row).toMatchObject({ number: '4711', note: 'Support meldet sich', by: await keyOf(store, 'ciso') });
    expect(plain(await ciso().press('incident-steps', { place }))).toContain('4711');
    expect(plain(await ciso().say('/vorfall ticket'))).toContain('4711 [Notiz]');
    expect(plain(await city.as('pressestelle').say('/vorfall ticket 4712'))).toContain('steht Ihnen');
  });
});

describe('the follow-up', () => {
  it('comes weekly for a month, then monthly, to lead and owner, until the account is back', {
    timeout: 120_000,
  }, async () => {
    const { place } = await takenOver(store, city.clock.now);
    await ciso().press('incident-control', { place, to: 'lost' });
    const asked = () =>
      ciso()
        .dm()
        .filter(({ title }) => title.startsWith('Verlorenes Konto')).length;
    const seen: [number, number][] = [];
    // The day before and the day itself; the last two turns after nights of downtime.
    for (const n of [6, 7, 14, 21, 27, 28, 35, 58, 90, 91]) {
      city.clock.now = day(n);
      await city.tick();
      await city.drain();
      seen.push([n, asked()]);
    }
    expect(seen).toEqual([
      [6, 0],
      [7, 1],
      [14, 2],
      [21, 3],
      [27, 3],
      [28, 4],
      [35, 4],
      [58, 5],
      // A Sunday.
      [90, 5],
      [91, 6],
    ]);
    const owner = city.as('oeffentlichkeitsarbeit-kulturbetriebe').dm();
    expect(owner.filter(({ title }) => title.startsWith('Verlorenes Konto'))).toHaveLength(6);
    await ciso().press('incident-control', { place, to: 'secured' });
    city.clock.now = day(200);
    await city.tick();
    await city.drain();
    expect(
      ciso()
        .dm()
        .filter(({ title }) => title.startsWith('Verlorenes Konto')),
    ).toHaveLength(6);
    expect(city.faults).toEqual([]);
  });
});

describe('a replacement', () => {
  const given = {
    url: 'https://www.facebook.com/KulturDortmundNeu',
    handle: 'KulturDortmundNeu',
    reason: 'Meta antwortet nicht.',
  };

  it('is applied for like any channel, with the old data; the old one stays marked', async () => {
    const { id, place, application } = await takenOver(store, city.clock.now, { state: 'lost' }, { control: 'lost' });
    expect(cardOf(await ciso().press('incident-replace', { place })).form).toBeDefined();
    const wrong = await ciso().press('incident-replace', { place, sent: true }, { ...given, url: 'https://t.co/x' });
    expect(cardOf(wrong).form).toBeDefined();
    await ciso().press('incident-replace', { place, sent: true }, given);
    const applicant = await keyOf(store, LEAVER);
    const [draft] = await inTx((tx) => draftsOf(tx, applicant));
    const old = await inTx((tx) => applicationById(tx, application));
    expect(draft?.answers).toMatchObject({ kind: 'new', url: given.url, purpose: old?.answers.purpose });
    expect((await placeNow(store, place)).place).toMatchObject({
      replacement: draft?.id,
      leftAs: { reason: given.reason },
    });
    expect((await kindsOf(store, id)).at(-1)).toBe('replaced');
    await city.drain();
    const opened = await city.as(LEAVER).click('Antrag bearbeiten');
    expect(cardOf(opened).form).toBeDefined();
    expect(plain(await ciso().press('incident-replace', { place }))).toContain('schon ein Ersatzkonto');
    expect(city.faults).toEqual([]);
  });

  it('is refused while the account is not lost, and in a drill', async () => {
    const kept = await takenOver(store, city.clock.now, { state: 'lost' });
    expect(plain(await ciso().press('incident-replace', { place: kept.place }))).toContain('gilt nicht als verloren');
    const drill = { state: 'lost' as const, drill: true, number: 'Ü-2026-0002' };
    const played = await takenOver(store, city.clock.now, drill, { control: 'lost' });
    const reply = await ciso().press('incident-replace', { place: played.place, sent: true }, given);
    expect(plain(reply)).toContain('Übung');
  });
});

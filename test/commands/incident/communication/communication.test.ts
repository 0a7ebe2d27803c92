/** What is said inside the house about an incident, on the stage: who gets it, who has read it, who is phoned, what all staff hear. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { post, toPerson } from '../../../../bot/delivery/effect.ts';
import { wallTime } from '../../../../bot/time/calendar.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import { cardToBlockKit } from '../../../../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../../../../cards/render/teams.ts';
import { afterLostNotice } from '../../../../commands/incident/communication/phone-list.ts';
import { remind } from '../../../../commands/time/due-kind.ts';
import { drawCard } from '../../../../commands/views.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { enqueue } from '../../../../db/delivery/outbox.ts';
import { route } from '../../../../db/delivery/routes.ts';
import { loadOrganisation } from '../../../../db/organisation/organisation.ts';
import {
  channels,
  identities,
  incidentNotices,
  incidentReceipts,
  incidents,
  outbox,
  people,
} from '../../../../db/schema.ts';
import { stores, wipe } from '../../../support/db.ts';
import { incidentNow, incidentRows, keyOf } from '../../../support/incident.ts';
import { hardText } from '../../../support/longest.ts';
import { slackFaults } from '../../../support/slack-limits.ts';
import { labels, plain, type Stage, stageOn } from '../../../support/stage.ts';
import { faultsOf } from '../../../support/teams/cards.ts';

const FIRST = /^Erstmeldung/;
const PHONE = /^Anrufliste/;
const DIGEST = 'Ihr Überblick';
/** The worker's hands. */
const SIDE_BY_SIDE = 8;

describe.each(stores())('on $name', ({ open }) => {
  let store: Store;
  let city: Stage;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    await wipe(store);
    city = await stageOn(store);
  });
  afterAll(() => store?.close());

  const cards = (who: string, title: RegExp) =>
    city
      .as(who)
      .dm()
      .filter((card) => title.test(card.title));
  const text = (who: string, title: RegExp) => cards(who, title).map(cardToPlain).at(-1) ?? '';
  const receipts = () => store.db.select().from(incidentReceipts);
  const refs = async () => {
    const names = new Map((await store.db.select().from(people)).map(({ id, ref }) => [id, ref]));
    return (await receipts()).map(({ person, because }) => `${because} ${names.get(person)}`).sort();
  };
  const at = (time: string, day = '2026-11-23') => {
    city.clock.now = wallTime(day, time);
  };
  const live = async (time: string, day?: string) => {
    at(time, day);
    await city.tick();
    await city.drain();
  };
  const noFaults = async () => {
    expect(city.faults).toEqual([]);
    expect(await store.db.transaction((tx) => verifyAudit(tx as Tx))).toMatchObject({ ok: true });
  };

  /** Reported, then confirmed by the lead at ten. */
  async function confirmed(more: Parameters<typeof incidentRows>[2] = {}) {
    at('10:00');
    const rows = await incidentRows(store, city.clock.now, { state: 'reported', ...more });
    const reply = await city.as('ciso').press('incident-confirm', { incident: rows.id });
    expect(reply.kind).not.toBe('notice');
    await city.drain();
    return rows;
  }

  describe('the required first notice', () => {
    it('goes out with the confirmation to everybody on the list, once each, with facts and a button', async () => {
      const { id } = await confirmed({ severity: 3 });
      expect(await refs()).toEqual([
        'fb3 beratung-soziale-medien',
        'fb3 leitung-dortmund-agentur',
        'head leitung-kulturbetriebe',
        'press pressestelle',
        'privacy datenschutz',
        'privacy datenschutz-kulturbetriebe',
        'registrar berechtigungen',
        'registrar organisation-personalamt',
        'security ciso',
        'security it-sicherheit',
      ]);
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(1);
      const shown = text('leitung-kulturbetriebe', FIRST);
      for (const fact of [
        'V-2026-0001',
        'Facebook 1 (Facebook)',
        '23.11.2026, 10:00 Uhr',
        'Die Einsatzleitung hat: Leitung IT-Sicherheit (CISO)',
        'Nach außen spricht nur: Pressestelle',
        'Leitung eines betroffenen Fachbereichs',
        'Vertraulich',
      ])
        expect(shown).toContain(fact);
      expect(labels(cards('leitung-kulturbetriebe', FIRST)[0]!)).toEqual(['Gelesen']);
      // Who confirmed it knows it, and is not written to.
      expect(cards('ciso', FIRST)).toHaveLength(0);
      expect((await incidentNow(store, id)).state).toBe('confirmed');
      expect(city.room('raum-mitteilungen')).toEqual([]);
      expect(city.room('raum-kulturbetriebe')).toEqual([]);
      await noFaults();
    });

    it('is written in the transaction of the confirmation, to be delivered as a broadcast: never twice in doubt', async () => {
      at('10:00');
      const { id } = await incidentRows(store, city.clock.now, { state: 'reported', severity: 1 });
      await city.as('ciso').press('incident-confirm', { incident: id });
      const waiting = (await store.db.select().from(outbox)).filter(
        ({ effect }) => effect.do === 'post' && effect.card.view === 'incident-notice',
      );
      expect(waiting).toHaveLength((await receipts()).length - 1);
      for (const { effect, createdAt, dueAt } of waiting) {
        expect(effect).toMatchObject({ doubt: 'show' });
        expect(createdAt).toEqual(city.clock.now);
        expect(dueAt).toEqual(city.clock.now);
      }
    });

    it('goes out before all digests that wait, as do the room and its first card', async () => {
      at('10:00');
      const rows = await incidentRows(store, city.clock.now, { state: 'closed', number: 'V-2025-0001' });
      const [channel] = rows.channels;
      const clerk = await keyOf(store, 'oeffentlichkeitsarbeit-bibliothek');
      await city.as('oeffentlichkeitsarbeit-bibliothek').say('/kanal liste');
      const digests = Array.from({ length: 60 }, (_, n) =>
        post(toPerson(clerk), 'digest', `person:${clerk}`, { n: `${n}` }),
      );
      const org = (await store.db.transaction((tx) => loadOrganisation(tx as Tx)))!;
      await store.db.transaction(async (tx) =>
        enqueue(tx as Tx, await route(tx as Tx, digests, org, ['local'], city.clock.now), city.clock.now),
      );
      await city.as('ciso').say(`/vorfall melden ${channel}`);
      await city.as('ciso').say('/vorfall bestätigen');
      await city.drain();
      const sent = city.chats.get('local')!.posted.map(({ to, card }) => {
        if (FIRST.test(card.title)) return 'notice';
        return to.room?.startsWith('vorfall-') ? 'room' : card.title.slice(0, DIGEST.length);
      });
      expect(sent.filter((what) => what === 'notice')).toHaveLength((await receipts()).length - 1);
      expect(sent.filter((what) => what === DIGEST)).toHaveLength(digests.length);
      // The worker goes on side by side: while a decision holds the rows of the incident, a digest or two slip through.
      const urgent = sent.slice(0, Math.max(sent.lastIndexOf('notice'), sent.indexOf('room')));
      expect(sent).toContain('room');
      expect(urgent.filter((what) => what === DIGEST).length).toBeLessThan(SIDE_BY_SIDE);
    });

    it('is confirmed by two at once only once', async () => {
      at('10:00');
      const { id } = await incidentRows(store, city.clock.now, { state: 'reported' });
      const both = await Promise.all(
        ['ciso', 'it-sicherheit'].map((who) => city.as(who).press('incident-confirm', { incident: id })),
      );
      expect(both.filter(({ kind }) => kind === 'notice')).toHaveLength(1);
      expect(await store.db.select().from(incidentNotices)).toHaveLength(1);
      await noFaults();
    });

    it('leaves out who has gone and tells the deputy', async () => {
      const head = await keyOf(store, 'leitung-kulturbetriebe');
      await store.db.update(people).set({ gone: true }).where(eq(people.id, head));
      await confirmed({ severity: 3 });
      expect(await refs()).toContain('head stv-leitung-kulturbetriebe');
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(0);
    });

    it('reaches the new ones when the severity is raised, and nobody twice', async () => {
      const { id } = await confirmed({ severity: 3 });
      const before = (await receipts()).length;
      at('10:05');
      const form = await city.as('ciso').say('/vorfall schwere V-2026-0001 1 Falsche Gefahrenmeldung');
      expect(plain(form)).toContain('V-2026-0001');
      await city.drain();
      expect((await incidentNow(store, id)).severity).toBe(1);
      expect((await receipts()).length).toBeGreaterThan(before);
      expect(await refs()).toContain('council vorsitz-personalrat-kulturbetriebe');
      expect(cards('vorsitz-personalrat-kulturbetriebe', FIRST)).toHaveLength(1);
      expect(cards('pressestelle', FIRST)).toHaveLength(1);
      expect(await store.db.select().from(incidentNotices)).toHaveLength(1);
      await noFaults();
    });

    it('reaches those of a channel that is added later, and of a false alarm that was none', async () => {
      const { id } = await confirmed({ severity: 3 });
      await store.db.insert(channels).values({
        id: 'c_fire',
        platform: 'x',
        name: 'Feuerwehr',
        handle: 'FeuerwehrDO',
        url: 'https://x.com/FeuerwehrDO',
        key: 'x.com/feuerwehrdo',
        office: 'fb-37',
        state: 'published',
        createdAt: city.clock.now,
        changedAt: city.clock.now,
      });
      await city.as('ciso').press('incident-add', { incident: id, text: 'c_fire' });
      await city.drain();
      expect(await refs()).toContain('head leitung-feuerwehr');
      expect(cards('leitung-feuerwehr', FIRST)).toHaveLength(1);
      expect(cards('pressestelle', FIRST)).toHaveLength(1);

      await wipe(store);
      city = await stageOn(store);
      const rows = await incidentRows(store, city.clock.now, { state: 'false-alarm', severity: 3 });
      const inputs = { incidentReason: 'Es war doch einer' };
      await city.as('ciso').press('incident-reopen', { incident: rows.id, sent: true }, inputs);
      await city.drain();
      expect(cards('pressestelle', FIRST)).toHaveLength(1);
      await noFaults();
    });

    it('of a drill says so in its first word', async () => {
      await confirmed({ severity: 3, drill: true, number: 'Ü-2026-0001' });
      const [card] = cards('pressestelle', /^ÜBUNG – Erstmeldung/);
      expect(card?.summary).toMatch(/^ÜBUNG/);
      expect(cardToPlain(card!)).toContain('Nichts davon ist echt');
    });

    it('is in the reader’s language', async () => {
      await store.db
        .update(people)
        .set({ lang: 'en' })
        .where(eq(people.id, await keyOf(store, 'pressestelle')));
      await confirmed({ severity: 3 });
      expect(text('pressestelle', /^First notice/)).toContain('Only these speak to the outside: Pressestelle');
    });
  });

  describe('the receipt', () => {
    it('is given with one click; the card and the status say so', async () => {
      const { id } = await confirmed({ severity: 3 });
      at('10:03');
      await city.as('pressestelle').click('Gelesen');
      await city.drain();
      expect(text('pressestelle', FIRST)).toContain('Gelesen am 23.11.2026, 10:03 Uhr');
      expect(labels(cards('pressestelle', FIRST)[0]!)).toEqual([]);
      // The others' own cards are as they were.
      expect(labels(cards('datenschutz', FIRST)[0]!)).toEqual(['Gelesen']);
      const status = plain(await city.as('ciso').say('/vorfall intern'));
      expect(status).toContain('2 von 10 haben die Erstmeldung gelesen.');
      expect(status).toContain('Datenschutzbeauftragte*r');
      expect(status).toContain('030 23125 003');
      expect(status).toContain('keine Nummer hinterlegt');
      const [notice] = await store.db.select().from(incidentNotices);
      const again = await city.as('pressestelle').press('incident-read', { notice: notice!.id });
      expect(plain(again)).toContain('Das ist schon erledigt: Pressestelle');
      expect(plain(await city.as('leitung-feuerwehr').press('incident-read', { notice: notice!.id }))).toContain(
        'nicht Ihre Aufgabe',
      );
      expect((await incidentNow(store, id)).version).toBe(1);
      await noFaults();
    });

    it('shows on the head card', async () => {
      const { id } = await confirmed({ severity: 3 });
      await city.as('pressestelle').click('Gelesen');
      const head = await city.as('ciso').press('incident-show', { what: id });
      expect(plain(head)).toContain('2 von 10 haben die Erstmeldung gelesen.');
    });

    it('is nobody else’s business: the status is for those who may notify, the card for those it went to', async () => {
      const { id } = await confirmed({ severity: 3 });
      expect(await city.as('leitung-kulturbetriebe').press('incident-internal', { incident: id })).toMatchObject({
        kind: 'notice',
        tone: 'warning',
      });
      expect(plain(await city.as('leitung-feuerwehr').press('incident-internal', { incident: id }))).toContain(
        'Einen solchen Vorfall gibt es nicht',
      );
      const org = (await store.db.transaction((tx) => loadOrganisation(tx as Tx)))!;
      const [notice] = await store.db.select().from(incidentNotices);
      const ref = { view: 'incident-notice', subject: `incident:${id}`, args: { notice: notice!.id } };
      const stranger = { person: await keyOf(store, 'leitung-feuerwehr'), lang: 'de' as const };
      const card = await store.db.transaction((tx) =>
        drawCard(tx as Tx, ref, org, stranger, city.clock.now, city.time.calendar),
      );
      expect(card && cardToPlain(card)).not.toContain('V-2026-0001');
    });
  });

  describe('who does not read', () => {
    it('is written to again with the deputy after ten minutes, and phoned after twenty', async () => {
      const { id } = await confirmed({ severity: 1, places: [{}, {}] });
      await city.as('pressestelle').click('Gelesen');
      await live('10:09');
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(1);
      await live('10:10');
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(2);
      expect(text('leitung-kulturbetriebe', FIRST)).toContain('Zweite Nachricht');
      expect(cards('pressestelle', FIRST)).toHaveLength(1);
      // The deputy of data protection stands on no list of severity 1.
      expect(text('stv-datenschutz', FIRST)).toContain('Sie vertreten jemanden');
      expect(labels(cards('stv-datenschutz', FIRST)[0]!)).toEqual([]);
      expect(cards('ciso', PHONE)).toHaveLength(0);
      await live('10:20');
      expect(cards('ciso', PHONE)).toHaveLength(1);
      await live('10:21');
      await live('11:30');
      expect(cards('ciso', PHONE)).toHaveLength(1);
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(2);
      const list = text('ciso', PHONE);
      expect(list).toContain('030 23125 005');
      expect(list).not.toContain('Pressestelle');

      const [notice] = await store.db.select().from(incidentNotices);
      const reached = { notice: notice!.id, person: await keyOf(store, 'leitung-kulturbetriebe') };
      expect(plain(await city.as('datenschutz').press('incident-phoned', reached))).toContain('nicht zu');
      await city.as('ciso').press('incident-phoned', reached);
      await city.drain();
      expect(text('ciso', PHONE)).not.toContain('030 23125 005');
      expect(plain(await city.as('ciso').press('incident-phoned', reached))).toContain('schon erledigt');
      expect(plain(await city.as('ciso').say('/vorfall intern'))).toContain('Am Telefon erreicht: 1.');
      expect((await incidentNow(store, id)).state).toBe('confirmed');
      await noFaults();
    });

    it('is not left alone at night with severity 1', async () => {
      at('23:00');
      const { id } = await incidentRows(store, city.clock.now, { state: 'reported', severity: 1 });
      await city.as('ciso').press('incident-confirm', { incident: id });
      await live('23:10');
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(2);
    });

    it('is left in peace at night with severity 2', async () => {
      at('23:00');
      const second = await incidentRows(store, city.clock.now, { state: 'reported', severity: 2 });
      await city.as('ciso').press('incident-confirm', { incident: second.id });
      await live('23:59');
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(1);
      await live('08:00', '2026-11-24');
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(2);
      await live('08:30', '2026-11-24');
      expect(cards('ciso', PHONE)).toHaveLength(1);
    });

    it('is left alone once the incident is over', async () => {
      const { id } = await confirmed({ severity: 1 });
      await city
        .as('ciso')
        .press('incident-false-alarm', { incident: id, sent: true }, { incidentReason: 'Nur gesperrt' });
      await live('10:30');
      expect(cards('leitung-kulturbetriebe', FIRST)).toHaveLength(1);
      expect(cards('ciso', PHONE)).toHaveLength(0);
    });

    it('who can’t be reached by any way is on the phone list at once; one list for all of them', async () => {
      await store.db.update(people).set({ email: null });
      for (const ref of ['datenschutz', 'leitung-kulturbetriebe'])
        await store.db.delete(identities).where(eq(identities.person, await keyOf(store, ref)));
      const { id } = await confirmed({ severity: 3 });
      expect(cards('ciso', PHONE)).toHaveLength(1);
      expect(text('ciso', PHONE)).toContain('Datenschutzbeauftragte*r');
      // Neither a status update nor another card calls for the phone.
      const org = (await store.db.transaction((tx) => loadOrganisation(tx as Tx)))!;
      const other = remind(toPerson('p_x'), 'task', `incident:${id}`, {});
      expect(await store.db.transaction((tx) => afterLostNotice(tx as Tx, other, org))).toEqual([]);
    });
  });

  describe('all staff', () => {
    it('hear of it in the announcement rooms after the confirmation, once', async () => {
      at('10:00');
      const { id } = await incidentRows(store, city.clock.now, { state: 'reported' });
      const early = await city.as('ciso').press('incident-staff', { incident: id, kind: 'staff' });
      expect(plain(early)).toContain('gemeldet');
      await city.as('ciso').press('incident-confirm', { incident: id });
      const lead = city.as('ciso');
      await lead.say('/vorfall intern');
      await lead.click('Hinweis an alle Beschäftigten …');
      await city.drain();
      const [card, ...more] = city.room('raum-mitteilungen');
      expect(more).toEqual([]);
      const shown = cardToPlain(card!);
      expect(shown).toContain('klicken Sie dort auf nichts');
      expect(shown).toContain('beantwortet nur: Pressestelle');
      expect(labels(card!)).toEqual([]);
      const again = await city.as('pressestelle').press('incident-staff', { incident: id, kind: 'staff' });
      expect(plain(again)).toContain('schon erledigt: Leitung IT-Sicherheit (CISO)');
      expect(plain(await city.as('datenschutz').press('incident-staff', { incident: id, kind: 'staff' }))).toContain(
        'nicht zu',
      );
      await noFaults();
    });

    it('hear nothing of a drill', async () => {
      const { id } = await confirmed({ drill: true, number: 'Ü-2026-0001' });
      const status = await city.as('ciso').press('incident-internal', { incident: id });
      expect(status.kind === 'card' && labels(status.card)).not.toContain('Hinweis an alle Beschäftigten …');
      const reply = await city.as('ciso').press('incident-staff', { incident: id, kind: 'staff' });
      expect(plain(reply)).toContain('eine Übung');
      await city.drain();
      expect(city.room('raum-mitteilungen')).toEqual([]);
    });

    it('are told nothing while nobody is named who speaks: a template with a gap is not sent', async () => {
      await wipe(store);
      city = await stageOn(store, ['local'], (file) => ({ ...file, roles: { ...file.roles, press: [] } }));
      const { id } = await confirmed({ roles: { lead: ['ciso'] } });
      const reply = await city.as('ciso').press('incident-staff', { incident: id, kind: 'staff' });
      expect(plain(reply)).toContain('In der Vorlage fehlt: speaker');
      await city.drain();
      expect(city.room('raum-mitteilungen')).toEqual([]);
      // The first notice can't wait for that.
      expect(text('leitung-kulturbetriebe', FIRST)).toContain('Bis dahin spricht niemand.');
    });

    it('hear that it is over only if they were warned', async () => {
      const { id } = await confirmed();
      await city.as('ciso').press('incident-staff', { incident: id, kind: 'staff' });
      const early = await city.as('ciso').press('incident-staff', { incident: id, kind: 'all-clear' });
      expect(plain(early)).toContain('bestätigt');
      await store.db.update(incidents).set({ state: 'restored' });
      const lead = city.as('ciso');
      await lead.press('incident-internal', { incident: id });
      await lead.click('Entwarnung an alle Beschäftigten …');
      await city.drain();
      expect(cardToPlain(city.room('raum-mitteilungen').at(-1)!)).toContain('betreibt wieder die Stadt');
    });
  });

  describe('a status update', () => {
    it('goes to the incident’s people and to everybody who got the first notice; the clock runs from it', async () => {
      const { id } = await confirmed({ severity: 3 });
      at('10:20');
      const reply = await city
        .as('ciso')
        .say('/vorfall update Wir haben den Zugang wieder.\nNächster Stand um 11 Uhr.');
      expect(plain(reply)).toContain('unterwegs');
      await city.drain();
      const shown = text('leitung-kulturbetriebe', /^Lagemeldung/);
      expect(shown).toContain('Wir haben den Zugang wieder.');
      expect(shown).toContain('Nächster Stand um 11 Uhr.');
      for (const who of ['pressestelle', 'stadtdirektion']) expect(cards(who, /^Lagemeldung/)).toHaveLength(1);
      expect((await incidentNow(store, id)).updatedAt).toEqual(city.clock.now);
      // It has no receipt and is not chased.
      expect(labels(cards('leitung-kulturbetriebe', /^Lagemeldung/)[0]!)).toEqual([]);
      await noFaults();
    });

    it('is asked for in a form when nothing was typed, with its problem when it is too short', async () => {
      const { id } = await confirmed({ severity: 3 });
      const press = city.as('pressestelle');
      const form = await press.press('incident-update', { incident: id });
      expect(form.kind === 'card' && form.card.form?.submit.do).toBe('incident-update');
      const short = await press.click('Lagemeldung senden', { update: 'ok' });
      expect(plain(short)).toContain('mindestens 5 Zeichen');
      expect(plain(await press.say('/vorfall update ok'))).toContain('mindestens 5 Zeichen');
      const done = await press.press('incident-update', { incident: id, sent: true }, { update: 'Keine Änderung.' });
      expect(plain(done)).toContain('unterwegs');
      const not = await city
        .as('datenschutz')
        .press('incident-update', { incident: id, sent: true }, { update: 'Keine Änderung.' });
      expect(plain(not)).toContain('nicht zu');
    });
  });

  it('fits what chats take, with the most people, names and words', async () => {
    await store.db.update(people).set({ name: hardText(200) });
    const { id } = await confirmed({
      severity: 1,
      places: Array.from({ length: 12 }, () => ({})),
      set: { title: hardText(500) },
    });
    await city.as('ciso').press('incident-update', { incident: id, sent: true }, { update: hardText(2000) });
    await live('10:20');
    const status = await city.as('ciso').press('incident-internal', { incident: id });
    const all = [...city.chats.values()].flatMap(({ posted }) => posted.map(({ card }) => card));
    if (status.kind === 'card') all.push(status.card);
    const seen = new Set<string>();
    for (const card of all) {
      const kind = card.title.replaceAll(/[^\p{L} ]/gu, '').slice(0, 12);
      if (seen.has(kind + labels(card).length)) continue;
      seen.add(kind + labels(card).length);
      expect(slackFaults(cardToBlockKit(card)), card.title).toEqual([]);
      const adaptive = cardToAdaptiveCard(card, { people: 'list' });
      expect(faultsOf(adaptive), card.title).toEqual([]);
      for (const label of labels(card))
        expect(JSON.stringify(cardToBlockKit(card))).toContain(JSON.stringify(label).slice(1, -1));
    }
    expect([...seen].join(' ')).toMatch(/Erstmeldung[\s\S]*Lagemeldung[\s\S]*Anrufliste|Anrufliste[\s\S]*Erstmeldung/);
  });
});

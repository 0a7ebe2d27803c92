/** What comes by itself, on the stage: once per key whatever the clock and the processes do, and every answer to it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import { createCalendar, type Day, wallTime } from '../../../bot/time/calendar.ts';
import { cardToPlain } from '../../../cards/render/plain.ts';
import { createIntake } from '../../../commands/leavers/intake.ts';
import { type TickDeps, tick } from '../../../commands/time/tick.ts';
import { drawCard } from '../../../commands/views.ts';
import { auditOf, verifyAudit } from '../../../db/audit.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { newId } from '../../../db/ids.ts';
import { loadOrganisation, namesOf } from '../../../db/organisation/organisation.ts';
import { addIdentity, personById } from '../../../db/organisation/people.ts';
import {
  applications,
  channels,
  directoryAccounts,
  dues,
  identities,
  leaverCases,
  notes,
  organisations,
  outbox,
  people,
  snoozes,
  tasks,
  votes,
} from '../../../db/schema.ts';
import { stores, wipe } from '../../support/db.ts';
import { labels, plain, registerChannel, type Stage, stageOn } from '../../support/stage.ts';

const calendar = createCalendar(nrwHolidays);
const OFFICE = 'kulturbetriebe';
const HEAD = 'leitung-kulturbetriebe';
const DEPUTY = 'stv-leitung-kulturbetriebe';
const CLERK = 'oeffentlichkeitsarbeit-kulturbetriebe';

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

  const at = (day: Day, time = '09:00') => {
    city.clock.now = wallTime(day, time);
  };
  /** The clock comes to a moment, ticks, and everything is delivered. */
  const live = async (day: Day, time?: string) => {
    at(day, time);
    const counted = await city.tick();
    await city.drain();
    return counted;
  };
  const cards = (who: string, title: string | RegExp) =>
    city
      .as(who)
      .dm()
      .filter((card) => card.title.match(title));
  const text = (who: string, title: string | RegExp) => cards(who, title).map(cardToPlain).at(-1) ?? '';
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
  const keyOf = async (ref: string) => {
    const rows = await store.db.select({ id: people.id, ref: people.ref }).from(people);
    return rows.find((row) => row.ref === ref)!.id;
  };
  /** What is to happen with this view's cards when nobody knows whether they arrived. */
  const inDoubt = async (view: string) =>
    (await store.db.select().from(outbox).orderBy(outbox.seq)).flatMap(({ effect }) =>
      effect.do === 'post' && effect.card.view === view ? [effect.doubt] : [],
    );
  const keys = async (kind: string) =>
    (await store.db.select().from(dues)).filter((row) => row.kind === kind).map((row) => row.stage);

  /** A published channel with its approved application, as if it had gone all the way. */
  async function makeChannel(
    overrides: Partial<typeof channels.$inferInsert> & { holders?: string[]; form?: Record<string, unknown> } = {},
  ) {
    const { holders = [], form = {}, ...own } = overrides;
    const channel = newId('channel');
    const application = newId('application');
    const applicant = await keyOf(CLERK);
    const persons = await Promise.all(
      holders.map(async (ref) => ({ person: await keyOf(ref), role: 'administrator' })),
    );
    const number = `SN-2025-${application.slice(2, 8)}-v1`;
    await store.db.insert(applications).values({
      id: application,
      number,
      root: number.slice(0, -3),
      kind: 'new',
      state: 'published',
      office: OFFICE,
      legalBody: OFFICE,
      applicant,
      channel,
      platform: 'facebook',
      title: 'Facebook – Kulturbetriebe',
      formVersion: 1,
      answers: { persons, platform: 'facebook', name: 'Kulturbetriebe', ...form },
      createdAt: new Date('2025-01-10T09:00:00Z'),
      submittedAt: new Date('2025-01-10T09:00:00Z'),
    });
    await store.db.insert(channels).values({
      id: channel,
      platform: 'facebook',
      name: 'Kulturbetriebe',
      handle: 'Kulturbetriebe',
      office: OFFICE,
      state: 'published',
      application,
      administrators: 2,
      createdAt: new Date('2025-01-10T09:00:00Z'),
      changedAt: new Date('2025-01-10T09:00:00Z'),
      ...own,
    });
    return { channel, application, number };
  }

  async function makeConsent(channel: { channel: string; application: string }, who: string, given: Day) {
    const task = newId('task');
    const assignee = await keyOf(who);
    await store.db.insert(tasks).values({
      id: task,
      kind: 'consent',
      application: channel.application,
      channel: channel.channel,
      assignee,
      about: assignee,
      state: 'done',
      answer: 'yes',
      doneBy: assignee,
      doneAt: wallTime(given, '10:00'),
      createdAt: wallTime(given, '09:00'),
    });
    return task;
  }

  /** An application that lies with the staff council since the day on which it was asked. */
  async function councilAsked(day: Day) {
    at(day);
    const number = await registerChannel(city.as(CLERK));
    const row = (await store.db.select().from(applications)).find((one) => one.number === number)!;
    const council = (await store.db.select().from(votes)).find(
      (vote) => vote.application === row.id && vote.body === 'council',
    );
    await city.drain();
    await city.as(HEAD).click('Ja');
    await city.drain();
    await city.as('leitung-dortmund-agentur').press('vote', await voteArgs(row.id, 'fb3'));
    await city.drain();
    return { id: row.id, vote: council!.id };
  }
  async function voteArgs(application: string, body: string) {
    const slot = (await store.db.select().from(votes)).find(
      (vote) => vote.application === application && vote.body === body,
    )!;
    return { application, body, seen: slot.version, answer: 'yes' };
  }

  const noFaults = async () => {
    expect(city.faults).toEqual([]);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  };

  describe('digest', () => {
    it('comes once per person and month, to those only who have something', async () => {
      await makeChannel({ administrators: 1 });
      await live('2026-12-01', '07:59');
      expect(cards(HEAD, /Überblick/)).toHaveLength(0);
      for (const time of ['08:00', '08:01', '17:00']) await live('2026-12-01', time);
      await live('2026-12-14');
      expect(cards(HEAD, 'Ihr Überblick im Dezember 2026')).toHaveLength(1);
      expect(text(HEAD, /Überblick/)).toContain('Kanäle mit weniger als zwei Administrator*innen (1)');
      expect(cards('ciso', /Überblick/)).toHaveLength(0);
      await live('2027-01-04');
      expect(cards(HEAD, /Überblick/)).toHaveLength(2);
      expect(await inDoubt('digest')).toEqual(['show', 'show']);
      await noFaults();
    });

    it('announces to FB 11 and the staff council what will come to them', async () => {
      at('2026-11-24');
      await registerChannel(city.as(CLERK));
      await city.drain();
      await live('2026-12-01', '08:00');
      expect(cards('leitung-personalamt', /Überblick/)).toHaveLength(0);
      await city.as(HEAD).click('Ja');
      await live('2027-01-04');
      expect(text('leitung-personalamt', /Überblick/)).toContain('Angekündigt (1)');
      expect(text('vorsitz-personalrat-kulturbetriebe', /Überblick/)).toContain('sobald FB 3 geantwortet hat');
      expect(text('vorsitz-personalrat', /Überblick/)).toBe('');
      await noFaults();
    });

    it('names late drafts with what they lack, unanswered questions, open votes and missing consents', async () => {
      const { application } = await makeChannel();
      await store.db.insert(applications).values({
        id: newId('application'),
        number: 'SN-2026-0900-v1',
        root: 'SN-2026-0900',
        kind: 'late',
        state: 'draft',
        office: OFFICE,
        legalBody: OFFICE,
        applicant: 'system',
        platform: 'x',
        title: 'X – Kulturnacht',
        formVersion: 1,
        answers: { platform: 'x' },
        createdAt: city.clock.now,
      });
      const [channel] = await store.db.select().from(channels);
      await store.db.insert(tasks).values({
        id: newId('task'),
        kind: 'consent',
        application,
        channel: channel!.id,
        assignee: await keyOf('leitung-bibliothek'),
        about: await keyOf('leitung-bibliothek'),
        createdAt: city.clock.now,
      });
      const asked = await councilAsked('2026-11-24');
      const ask = { application: asked.id, body: 'council', sent: true };
      await city.as('vorsitz-personalrat-kulturbetriebe').press('ask', ask, { question: 'Wer vertritt?' });
      await live('2026-12-01');
      const head = text(HEAD, /Überblick/);
      expect(head).toContain('SN-2026-0900-v1 – X – Kulturnacht');
      expect(head).toMatch(/(?:Es fehlt|Es fehlen) \d+ Angaben?: /);
      expect(head).toContain('Leitung Stadt- und Landesbibliothek: noch nicht beantwortet');
      expect(text(CLERK, /Überblick/)).toContain('Rückfragen ohne Antwort (1)');
      expect(text('vorsitz-personalrat-kulturbetriebe', /Überblick/)).toContain('Offene Voten (1)');
      await noFaults();
    });
  });

  it('shows what waits for somebody to them alone', async () => {
    await makeChannel({ administrators: 1 });
    const org = (await inTx(loadOrganisation))!;
    const head = await keyOf(HEAD);
    at('2027-01-04');
    const draw = (view: string, subject: string, args: Record<string, string>, person: string | null, gone = false) =>
      inTx(async (tx) => {
        const known = gone ? { ...org, gone: new Set([head]) } : org;
        const card = await drawCard(
          tx,
          { view, subject, args },
          known,
          { person, lang: 'de' },
          city.clock.now,
          calendar,
        );
        return card ? cardToPlain(card) : '';
      });
    const subjects = [
      ['digest', `person:${head}`],
      ['january', `january:${OFFICE}:2027`],
    ] as const;
    for (const [view, subject] of subjects) {
      expect(await draw(view, subject, {}, head)).toContain('Kulturbetriebe');
      const unreached = await draw(view, subject, { for: head }, null);
      expect(unreached).toContain('Für Leitung Kulturbetriebe wartet etwas bei mir');
      expect(unreached).not.toContain('Facebook');
      expect(await draw(view, subject, {}, head, true)).not.toContain('Facebook');
      expect(await draw(view, subject, {}, await keyOf('leitung-feuerwehr'))).not.toContain('Facebook');
    }
  });

  describe('each thing once', () => {
    it('sends the January list once after a downtime from 31 December to 9 January', async () => {
      await makeChannel();
      await live('2026-12-30');
      // 9 January is a Saturday: quiet until Monday.
      await live('2027-01-09');
      expect(cards(HEAD, /^Kanäle 2027/)).toHaveLength(0);
      for (const time of ['08:00', '08:01', '12:00']) await live('2027-01-11', time);
      expect(cards(HEAD, /^Kanäle 2027/)).toHaveLength(1);
      expect(cards(DEPUTY, /^Kanäle 2027/)).toHaveLength(1);
      expect(await keys('january-list')).toEqual(['list']);
      await noFaults();
    });

    it('two ticks in the same moment send once', async () => {
      await makeChannel({ administrators: 1 });
      at('2026-12-01');
      const both = await Promise.all([city.tick(), city.tick(), city.tick()]);
      await city.drain();
      const done = both.reduce((sum, one) => sum + one.done, 0);
      expect(done).toBe((await store.db.select().from(dues)).length);
      expect(cards(HEAD, /Überblick/)).toHaveLength(1);
      await noFaults();
    });

    it('a clock that jumps back sends nothing twice', async () => {
      await makeChannel({ administrators: 1 });
      await live('2026-12-01', '12:00');
      await live('2026-11-30', '12:00');
      await live('2026-12-01', '08:00');
      await live('2026-12-01', '12:00');
      expect(cards(HEAD, 'Ihr Überblick im Dezember 2026')).toHaveLength(1);
      await noFaults();
    });

    it('one bad row keeps nothing from the others, and what failed is tried again', async () => {
      await makeChannel({ administrators: 1 });
      await store.db.insert(snoozes).values({
        id: 'vote:v_x p_x',
        person: 'p_x',
        what: 'vote:v_x',
        until: '2026-02-30',
        reason: 'Tag gibt es nicht',
        at: city.clock.now,
      });
      // A document that cannot be read breaks the digest of those who would see it.
      await makeChannel({ office: 'fb-37', administrators: 1, platform: 'no-such-platform' as 'other' });
      at('2026-12-01');
      await city.tick();
      await city.drain();
      expect(cards(HEAD, /Überblick/)).toHaveLength(1);
      expect(city.faults.length).toBeGreaterThan(0);
      const failed = city.faults.length;
      await city.tick();
      expect(city.faults.length).toBeGreaterThan(failed);
      await store.db.update(channels).set({ platform: 'facebook' });
      await store.db.delete(snoozes);
      await live('2026-12-01', '09:02');
      expect(cards('leitung-feuerwehr', /Überblick/)).toHaveLength(1);
    });

    it('does a bounded number in one minute and the rest in the next', async () => {
      at('2026-12-01');
      // An overview for everybody, and the emergency pack for security.
      const org = await store.db.transaction((tx) => loadOrganisation(tx as Tx));
      const { security } = org!.organisation.roles;
      const all = [...(await store.db.select().from(people)), ...security];
      const deps: TickDeps = { ...city.time, atMost: all.length - 10 };
      expect(await tick(deps, city.clock.now)).toEqual({ done: all.length - 10, left: 10 });
      expect(await tick(deps, city.clock.now)).toEqual({ done: 10, left: 0 });
      expect(await tick(deps, city.clock.now)).toEqual({ done: 0, left: 0 });
    });
  });

  describe('deadline of a vote', () => {
    const REMINDER = /^Personalrat(:| –) .*Votum/;
    const LEAD = 'vorsitz-personalrat-kulturbetriebe';
    const SECOND = 'stv-vorsitz-personalrat-kulturbetriebe';

    it('reminds the holder, then the deputy, then lead, department and FB 11; silence stays silence', async () => {
      const { id } = await councilAsked('2026-11-23');
      // Two weeks: 7 December. Three days before is Friday 4 December.
      expect(text(CLERK, /^Antrag SN/)).toContain(
        'Personalrat: Frist bis 07.12.2026. Schweigen gilt hier nie als Zustimmung.',
      );
      await live('2026-12-03');
      expect(cards(LEAD, REMINDER)).toHaveLength(0);
      await live('2026-12-04');
      await live('2026-12-05');
      expect(cards(LEAD, REMINDER)).toHaveLength(1);
      expect(cards(SECOND, REMINDER)).toHaveLength(0);
      expect(text(LEAD, REMINDER)).toContain('bis 07.12.2026');
      await live('2026-12-07');
      expect(cards(SECOND, REMINDER)).toHaveLength(1);
      expect(text(SECOND, REMINDER)).toContain('endet heute');
      await live('2026-12-10');
      expect(cards(LEAD, REMINDER)).toHaveLength(3);
      expect(cards(SECOND, REMINDER)).toHaveLength(1);
      expect(text(CLERK, REMINDER)).toContain('ein Ja wird daraus nicht');
      expect(cards(HEAD, REMINDER)).toHaveLength(1);
      const fb11 = city
        .room('raum-fb11')
        .map(cardToPlain)
        .filter((card) => card.includes('§ 66 Abs. 2 LPVG NRW'));
      expect(fb11).toHaveLength(1);
      expect(text(CLERK, /^Antrag SN/)).toContain('Personalrat: Die Frist ist seit 07.12.2026 abgelaufen.');
      await live('2027-03-01');
      const slot = (await store.db.select().from(votes)).find(
        (vote) => vote.application === id && vote.body === 'council',
      );
      expect(slot).toMatchObject({ answer: 'open', by: null });
      await noFaults();
    });

    it('stops while the council’s own question is open, and reminds by the new deadline', async () => {
      const { id } = await councilAsked('2026-11-23');
      await city.as(LEAD).press('ask', { application: id, body: 'council', sent: true }, { question: 'Wer vertritt?' });
      await city.drain();
      expect(text(CLERK, /^Antrag SN/)).toContain('Die Frist ruht seit 23.11.2026');
      for (const day of ['2026-12-04', '2026-12-07', '2026-12-10']) await live(day);
      expect(cards(LEAD, REMINDER)).toHaveLength(0);
      const [note] = await openQuestion();
      await city.as(CLERK).press('reply', { note, sent: true }, { answer: 'Die Vertretung der Leitung.' });
      // 23 November to 10 December do not count: two weeks from then is 24 December, and that is a working day.
      await live('2026-12-21');
      expect(text(LEAD, REMINDER)).toContain('24.12.2026');
      await noFaults();
    });
    const openQuestion = async () => {
      return (await store.db.select().from(notes)).filter(({ kind }) => kind === 'query').map(({ id }) => id);
    };

    it('is over once the vote is given', async () => {
      const { id, vote } = await councilAsked('2026-11-23');
      await live('2026-12-04');
      const args = await voteArgs(id, 'council');
      await city.as(LEAD).press('vote', { ...args, sent: true }, { resolution: '12/2026' });
      await city.drain();
      expect(cards(LEAD, /nicht mehr gewartet/)).toHaveLength(1);
      await live('2026-12-07');
      await live('2026-12-10');
      const stages = (await store.db.select().from(dues)).filter(({ subject }) => subject === vote);
      expect(stages.map(({ stage }) => stage)).toEqual(['before']);
      await noFaults();
    });

    it('can be put off by one person with a reason, and comes back to them', async () => {
      await councilAsked('2026-11-23');
      await live('2026-12-04');
      const lead = city.as(LEAD);
      await lead.click('Später erinnern …');
      const empty = await lead.click('Erinnerung verschieben', { until: '2027-06-01' });
      expect(plain(empty)).toContain('Diese Angabe fehlt noch');
      const far = await lead.click('Erinnerung verschieben', { until: '2027-06-01', reason: 'Sitzung' });
      expect(plain(far)).toContain('Bitte wählen Sie einen Tag bis 02.02.2027');
      const done = await lead.click('Erinnerung verschieben', { until: '2026-12-09', reason: 'Sitzung am 08.12.' });
      expect(plain(done)).toContain('09.12.2026');
      await live('2026-12-07');
      expect(cards(LEAD, REMINDER)).toHaveLength(1);
      expect(cards(SECOND, REMINDER)).toHaveLength(1);
      await live('2026-12-09');
      await live('2026-12-09', '10:00');
      expect(cards(LEAD, REMINDER)).toHaveLength(2);
      expect(await store.db.select().from(snoozes)).toEqual([]);
      await noFaults();
    });
  });

  describe('January list', () => {
    it('is received, confirmed row by row, corrected and closed', async () => {
      const kept = await makeChannel({ name: 'Bleibt' });
      const wrong = await makeChannel({ name: 'Falsch', administrators: 1 });
      const old = await makeChannel({ name: 'Veraltet' });
      await live('2027-01-04');
      const shown = text(HEAD, /^Kanäle 2027/);
      expect(shown).toContain('3 von 3 Kanälen');
      expect(shown).toContain('nur 1 Administrator*in');
      const head = city.as(HEAD);
      await head.click('Empfang bestätigen');
      await city.drain();
      // Both copies show it, and the deputy reads who was first.
      expect(text(DEPUTY, /^Kanäle 2027/)).toContain('Empfang bestätigt: Leitung Kulturbetriebe');
      const again = await city.as(DEPUTY).press('january-receive', { office: OFFICE, year: 2027 });
      expect(plain(again)).toContain('Leitung Kulturbetriebe');
      await city.as(DEPUTY).press('january-confirm', { office: OFFICE, year: 2027, channel: kept.channel });
      await city.drain();
      expect(text(HEAD, /^Kanäle 2027/)).toContain('Bleibt: bestätigt – Stellvertretung Leitung Kulturbetriebe');
      const strange = await city
        .as('leitung-feuerwehr')
        .press('january-confirm', { office: OFFICE, year: 2027, channel: old.channel });
      expect(strange).toMatchObject({ kind: 'notice', tone: 'warning' });

      expect(labels(cards(HEAD, /^Kanäle 2027/)[0]!)).toEqual(
        expect.arrayContaining(['Stimmt so', 'Korrigieren …', 'Abmelden …']),
      );
      expect(plain(await head.press('renew', { what: wrong.application }))).toContain('Kanal beantragen');
      await head.press('close', { what: old.application });
      await head.click('Antrag einreichen');
      await head.click('Ja, einreichen');
      await city.drain();
      expect(text(HEAD, /^Kanäle 2027/)).toContain('Abmeldung SN-2025');
      await head.press('january-confirm', { office: OFFICE, year: 2027, channel: wrong.channel });
      await city.drain();
      const end = text(HEAD, /^Kanäle 2027/);
      expect(end).toContain('Abmeldung');
      expect(end).toContain('Alle Kanäle sind für dieses Jahr beantwortet');
      for (const day of ['2027-01-18', '2027-02-01', '2027-02-15']) await live(day);
      expect(await keys('january-list')).toEqual(['list']);
      await noFaults();
    });

    it('is repeated after ten working days and then goes to FB 3 and the registrars', async () => {
      await makeChannel();
      await live('2027-01-04');
      expect(await inDoubt('january')).toEqual(['again', 'again']);
      await live('2027-01-15');
      expect(cards(HEAD, /^Kanäle 2027/)).toHaveLength(1);
      await live('2027-01-18');
      expect(cards(HEAD, /^Kanäle 2027/)).toHaveLength(2);
      expect(cards(DEPUTY, /^Kanäle 2027/)).toHaveLength(2);
      await live('2027-02-01');
      const fb3 = city
        .room('raum-fb3')
        .map(cardToPlain)
        .find((card) => card.includes('trotz Erinnerung'));
      expect(fb3).toContain('Kanäle 2027');
      expect(cards('berechtigungen', /^Kanäle 2027/)).toHaveLength(1);
      expect(labels(cards('berechtigungen', /^Kanäle 2027/)[0]!)).not.toContain('Stimmt so');
      await live('2027-03-01');
      expect(new Set((await inDoubt('january')).slice(2))).toEqual(new Set(['show']));
      expect(await keys('january-list')).toEqual(['list', 'repeat', 'escalate']);
      await noFaults();
    });

    it('that one person has put off comes back to them as a reminder', async () => {
      await makeChannel();
      await live('2027-01-04');
      const person = await keyOf(HEAD);
      const what = `january:${OFFICE}:2027`;
      const until = '2027-01-06';
      await store.db
        .insert(snoozes)
        .values({ id: `${what} ${person}`, person, what, until, reason: 'Sitzung am 05.01.', at: city.clock.now });
      await live(until);
      expect(cards(HEAD, /^Kanäle 2027/)).toHaveLength(2);
      expect(cards(DEPUTY, /^Kanäle 2027/)).toHaveLength(1);
      expect(await inDoubt('january')).toEqual(['again', 'again', 'show']);
      await noFaults();
    });

    it('shows eight open rows at a time; answered ones make room', async () => {
      for (let n = 0; n < 11; n++) await makeChannel({ name: `Kanal ${String(n).padStart(2, '0')}` });
      await live('2027-01-04');
      expect(text(HEAD, /^Kanäle 2027/)).toContain('Und 3 weitere.');
      await city.as(HEAD).click('Stimmt so');
      await city.drain();
      expect(text(HEAD, /^Kanäle 2027/)).toContain('Und 2 weitere.');
      await noFaults();
    });

    it('goes to the registrars for an office that the organisation does not know', async () => {
      await makeChannel({ office: 'Amt, das es nicht mehr gibt' });
      await live('2027-01-04');
      expect(cards('berechtigungen', /Amt, das es nicht mehr gibt/)).toHaveLength(1);
      await city.as('berechtigungen').click('Empfang bestätigen');
      await city.drain();
      expect(text('berechtigungen', /Amt, das es nicht mehr gibt/)).toContain(
        'Empfang bestätigt: Berechtigungssteuerung',
      );
      await noFaults();
    });
  });

  describe('yearly consent', () => {
    const HOLDER = 'leitung-bibliothek';
    const ASKED = /^Ihre Einwilligung für/;

    it('is asked again after a year and begins anew when it is given', async () => {
      const channel = await makeChannel({ holders: [HOLDER] });
      await makeConsent(channel, HOLDER, '2025-12-15');
      await live('2026-12-14');
      expect(cards(HOLDER, ASKED)).toHaveLength(0);
      await live('2026-12-15');
      expect(text(HOLDER, ASKED)).toContain('Sie haben am 15.12.2025 eingewilligt');
      await city.as(HOLDER).click('Ich willige weiter ein');
      await city.drain();
      expect(text(HOLDER, ASKED)).toContain('Eingewilligt: Leitung Stadt- und Landesbibliothek, 15.12.2026');
      for (const day of ['2026-12-30', '2027-01-20', '2027-12-14']) await live(day);
      expect(cards(HOLDER, ASKED)).toHaveLength(1);
      await live('2027-12-15');
      expect(cards(HOLDER, ASKED)).toHaveLength(2);
      await noFaults();
    });

    it('unanswered is asked once more, and then the head is told', async () => {
      const channel = await makeChannel({ holders: [HOLDER] });
      await makeConsent(channel, HOLDER, '2025-12-01');
      await live('2026-12-01');
      await live('2026-12-15');
      expect(cards(HOLDER, ASKED)).toHaveLength(2);
      await live('2026-12-30');
      expect(cards(HOLDER, ASKED)).toHaveLength(2);
      expect(text(HEAD, /jährliche Frage/)).toContain('Leitung Stadt- und Landesbibliothek');
      expect(await auditOf(store.db, `channel:${channel.channel}`)).toHaveLength(3);
      await noFaults();
    });

    it('is not asked of somebody who holds no rights any more', async () => {
      const channel = await makeChannel({ holders: [] });
      await makeConsent(channel, HOLDER, '2025-12-01');
      await live('2026-12-01');
      expect(cards(HOLDER, ASKED)).toHaveLength(0);
    });
  });

  describe('retention', () => {
    const FORMER = 'p_former';
    const former = async () => {
      await store.db.insert(people).values({
        id: FORMER,
        ref: 'ehemalige-sachbearbeitung',
        name: 'Ehemalige Sachbearbeitung',
        email: 'ehemalige@dortmund.example',
        createdAt: city.clock.now,
      });
      await store.db.insert(identities).values({
        chat: 'local',
        tenant: 'local',
        externalId: 'ehemalige-sachbearbeitung',
        person: FORMER,
        seenAt: city.clock.now,
      });
    };

    it('deletes the name after a year without a task, the audit stays valid and tells nobody’s name', async () => {
      await former();
      const { application } = await makeChannel();
      await store.db.update(channels).set({ state: 'closed' });
      await live('2026-11-24', '04:00');
      await live('2027-11-24', '03:29');
      expect(await inTx((tx) => personById(tx, FORMER))).not.toBeNull();
      await live('2027-11-24', '03:30');
      expect(await inTx((tx) => personById(tx, FORMER))).toBeNull();
      const accounts = await store.db.select().from(identities);
      expect(accounts.filter(({ person }) => person === FORMER)).toEqual([]);
      expect((await inTx((tx) => namesOf(tx, [FORMER]))).get(FORMER)).toBeUndefined();
      expect((await auditOf(store.db, `person:${FORMER}`)).map(({ action }) => action)).toEqual(['name-deleted']);
      const rows = JSON.stringify([
        await store.db.select().from(people),
        await store.db.select().from(identities),
        (await store.db.select().from(outbox)).map(({ address }) => address),
      ]);
      expect(rows).not.toMatch(/[Ee]hemalige/);
      expect(application).toMatch(/^a_/);
      await noFaults();
    });

    it('leaves nothing of somebody who left: no account of a directory, no reason, no last day', async () => {
      await former();
      const left = { person: FORMER, leavesOn: '2026-11-20', reason: 'Ehemalige Sachbearbeitung ist erkrankt' };
      const closed = { state: 'closed' as const, reports: {}, openedBy: 'system', openedAt: city.clock.now };
      const other = { ...closed, id: 'l_2', person: await keyOf(CLERK), leavesOn: '2026-11-21', reason: 'Umzug' };
      await store.db.insert(leaverCases).values([{ ...closed, ...left, id: 'l_1' }, other]);
      const account = {
        source: 'graph' as const,
        externalId: 'oid-1',
        login: 'ehemalige@dortmund.example',
        manager: 'oid-9',
      };
      await store.db
        .insert(directoryAccounts)
        .values({ ...account, person: FORMER, active: false, seenAt: city.clock.now });
      await live('2026-11-24', '04:00');
      expect(await store.db.select().from(directoryAccounts)).toHaveLength(1);
      await live('2027-11-24', '03:30');
      expect(await inTx((tx) => personById(tx, FORMER))).toBeNull();
      expect(await store.db.select().from(directoryAccounts)).toEqual([]);
      const kept = await store.db.select().from(leaverCases).orderBy(leaverCases.id);
      expect(kept.map(({ reason, leavesOn }) => [reason, leavesOn])).toEqual([
        [null, null],
        ['Umzug', '2026-11-21'],
      ]);
      await noFaults();
    });

    it('leaves no link that keeps an account from whoever it belongs to next', async () => {
      const seenAt = city.clock.now;
      await store.db
        .insert(directoryAccounts)
        .values({ source: 'graph', externalId: 'oid-1', person: FORMER, active: true, seenAt });
      const back = { id: 'p_back', name: 'Zurückgekehrte Sachbearbeitung', createdAt: seenAt };
      await store.db.insert(people).values(back);
      await inTx((tx) => addIdentity(tx, { chat: 'teams', tenant: 't', id: 'oid-1' }, back.id, seenAt));
      const intake = createIntake({ store, chats: () => ['local'], now: () => city.clock.now, wake: () => {} });
      await intake.see({ source: 'graph', externalId: 'oid-1', active: false });
      expect((await inTx((tx) => personById(tx, back.id)))?.gone).toBe(true);
      expect(await store.db.select().from(directoryAccounts)).toMatchObject([{ person: back.id, active: false }]);
      await noFaults();
    });

    it('shows somebody whose name is deleted as such', async () => {
      await former();
      const { application } = await makeChannel();
      await store.db.update(channels).set({ state: 'closed' });
      await store.db.insert(votes).values({
        id: newId('vote'),
        application,
        body: 'fb3',
        answer: 'yes',
        by: FORMER,
        at: city.clock.now,
        openedAt: city.clock.now,
      });
      await live('2026-11-24', '04:00');
      await live('2027-11-25', '04:00');
      expect(plain(await city.as(HEAD).say(`/channel show ${application}`))).toContain('gelöschte Person');
      await noFaults();
    });

    it('keeps names as long as the city has set, and those of people with a task', async () => {
      await former();
      const [row] = await store.db.select().from(organisations);
      const { document } = row!;
      await store.db
        .update(organisations)
        .set({ document: { ...document, city: { ...document.city, retentionDays: 30 } } });
      await live('2026-11-24', '04:00');
      await makeChannel({ form: { persons: [{ person: FORMER, role: 'editor' }] } });
      await live('2027-02-01', '04:00');
      expect(await inTx((tx) => personById(tx, FORMER))).not.toBeNull();
      // The task has ended: the time begins anew.
      await store.db.update(channels).set({ state: 'closed' });
      await live('2027-02-02', '04:00');
      await live('2027-03-03', '04:00');
      expect(await inTx((tx) => personById(tx, FORMER))).not.toBeNull();
      await live('2027-03-04', '04:00');
      expect(await inTx((tx) => personById(tx, FORMER))).toBeNull();
      await noFaults();
    });
  });

  it('sends nothing while nobody is there: without an organisation a tick does nothing', async () => {
    await wipe(store);
    const faults: unknown[] = [];
    const deps: TickDeps = { store, chats: () => [], calendar, wake: () => {}, onFault: (fault) => faults.push(fault) };
    expect(await tick(deps, wallTime('2026-12-01', '09:00'))).toEqual({ done: 0, left: 0 });
    expect(faults).toEqual([]);
  });
});

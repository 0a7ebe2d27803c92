/** Noticed on Saturday, reported on Monday: since when the city knew is corrected with a reason, and the 72 hours follow. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wallTime } from '../../../../bot/time/calendar.ts';
import type { Card } from '../../../../cards/node.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import { incidentDossier } from '../../../../commands/incident/dossier.ts';
import { recordOf } from '../../../../commands/incident/record/record.ts';
import { KNOWN_KINDS } from '../../../../commands/time/due-table.ts';
import { tick } from '../../../../commands/time/tick.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { stores, wipe } from '../../../support/db.ts';
import { incidentNow, incidentRows } from '../../../support/incident.ts';
import { labels, plain, type Stage, stageOn } from '../../../support/stage.ts';

const REASON = 'Die Pressestelle hat es am Samstag gesehen.';
const SATURDAY = wallTime('2026-11-21', '14:30');
const MONDAY = wallTime('2026-11-23', '10:00');

describe.each(stores())('on $name', ({ open }) => {
  let store: Store;
  let city: Stage;
  let id: string;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    await given();
    return async () => {
      expect(city.faults).toEqual([]);
      expect(await store.db.transaction((tx) => verifyAudit(tx as Tx))).toMatchObject({ ok: true });
    };
  });
  afterAll(() => store?.close());

  async function given(more: Parameters<typeof incidentRows>[2] = {}, chat: 'local' | 'slack' | 'teams' = 'local') {
    await wipe(store);
    city = await stageOn(store, [chat]);
    city.clock.now = MONDAY;
    id = (await incidentRows(store, city.clock.now, more)).id;
  }
  const aware = async () => (await incidentNow(store, id)).awareAt;
  const live = async (day: string, time: string) => {
    city.clock.now = wallTime(day, time);
    await city.tick();
    await city.tick();
    await city.drain();
  };
  const clocks = (who: string): Card[] =>
    city
      .as(who)
      .dm()
      .filter(({ title }) => title.includes('Meldung an die Aufsicht'));

  it.each(['local', 'slack', 'teams'] as const)('is typed in one line by the lead, in %s', async (chat) => {
    await given({}, chat);
    const reply = await city.as('ciso', chat).say(`/vorfall kenntnis 21.11.2026 14:30 ${REASON}`);
    expect(plain(reply)).toContain(
      'Kenntnis seit 21.11.2026, 14:30 Uhr. Die 72 Stunden enden am 24.11.2026, 14:30 Uhr.',
    );
    expect(await aware()).toEqual(SATURDAY);
    const head = plain(await city.as('ciso', chat).press('incident-show', { what: id }));
    expect(head).toContain('bis 24.11.2026, 14:30 Uhr');
  });

  it('is filled in by data protection, in English too; what is wrong stands under its field and what was typed stays', async () => {
    const officer = city.as('datenschutz');
    const form = await officer.say('/vorfall kenntnis');
    expect(plain(form)).toContain('Bisher festgehalten: 23.11.2026, 10:00 Uhr.');
    const send = (awareAt: string, awareReason = REASON) => officer.click('Speichern', { awareAt, awareReason });
    for (const [typed, problem] of [
      ['gestern Abend', 'kein Zeitpunkt, den es gibt'],
      ['31.11.2026 12:00', 'kein Zeitpunkt, den es gibt'],
      ['29.03.2026 02:30', 'die Uhren vorgestellt'],
      ['24.11.2026 12:00', 'in der Zukunft'],
      ['20.10.2026 12:00', 'mehr als 30 Tage'],
      ['23.11.2026 10:00', 'steht schon da'],
      ['', 'fehlt noch'],
    ] as const) {
      const reply = plain(await send(typed));
      expect(reply).toContain(problem);
      expect(reply).toContain(REASON);
    }
    expect(plain(await send('21.11.2026 14:30', 'kurz'))).toContain('mindestens 10 Zeichen');
    expect(await aware()).toEqual(MONDAY);
    expect(plain(await send('21.11.2026 14:30'))).toContain('Festgehalten');
    expect(await aware()).toEqual(SATURDAY);
    const english = await officer.press('incident-aware', { incident: id }, {}, { lang: 'en' });
    expect(plain(english)).toContain('Recorded so far: 21 November 2026, 14:30.');
  });

  it('may lie later than the report: aware is who is reasonably certain', async () => {
    city.clock.now = wallTime('2026-11-23', '16:00');
    await city.as('ciso').say('/incident aware 2026-11-23 15:00 Until then it was a mere suspicion.');
    expect(await aware()).toEqual(wallTime('2026-11-23', '15:00'));
  });

  it('is nobody else’s to say, and not after the end', async () => {
    const line = `/vorfall kenntnis 21.11.2026 14:30 ${REASON}`;
    expect(plain(await city.as('pressestelle').say(line))).toContain('nicht zu');
    expect(
      plain(await city.as('leitung-feuerwehr').say(`/vorfall kenntnis V-2026-0001 21.11.2026 14:30 ${REASON}`)),
    ).toContain('gibt es');
    await given({ state: 'closed', set: { closedAt: MONDAY } });
    const late = await city.as('ciso').say(`/vorfall kenntnis V-2026-0001 21.11.2026 14:30 ${REASON}`);
    expect(plain(late)).toContain('geschlossen');
    expect(await aware()).toEqual(MONDAY);
  });

  it('that somebody else has corrected meanwhile is seen first', async () => {
    const officer = city.as('datenschutz');
    await officer.say('/vorfall kenntnis');
    await city.as('ciso').say(`/vorfall kenntnis 21.11.2026 14:30 ${REASON}`);
    const values = { awareAt: '20.11.2026 08:00', awareReason: 'Ein Bürger hat am Freitag angerufen.' };
    const stale = plain(await officer.click('Speichern', values));
    expect(stale).toContain('inzwischen berichtigt');
    expect(stale).toContain('Bisher festgehalten: 21.11.2026, 14:30 Uhr.');
    expect(await aware()).toEqual(SATURDAY);
    await officer.click('Speichern', values);
    expect(await aware()).toEqual(wallTime('2026-11-20', '08:00'));
  });

  it('leaves the old moment with the reason in the timeline and in the record, in both languages', async () => {
    await city.as('datenschutz').say(`/vorfall kenntnis 21.11.2026 14:30 ${REASON}`);
    const timeline = plain(await city.as('ciso').say('/vorfall zeitleiste'));
    expect(timeline).toContain('Kenntnis berichtigt: 21.11.2026, 14:30 Uhr statt 23.11.2026, 10:00 Uhr');
    expect(timeline).toContain(REASON);
    const record = await store.db.transaction(async (tx) =>
      recordOf(tx as Tx, (await incidentDossier(tx as Tx, id))!, 'en', city.clock.now),
    );
    expect(record.facts.aware).toContain('21 November 2026, 14:30');
    expect(record.lines.find(({ kind }) => kind === 'aware')).toMatchObject({
      what: 'Awareness corrected: 21 November 2026, 14:30 instead of 23 November 2026, 10:00',
      text: REASON,
    });
  });

  it('makes a ring that has passed come at once and once, and the next ones at their new times', async () => {
    await live('2026-11-23', '10:10');
    expect(clocks('datenschutz')).toEqual([]);
    await city.as('ciso').say(`/vorfall kenntnis 21.11.2026 14:30 ${REASON}`);
    await live('2026-11-23', '10:11');
    await live('2026-11-23', '10:30');
    expect(clocks('datenschutz')).toHaveLength(1);
    expect(cardToPlain(clocks('datenschutz')[0]!)).toContain(
      'Die Hälfte der 72 Stunden ist um. Die Frist endet am 24.11.2026, 14:30',
    );
    await live('2026-11-24', '08:00');
    await live('2026-11-24', '14:30');
    await live('2026-11-26', '12:00');
    expect(clocks('datenschutz')).toHaveLength(3);
    expect(clocks('ciso')).toHaveLength(2);
  });

  it('is not rung for twice on the way to the same stage', async () => {
    await live('2026-11-24', '22:30');
    await live('2026-11-25', '08:00');
    expect(clocks('datenschutz')).toHaveLength(1);
    await city.as('ciso').say(`/vorfall kenntnis 22.11.2026 22:00 ${REASON}`);
    await live('2026-11-25', '08:05');
    expect(clocks('datenschutz')).toHaveLength(1);
    // Put off: the card of before says what counts now, and the next half comes when it is there.
    await city.as('ciso').say(`/vorfall kenntnis 24.11.2026 09:00 ${REASON}`);
    await live('2026-11-25', '08:10');
    expect(clocks('datenschutz').map(cardToPlain)).toEqual([
      expect.stringContaining('berichtigt. Die Frist für die Meldung endet jetzt am 27.11.2026, 09:00'),
    ]);
    expect(labels(clocks('datenschutz')[0]!)).toEqual(['Jetzt entscheiden', 'Zeitpunkt berichtigen …']);
    await live('2026-11-26', '08:00');
    expect(clocks('datenschutz')).toHaveLength(2);
  });

  it('corrected after a tick has listed what is due is rung for by the next one', async () => {
    city.clock.now = wallTime('2026-11-25', '08:00');
    let calls = 0;
    const transaction: Store['db']['transaction'] = async (work, ...more) => {
      // One for the organisation, one for each kind; then begins what is carried out.
      if (calls++ === KNOWN_KINDS.length + 1) await city.as('ciso').say(`/vorfall kenntnis 22.11.2026 22:00 ${REASON}`);
      return store.db.transaction(work, ...more);
    };
    const db: Store['db'] = Object.assign(Object.create(store.db), { transaction });
    await tick({ ...city.time, store: { ...store, db } }, city.clock.now);
    expect(await aware()).toEqual(wallTime('2026-11-22', '22:00'));
    await live('2026-11-25', '08:01');
    expect(clocks('datenschutz')).toHaveLength(1);
  });

  it('of a drill is marked as one', async () => {
    await given({ drill: true, number: 'Ü-2026-0001' });
    const form = await city.as('datenschutz').say('/vorfall kenntnis');
    expect(form.kind === 'card' && form.card.title).toBe('ÜBUNG – Zeitpunkt berichtigen');
  });
});

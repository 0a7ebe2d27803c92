/** A text whose co-signature is missing: data protection is asked one after the other, each once, and the lead knows that it hangs. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wallTime } from '../../../../bot/time/calendar.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { applyChanges, update } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import type { OutsideText } from '../../../../db/incident/communication.ts';
import { incidentById } from '../../../../db/incident/incidents.ts';
import { incidentEntries, incidentRoles, incidentTexts, people } from '../../../../db/schema.ts';
import { stores, wipe } from '../../../support/db.ts';
import { incidentRows, keyOf, RESPONDERS } from '../../../support/incident.ts';
import { labels, plain, type Stage, stageOn } from '../../../support/stage.ts';

const BODY = 'Zurzeit stammen Beiträge auf dem Kanal „Facebook 1“ von Unbefugten. Bitte klicken Sie auf keine Links.';
const LINK = { link: 'https://www.dortmund.de/a' };
const TEXT = /Text 1: Erste Meldung$/;

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

  async function given(
    more: Parameters<typeof incidentRows>[2] = {},
    ...on: Parameters<typeof stageOn> extends [Store, ...infer R] ? R : never
  ) {
    await wipe(store);
    city = await stageOn(store, ...on);
    at('10:00');
    id = (await incidentRows(store, city.clock.now, more)).id;
  }
  const at = (time: string, day = '2026-11-23') => {
    city.clock.now = wallTime(day, time);
  };
  /** Whoever asks twice hears of it once. */
  const live = async (time: string, day?: string) => {
    at(time, day);
    await city.tick();
    await city.tick();
    await city.drain();
  };
  const only = async (): Promise<OutsideText> => (await store.db.select().from(incidentTexts))[0]!;
  const cards = (who: string) =>
    city
      .as(who)
      .dm()
      .filter(({ title }) => TEXT.test(title));
  const shown = (who: string) => cardToPlain(cards(who).at(-1)!);
  const press = async (who: string, name: string, more: Record<string, unknown> = {}, inputs = {}) => {
    const { id: text, hash } = await only();
    return city.as(who).press(`incident-text${name}`, { text, hash: hash.slice(0, 16), ...more }, inputs);
  };
  const say = (line: string, who = 'datenschutz') => city.as(who).say(line);
  async function handedIn() {
    const args = { incident: id, kind: 'holding', lang: 'de', sent: true };
    await city.as('pressestelle').press('incident-text', args, { body: BODY });
    expect((await press('pressestelle', '-submit')).kind).toBe('card');
    await city.drain();
  }
  async function approved() {
    await handedIn();
    await press('stadtdirektion', '-approve');
    await city.drain();
  }
  /** How many cards of the text these have in their DMs. */
  const counts = (...who: string[]) => who.map((one) => cards(one).length);
  const lines = async () =>
    (await store.db.select().from(incidentEntries).orderBy(incidentEntries.at, incidentEntries.id))
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('text-co-sign'));

  it('is asked of the deputy after the minutes of the city, of all and the lead at the end, and then no more', async () => {
    await handedIn();
    expect(counts('datenschutz', 'stv-datenschutz')).toEqual([1, 0]);
    expect(shown('stadtdirektion')).toContain('Gefragt ist Stadtdirektion seit 23.11.2026, 10:00 Uhr.');
    expect(shown('stadtdirektion')).toContain('Um Mitzeichnung gebeten ist Datenschutz');
    await press('stadtdirektion', '-approve');
    await live('10:09');
    expect(counts('datenschutz', 'stv-datenschutz')).toEqual([1, 0]);
    await live('10:10');
    expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual([1, 1, 0]);
    expect(labels(cards('stv-datenschutz')[0]!)).toEqual(['Mitzeichnen', 'Zurückgeben …']);
    const [deputy] = cards('stv-datenschutz');
    expect(cardToPlain(deputy!)).toContain('Es fehlt nur noch die Mitzeichnung des Datenschutzes.');
    const name = (await store.db.select().from(people).where(eq(people.ref, 'stv-datenschutz')))[0]!.name;
    expect(shown('pressestelle')).toContain(`Um Mitzeichnung gebeten ist ${name} seit 23.11.2026, 10:10 Uhr.`);
    await live('10:20');
    expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual([2, 2, 1]);
    await live('10:40');
    await live('12:00', '2026-11-24');
    expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual([2, 2, 1]);
    expect(await lines()).toEqual(['text-co-sign-asked', 'text-co-sign-asked', 'text-co-sign-waiting']);
    const timeline = plain(await say('/vorfall zeitleiste', 'ciso'));
    expect(timeline).toContain('Text 1: Mitzeichnung fehlt, 2 Personen sind gefragt');
  });

  it.each(['local', 'slack', 'teams'] as const)(
    'is given i. V. by whoever was asked, and by nobody before, in %s',
    async (chat) => {
      await given({}, [chat]);
      await approved();
      const { id: text, hash } = await only();
      const sign = () =>
        city.as('stv-datenschutz', chat).press('incident-text-co-sign', { text, hash: hash.slice(0, 16) });
      expect(plain(await sign())).toContain('nicht zu');
      await live('10:10');
      expect(plain(await sign())).toContain('i. V. für Datenschutz');
      expect(await only()).toMatchObject({
        coSignedBy: await keyOf(store, 'stv-datenschutz'),
        coSignedFor: await keyOf(store, 'datenschutz'),
      });
      const english = await city.as('ciso', chat).press('incident-text-show', { text }, {}, { lang: 'en' });
      expect(plain(english)).toContain('Asked to co-sign');
      await live('10:40');
      expect((await lines()).filter((kind) => kind === 'text-co-sign-waiting')).toEqual([]);
      expect(await lines()).toContain('text-co-signed-for');
      await press('pressestelle', '-publish', { sent: true }, LINK);
      expect((await only()).state).toBe('published');
    },
  );

  it('calls those who publish, when it comes last: a card that is only redrawn calls nobody', async () => {
    await handedIn();
    await press('datenschutz', '-co-sign');
    await city.drain();
    expect(counts('pressestelle')).toEqual([0]);
    await press('stadtdirektion', '-approve');
    await city.drain();
    expect(counts('pressestelle')).toEqual([1]);
    await given();
    await approved();
    expect(counts('pressestelle')).toEqual([1]);
    await press('datenschutz', '-co-sign');
    await city.drain();
    expect(counts('pressestelle')).toEqual([2]);
    expect(labels(cards('pressestelle').at(-1)!)).toContain('Ist veröffentlicht …');
  });

  it('is said in English, too', async () => {
    await approved();
    const { id: text } = await only();
    const card = plain(await city.as('ciso').press('incident-text-show', { text }, {}, { lang: 'en' }));
    expect(card).toContain(
      'Only the co-signature of data protection is missing. It has been waiting for Datenschutzbeauftragte*r since',
    );
  });

  describe('when a loss of data is possible after all', () => {
    it('is asked at once, and of the next one after that', async () => {
      await say('/vorfall datenverlust ausgeschlossen');
      await approved();
      await live('11:00');
      expect(counts('datenschutz', 'stv-datenschutz')).toEqual([0, 0]);
      await say('/vorfall datenverlust möglich');
      await city.drain();
      expect(counts('datenschutz')).toEqual([1]);
      expect(shown('pressestelle')).toContain('seit 23.11.2026, 11:00 Uhr');
      await live('11:10');
      expect(counts('datenschutz', 'stv-datenschutz')).toEqual([1, 1]);
    });

    it('begins anew, however far it had come before it was excluded', async () => {
      await approved();
      for (const time of ['10:10', '10:20']) await live(time);
      await say('/vorfall datenverlust ausgeschlossen');
      await live('10:30');
      expect(shown('stv-datenschutz')).not.toContain('Mitzeichnung des Datenschutzes');
      expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual([2, 2, 1]);
      await say('/vorfall datenverlust möglich');
      for (const time of ['10:30', '10:40', '10:50', '11:30']) await live(time);
      expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual([4, 4, 2]);
    });

    it('because two incidents became one, is asked by the next tick', async () => {
      await say('/vorfall datenverlust ausgeschlossen');
      await approved();
      const other = await incidentRows(store, city.clock.now, { number: 'V-2026-0002', places: [] });
      await city.as('ciso').press('incident-merge', { from: other.id, into: id, sure: true });
      await live('10:01');
      expect(counts('datenschutz', 'stv-datenschutz')).toEqual([1, 0]);
      await live('10:11');
      expect(counts('datenschutz', 'stv-datenschutz')).toEqual([1, 1]);
    });
  });

  it('begins anew with an edit, which takes it back from whoever stood in', async () => {
    await approved();
    await live('10:10');
    await press('stv-datenschutz', '-co-sign');
    await press('pressestelle', '', { sent: true }, { body: `${BODY} Neuer Satz.` });
    await city.drain();
    expect(await only()).toMatchObject({
      coSignedBy: null,
      coSignedFor: null,
      coAsked: [await keyOf(store, 'datenschutz')],
      coAskedAt: city.clock.now,
    });
    expect(plain(await press('stv-datenschutz', '-co-sign'))).toContain('nicht zu');
    await live('10:19');
    expect(counts('datenschutz', 'stv-datenschutz')).toEqual([2, 1]);
    await live('10:20');
    expect(counts('datenschutz', 'stv-datenschutz')).toEqual([2, 2]);
  });

  it('is never asked of whoever wrote on the text', async () => {
    const roles = { ...RESPONDERS, press: ['pressestelle', 'datenschutz'] };
    await given({ roles });
    await handedIn();
    await press('datenschutz', '', { sent: true }, { body: `${BODY} Ein Wort.` });
    await city.drain();
    expect((await only()).coAsked).toEqual([await keyOf(store, 'stv-datenschutz')]);
  });

  describe('is asked of nobody any more', () => {
    const ends: [string, () => Promise<unknown>][] = [
      ['co-signed', () => press('datenschutz', '-co-sign')],
      ['given back', () => press('datenschutz', '-return', { sent: true }, { reason: 'Bitte die Uhrzeit nennen.' })],
      ['withdrawn', () => press('pressestelle', '-withdraw', { sent: true }, { reason: 'Nicht mehr nötig.' })],
      [
        'published',
        async () => {
          await press('datenschutz', '-co-sign');
          await press('pressestelle', '-publish', { sent: true }, LINK);
          await say('/vorfall datenverlust möglich');
        },
      ],
      ['no longer needed', () => say('/vorfall datenverlust ausgeschlossen')],
      [
        'part of an incident that is over',
        () =>
          store.db.transaction(async (tx) => {
            const row = (await incidentById(tx as Tx, id))!;
            await applyChanges(tx as Tx, [update('incidents', row, { state: 'closed', closedAt: city.clock.now })]);
          }),
      ],
    ];
    it.each(ends)('once it is %s', async (_, end) => {
      await approved();
      await end();
      await city.drain();
      const before = counts('datenschutz', 'stv-datenschutz', 'ciso');
      for (const time of ['10:10', '10:20', '12:00']) await live(time);
      expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual(before);
    });
  });

  it('is asked of one after hours of downtime, not of all at once', async () => {
    await approved();
    await live('15:00');
    expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual([1, 1, 0]);
    await live('15:09');
    expect(counts('datenschutz', 'stv-datenschutz', 'ciso')).toEqual([1, 1, 0]);
  });

  it.each([
    [1, [1, 1]],
    [2, [1, 0]],
  ] as const)('at night with severity %i: %j', async (severity, expected) => {
    await given({ severity });
    at('22:00');
    await approved();
    await live('22:10');
    expect(counts('datenschutz', 'stv-datenschutz')).toEqual(expected);
    await live('08:00', '2026-11-24');
    expect(counts('stv-datenschutz')).toEqual([severity === 1 ? 2 : 1]);
  });

  it('is the lead’s affair where nobody is there, said once; who gets the role then is asked at once', async () => {
    await given({ roles: { ...RESPONDERS, privacy: [] } }, ['local'], (file) => ({
      ...file,
      bodies: file.bodies.filter(({ body }) => body !== 'privacy'),
      offices: file.offices.map((one, i) => (i === 0 ? { ...one, privacy: ['it-sicherheit'] } : one)),
    }));
    await approved();
    expect(shown('ciso')).toContain('Niemand ist da, der mitzeichnen darf.');
    for (const time of ['10:01', '10:10', '10:30']) await live(time);
    expect(counts('ciso')).toEqual([1]);
    expect(await lines()).toEqual(['text-co-sign-nobody']);
    const by = await keyOf(store, 'ciso');
    const person = await keyOf(store, 'it-sicherheit');
    const row = {
      id: `${id} privacy ${person}`,
      incident: id,
      role: 'privacy' as const,
      person,
      by,
      since: city.clock.now,
    };
    await store.db.insert(incidentRoles).values(row);
    await live('10:31');
    expect(labels(cards('it-sicherheit')[0]!)).toContain('Mitzeichnen');
  });

  it('of a drill keeps its mark, and ends with the approval', async () => {
    await given({ drill: true, number: 'Ü-2026-0001' });
    await handedIn();
    await live('10:10');
    const own = city.as('stv-datenschutz').dm();
    expect(own.map(({ title }) => title)).toEqual(['ÜBUNG – Ü-2026-0001 – Text 1: Erste Meldung']);
    expect(labels(own[0]!)).toContain('Mitzeichnen');
    await press('stadtdirektion', '-approve');
    await live('10:20');
    await live('10:40');
    expect(counts('stv-datenschutz', 'datenschutz')).toEqual([1, 1]);
    expect(shown('datenschutz')).not.toContain('Mitzeichnung des Datenschutzes');
  });
});

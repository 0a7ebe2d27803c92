/** A text for the outside on the stage: written from a template, checked, released by somebody else, published by people, withdrawn. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LONGEST } from '../../../../bot/incident/external-check.ts';
import { wallTime } from '../../../../bot/time/calendar.ts';
import { type Card, walk } from '../../../../cards/node.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import { RENDER_WORDS } from '../../../../cards/render/render-words.ts';
import { cardToBlockKit } from '../../../../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../../../../cards/render/teams.ts';
import { openTexts } from '../../../../commands/incident/communication/open-texts.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import type { OutsideText } from '../../../../db/incident/communication.ts';
import { channels, incidentChannels, incidents, incidentTexts, outbox, people } from '../../../../db/schema.ts';
import { stores, wipe } from '../../../support/db.ts';
import { incidentNow, incidentRows, keyOf, RESPONDERS } from '../../../support/incident.ts';
import { hardText } from '../../../support/longest.ts';
import { slackFaults } from '../../../support/slack-limits.ts';
import { labels, plain, type Stage, stageOn } from '../../../support/stage.ts';
import { faultsOf } from '../../../support/teams/cards.ts';

const BODY = 'Zurzeit stammen Beiträge auf dem Kanal „Facebook 1“ von Unbefugten. Bitte klicken Sie auf keine Links.';
const TEXT = /Text 1: Erste Meldung$/;

describe.each(stores())('on $name', ({ open }) => {
  let store: Store;
  let city: Stage;
  let id: string;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    await wipe(store);
    city = await stageOn(store);
    at('10:00');
    id = (await incidentRows(store, city.clock.now)).id;
  });
  afterAll(() => store?.close());

  const at = (time: string, day = '2026-11-23') => {
    city.clock.now = wallTime(day, time);
  };
  const live = async (time: string, day?: string) => {
    at(time, day);
    await city.tick();
    await city.drain();
  };
  const texts = () => store.db.select().from(incidentTexts);
  const only = async (): Promise<OutsideText> => (await texts())[0]!;
  const cards = (who: string, title = TEXT) =>
    city
      .as(who)
      .dm()
      .filter((card) => title.test(card.title));
  const shown = (who: string) => cards(who).map(cardToPlain).at(-1) ?? '';
  const press = async (who: string, name: string, more: object = {}, inputs: Record<string, unknown> = {}) => {
    const row = await only();
    return city.as(who).press(`incident-text${name}`, { text: row.id, hash: row.hash.slice(0, 16), ...more }, inputs);
  };
  const noFaults = async () => {
    expect(city.faults).toEqual([]);
    expect(await store.db.transaction((tx) => verifyAudit(tx as Tx))).toMatchObject({ ok: true });
  };

  async function drafted(body = BODY, more: { who?: string; kind?: string } = {}) {
    const { who = 'pressestelle', kind = 'holding' } = more;
    const args = { incident: id, kind, lang: 'de', sent: true };
    return city.as(who).press('incident-text', args, { body });
  }
  /** Written and handed in. */
  async function inReview(body = BODY, who = 'pressestelle') {
    await drafted(body, { who });
    const reply = await press(who, '-submit');
    expect(reply.kind, plain(reply)).toBe('card');
    await city.drain();
  }
  /** Approved and co-signed. */
  async function released() {
    await inReview();
    await press('stadtdirektion', '-approve');
    await press('datenschutz', '-co-sign');
    await city.drain();
  }

  describe('writing', () => {
    it('begins with the choice of kind and language, then the template with its gaps', async () => {
      const clerk = city.as('pressestelle');
      await clerk.say('/vorfall extern');
      const form = await clerk.click('Weiter', { kind: 'holding', lang: 'de' });
      expect(plain(form)).toContain('Facebook 1 (Facebook)');
      expect(plain(form)).toContain('[bitte ergänzen: Adresse der Website]');
      const [area] = [...walk((form as { card: Card }).card.nodes)].filter(({ kind }) => kind === 'area');
      const body = (area as { value: string }).value;
      const draft = await clerk.click('Entwurf speichern', { body });
      expect(plain(draft)).toContain('Nicht ausgefüllt: [bitte ergänzen: Adresse der Website]');
      const refused = await clerk.click('Zur Freigabe geben');
      expect(plain(refused)).toContain('Nicht ausgefüllt: [bitte ergänzen: Uhrzeit]');
      expect((await only()).state).toBe('draft');
      await clerk.press('incident-text-show', { text: (await only()).id });
      await clerk.click('Text ändern …');
      await clerk.click('Entwurf speichern', { body: body.replaceAll(/\[[^\]]+\]/g, 'www.dortmund.de') });
      const sent = await clerk.press('incident-text-submit', {
        text: (await only()).id,
        hash: (await only()).hash.slice(0, 16),
      });
      expect(plain(sent)).toContain('In Prüfung');
      await noFaults();
    });

    it('refuses speculation, and that no data was lost before data protection has said so', async () => {
      await drafted('Es sind keine Daten abgeflossen. Vermutlich waren es Hacker.');
      const refused = plain(await press('pressestelle', '-submit'));
      expect(refused).toContain('keine Daten abgeflossen');
      expect(refused).toContain('wer es war');
      await press(
        'pressestelle',
        '',
        { sent: true },
        { body: 'Es sind keine Daten abgeflossen, sagt der Datenschutz.' },
      );
      expect(plain(await press('pressestelle', '-submit'))).toContain('noch nicht ausgeschlossen');
      await city.as('datenschutz').say('/vorfall datenverlust ausgeschlossen');
      expect((await press('pressestelle', '-submit')).kind).toBe('card');
    });

    it('is for those who may, with what is wrong under its field', async () => {
      expect(plain(await drafted(BODY, { who: 'datenschutz' }))).toContain('nicht zu');
      expect(plain(await drafted(BODY, { who: 'leitung-feuerwehr' }))).toContain('gibt es nicht');
      expect(plain(await drafted('kurz'))).toContain('mindestens 10 Zeichen');
      expect(await texts()).toEqual([]);
      const long = { body: 'a'.repeat(3000), more: 'b'.repeat(2999) };
      const args = { incident: id, kind: 'faq', lang: 'de', sent: true };
      const reply = await city.as('pressestelle').press('incident-text', args, long);
      const nodes = reply.kind === 'card' ? [...walk(reply.card.nodes)] : [];
      const problems = nodes.flatMap((node) => ('problem' in node ? [`${node.name}: ${node.problem}`] : []));
      expect(problems).toEqual(['more: Der Text ist zu lang. Bitte kürzen Sie ihn auf höchstens 1998 Zeichen.']);
      expect(plain(await city.as('pressestelle').press('incident-text', { incident: id }))).toContain('Karte');
    });

    it('does not write over what somebody else has changed meanwhile', async () => {
      await drafted();
      const before = await only();
      const other = { body: `${BODY} Neuer Satz.` };
      await press('pressestelle', '', { sent: true }, other);
      const stale = { text: before.id, hash: before.hash.slice(0, 16), sent: true };
      expect(plain(await city.as('ciso').press('incident-text', stale, { body: 'Ganz anderer Text.' }))).toContain(
        'inzwischen geändert',
      );
      expect((await only()).body).toBe(other.body);
    });
  });

  describe('the release', () => {
    it('is asked of the first on the line with the whole text; who wrote it is never asked', async () => {
      await inReview();
      const card = shown('stadtdirektion');
      expect(card).toContain(BODY);
      expect(card).toContain('In Prüfung. Gefragt ist Stadtdirektion');
      expect(labels(cards('stadtdirektion')[0]!)).toEqual(['Freigeben', 'Zurückgeben …']);
      expect(cards('oberbuergermeisterin')).toEqual([]);
      // A loss of data is not excluded: data protection reads along.
      expect(labels(cards('datenschutz')[0]!)).toEqual(['Mitzeichnen', 'Zurückgeben …']);
      expect(shown('datenschutz')).toContain('Vor der Veröffentlichung zeichnet der Datenschutz mit.');
      await noFaults();
    });

    it('of one’s own text is refused in every chat, also to whoever only changed a word', async () => {
      await wipe(store);
      city = await stageOn(store, ['local', 'slack', 'teams']);
      id = (await incidentRows(store, city.clock.now, { roles: { ...RESPONDERS, press: ['stadtdirektion'] } })).id;
      await inReview(BODY, 'stadtdirektion');
      expect((await only()).asked).toEqual([await keyOf(store, 'oberbuergermeisterin')]);
      const row = await only();
      const args = { text: row.id, hash: row.hash.slice(0, 16) };
      for (const chat of ['local', 'slack', 'teams'] as const) {
        const reply = await city.as('stadtdirektion', chat).press('incident-text-approve', args);
        expect(plain(reply)).toContain('gibt ihn nicht selbst frei');
      }
      expect((await only()).state).toBe('review');

      await wipe(store);
      city = await stageOn(store);
      id = (
        await incidentRows(store, city.clock.now, {
          roles: { ...RESPONDERS, press: ['pressestelle', 'stadtdirektion'] },
        })
      ).id;
      await drafted();
      await press('stadtdirektion', '', { sent: true }, { body: `${BODY} Ein Wort.` });
      await press('pressestelle', '-submit');
      expect((await only()).asked).toEqual([await keyOf(store, 'oberbuergermeisterin')]);
      expect(plain(await press('stadtdirektion', '-approve'))).toContain('gibt ihn nicht selbst frei');
    });

    it('is decided once: the second of two reads who was first, and nothing changes', async () => {
      await inReview();
      await live('10:10');
      const both = await Promise.all(['stadtdirektion', 'oberbuergermeisterin'].map((who) => press(who, '-approve')));
      const second = both.find(({ kind }) => kind === 'notice');
      expect(both.filter(({ kind }) => kind === 'card')).toHaveLength(1);
      expect(plain(second!)).toMatch(
        /Schon freigegeben von (Stadtdirektion|Oberbürgermeister\*in), 23\.11\.2026, 10:10/,
      );
      const before = await only();
      await press('oberbuergermeisterin', '-approve');
      expect(await only()).toEqual(before);
      await noFaults();
    });

    it('on an old card of another wording is refused', async () => {
      await inReview();
      const old = (await only()).hash.slice(0, 16);
      await press('pressestelle', '', { sent: true }, { body: `${BODY} Neuer Satz.` });
      const args = { text: (await only()).id, hash: old };
      expect(plain(await city.as('stadtdirektion').press('incident-text-approve', args))).toContain(
        'inzwischen geändert',
      );
      expect(plain(await city.as('datenschutz').press('incident-text-co-sign', args))).toContain('inzwischen geändert');
      expect(plain(await city.as('stadtdirektion').press('incident-text-return', args))).toContain(
        'inzwischen geändert',
      );
    });

    it('is void after an edit: the text goes back to review, is asked anew, and can’t be published', async () => {
      await released();
      at('10:30');
      await press('pressestelle', '', { sent: true }, { body: `${BODY} Neuer Satz.` });
      expect(await only()).toMatchObject({
        state: 'review',
        approvedBy: null,
        approvedHash: null,
        coSignedBy: null,
        askedAt: city.clock.now,
      });
      const refused = await press('pressestelle', '-publish', { sent: true }, { link: 'https://www.dortmund.de/a' });
      expect(plain(refused)).toContain('in Prüfung');
      await city.drain();
      expect(shown('stadtdirektion')).toContain('Neuer Satz.');
      // Whoever had to agree gets it anew: a card that only changes calls nobody.
      for (const who of ['stadtdirektion', 'datenschutz']) expect(cards(who)).toHaveLength(2);
      // The same wording saved again voids nothing.
      await press('stadtdirektion', '-approve');
      await press('pressestelle', '', { sent: true }, { body: `${BODY} Neuer Satz.` });
      expect((await only()).state).toBe('approved');
      await noFaults();
    });

    it('is never asked for words that could not have been handed in', async () => {
      for (const prepare of [inReview, released]) {
        await wipe(store);
        city = await stageOn(store);
        at('10:00');
        id = (await incidentRows(store, city.clock.now)).id;
        await prepare();
        const before = await only();
        const body = `${BODY} [bitte ergänzen: Uhrzeit] Es sind keine Daten abgeflossen.`;
        const form = await press('pressestelle', '', { sent: true }, { body });
        expect(plain(form)).toContain('Nicht ausgefüllt: [bitte ergänzen: Uhrzeit]');
        expect(plain(form)).toContain('noch nicht ausgeschlossen');
        // What was typed is still there.
        expect(plain(form)).toContain('Es sind keine Daten abgeflossen.');
        expect(await only()).toEqual(before);
      }
    });

    it('is asked of the next one after the minutes of the city, who acts i. V.; then of all once more', async () => {
      await inReview();
      await press('datenschutz', '-co-sign');
      await live('10:09');
      expect(cards('oberbuergermeisterin')).toEqual([]);
      await live('10:10');
      expect(cards('oberbuergermeisterin')).toHaveLength(1);
      await live('10:20');
      expect(cards('ciso')).toHaveLength(1);
      await live('10:30');
      await live('10:40');
      expect(cards('oberbuergermeisterin')).toHaveLength(2);
      await press('oberbuergermeisterin', '-approve');
      await city.drain();
      expect(await only()).toMatchObject({
        approvedBy: await keyOf(store, 'oberbuergermeisterin'),
        approvedFor: await keyOf(store, 'stadtdirektion'),
      });
      expect(shown('pressestelle')).toContain('Oberbürgermeister*in, i. V. für Stadtdirektion');
      await noFaults();
    });

    it('skips who has gone, and is not asked for where nobody is left', async () => {
      await store.db.update(people).set({ gone: true }).where(eq(people.ref, 'stadtdirektion'));
      await inReview();
      await press('oberbuergermeisterin', '-approve');
      expect((await only()).approvedFor).toBeNull();
      await store.db.update(people).set({ gone: true }).where(eq(people.ref, 'oberbuergermeisterin'));
      await store.db.delete(incidentTexts);
      await drafted();
      expect(plain(await press('pressestelle', '-submit'))).toContain('Niemand ist da');
      expect((await only()).state).toBe('draft');
    });

    it('is not given by somebody further down the line before they are asked', async () => {
      await inReview();
      expect(plain(await press('oberbuergermeisterin', '-approve'))).toContain('steht Ihnen');
      await live('10:10');
      await press('oberbuergermeisterin', '-approve');
      expect((await only()).state).toBe('approved');
    });

    it('can be refused with a reason, which the author reads', async () => {
      await inReview();
      const approver = city.as('stadtdirektion');
      await approver.click('Zurückgeben …');
      expect(plain(await approver.click('Zurückgeben', {}))).toContain('fehlt noch');
      await approver.click('Zurückgeben', { reason: 'Bitte die Uhrzeit nennen.' });
      await city.drain();
      expect(await only()).toMatchObject({ state: 'draft', asked: [], approvedBy: null });
      expect(shown('pressestelle')).toContain('Zurückgegeben: Bitte die Uhrzeit nennen.');
      expect(plain(await press('stadtdirektion', '-approve'))).toContain('Der Text ist „Entwurf“');
      // Handed in again on the same day its clock runs anew.
      await press('pressestelle', '-submit');
      await live('10:10');
      expect(cards('oberbuergermeisterin')).toHaveLength(1);
      expect(plain(await press('pressestelle', '-return'))).toContain('nicht zu');
    });

    it('shows that a prosecutor may have the say', async () => {
      await city.as('ciso').say('/vorfall staatsanwaltschaft ja');
      await inReview();
      expect(shown('stadtdirektion')).toContain('Staatsanwaltschaft');
      expect(plain(await city.as('pressestelle').say('/vorfall staatsanwaltschaft nein'))).toContain('nicht zu');
      await city.as('ciso').press('incident-prosecutor', { incident: id, sent: true }, { value: 'no' });
      expect((await incidentNow(store, id)).prosecutor).toBe(false);
    });

    it('waits for data protection while a loss of data is not excluded', async () => {
      await inReview();
      await press('stadtdirektion', '-approve');
      const link = { link: 'https://www.dortmund.de/a' };
      expect(plain(await press('pressestelle', '-publish', { sent: true }, link))).toContain(
        'zeichnet der Datenschutz mit',
      );
      expect(plain(await press('stadtdirektion', '-co-sign'))).toContain('nicht zu');
      await press('datenschutz', '-co-sign');
      expect(plain(await press('datenschutz', '-co-sign'))).toContain('schon erledigt');
      expect(plain(await press('pressestelle', '-publish', { sent: true }, link))).toContain('festgehalten');
      await noFaults();
    });

    it('brings data protection and the lawyers the text when a loss is possible after all', async () => {
      await city.as('datenschutz').say('/vorfall datenverlust ausgeschlossen');
      await inReview();
      expect(cards('datenschutz')).toEqual([]);
      await city.as('datenschutz').say('/vorfall datenverlust möglich');
      await city.drain();
      expect(labels(cards('datenschutz')[0]!)).toContain('Mitzeichnen');
      // Whoever has read along already is not asked again.
      await press('datenschutz', '-co-sign');
      await city.as('datenschutz').say('/vorfall datenverlust ausgeschlossen');
      await city.as('datenschutz').say('/vorfall datenverlust möglich');
      await city.drain();
      expect(cards('datenschutz')).toHaveLength(1);
      await noFaults();
    });

    it('needs no co-signature once a loss is excluded, and needs it again when it is possible', async () => {
      await inReview();
      await press('stadtdirektion', '-approve');
      expect(plain(await city.as('ciso').say('/vorfall datenverlust ausgeschlossen'))).toContain('nicht zu');
      const officer = city.as('datenschutz');
      const form = await officer.say('/vorfall datenverlust');
      expect(form.kind === 'card' && form.card.form?.submit.do).toBe('incident-data-loss');
      expect(plain(await officer.click('Speichern', {}))).toContain('fehlt noch');
      await officer.click('Speichern', { value: 'excluded' });
      await city.drain();
      expect(labels(cards('pressestelle').at(-1)!)).toContain('Ist veröffentlicht …');
      await officer.say('/vorfall datenverlust möglich');
      await city.drain();
      expect(labels(cards('pressestelle').at(-1)!)).not.toContain('Ist veröffentlicht …');
    });
  });

  describe('the publication', () => {
    it('is done by people and kept with its link; the bot posts nothing outside', async () => {
      await released();
      const clerk = city.as('pressestelle');
      await clerk.click('Ist veröffentlicht …');
      expect(plain(await clerk.click('Link festhalten', { link: 'kommt noch' }))).toContain('kein vollständiger Link');
      expect(plain(await clerk.click('Link festhalten', {}))).toContain('fehlt noch');
      await clerk.click('Link festhalten', { link: 'www.dortmund.de/warnung' });
      await city.drain();
      expect(await only()).toMatchObject({ state: 'published', link: 'https://www.dortmund.de/warnung' });
      expect(shown('stadtdirektion')).toContain('https://www.dortmund.de/warnung');
      expect(plain(await press('pressestelle', '-publish'))).toContain('Der Text ist „veröffentlicht“: Pressestelle');
      expect(plain(await press('datenschutz', '-publish'))).toContain('nicht zu');
      for (const { effect } of await store.db.select().from(outbox)) expect(effect.do).not.toBe('platform');
      await noFaults();
    });

    it('on the channel that was taken over is refused until it is secured', async () => {
      await released();
      const [channel] = await store.db.select().from(channels);
      const link = { link: `${channel!.url}/posts/4711` };
      const refused = await press('pressestelle', '-publish', { sent: true }, link);
      expect(plain(refused)).toContain('Der Link führt auf „Facebook 1“');
      expect((await only()).state).toBe('approved');
      await store.db.update(incidentChannels).set({ control: 'secured' });
      await press('pressestelle', '-publish', { sent: true }, link);
      expect((await only()).state).toBe('published');
    });

    it('of a drill does not happen', async () => {
      await wipe(store);
      city = await stageOn(store);
      id = (await incidentRows(store, city.clock.now, { drill: true, number: 'Ü-2026-0001' })).id;
      await released();
      expect(cards('stadtdirektion', /^ÜBUNG – /)).toHaveLength(1);
      expect(labels(cards('pressestelle', /^ÜBUNG/).at(-1)!)).not.toContain('Ist veröffentlicht …');
      const refused = await press('pressestelle', '-publish', { sent: true }, { link: 'https://www.dortmund.de/a' });
      expect(plain(refused)).toContain('eine Übung');
      expect(await store.db.transaction((tx) => openTexts(tx as Tx, { id, drill: true }))).toEqual({
        waiting: [],
        uncleared: [],
      });
    });

    it('is taken back with a reason', async () => {
      await released();
      await press('pressestelle', '-publish', { sent: true }, { link: 'https://www.dortmund.de/a' });
      const clerk = city.as('pressestelle');
      expect(plain(await press('datenschutz', '-withdraw'))).toContain('nicht zu');
      expect(plain(await press('pressestelle', '-withdraw'))).toContain('auch dort herunter');
      const row = await only();
      await clerk.press('incident-text-withdraw', { text: row.id, sent: true }, { reason: 'Die Uhrzeit war falsch.' });
      await city.drain();
      expect(shown('stadtdirektion')).toContain('Zurückgezogen: Pressestelle');
      expect(shown('stadtdirektion')).toContain('Die Uhrzeit war falsch.');
      expect(plain(await press('pressestelle', '-withdraw'))).toContain('Der Text ist „zurückgezogen“');
      expect(labels(cards('stadtdirektion').at(-1)!)).toEqual([]);
    });

    it('survives a restart between approval and publication, and a click that is delivered twice', async () => {
      await inReview();
      const row = await only();
      const click = () =>
        city.request({
          key: 'local:twice',
          who: { chat: 'local', tenant: 'local', id: 'stadtdirektion' },
          where: { id: 'dm:stadtdirektion', dm: true },
          lang: 'de',
          do: {
            kind: 'press',
            name: 'incident-text-approve',
            args: { text: row.id, hash: row.hash.slice(0, 16) },
            inputs: {},
          },
        });
      const first = await click();
      const after = { text: await only(), effects: (await store.db.select().from(outbox)).length };
      // A new process on the same database, nothing delivered yet; the chat delivers the click once more.
      const again = await stageOn(store);
      city.request = again.request;
      expect(plain(await click())).toBe(plain(first));
      expect({ text: await only(), effects: (await store.db.select().from(outbox)).length }).toEqual(after);
      city = again;
      at('10:05');
      await city.drain();
      await live('12:00');
      expect((await only()).state).toBe('approved');
      expect(shown('pressestelle')).toContain('Noch nicht veröffentlicht.');
    });
  });

  describe('closing', () => {
    const open = () => store.db.transaction((tx) => openTexts(tx as Tx, { id, drill: false }));
    it('waits for drafts, and for the all clear after what was published', async () => {
      await drafted();
      expect((await open()).waiting).toHaveLength(1);
      await store.db.delete(incidentTexts);
      await released();
      expect((await open()).waiting).toHaveLength(1);
      await press('pressestelle', '-publish', { sent: true }, { link: 'https://www.dortmund.de/a' });
      expect(await open()).toMatchObject({ waiting: [], uncleared: [{ kind: 'holding' }] });
      at('12:00');
      await drafted('Entwarnung: Der Kanal wird wieder von der Stadt betrieben.', { kind: 'all-clear' });
      const clear = (await texts()).find(({ kind }) => kind === 'all-clear')!;
      expect(clear.number).toBe(2);
      const args = { text: clear.id, hash: clear.hash.slice(0, 16) };
      await city.as('pressestelle').press('incident-text-submit', args);
      await city.as('stadtdirektion').press('incident-text-approve', args);
      await city.as('datenschutz').press('incident-text-co-sign', args);
      const link = { link: 'https://www.dortmund.de/b' };
      await city.as('pressestelle').press('incident-text-publish', { ...args, sent: true }, link);
      expect(await open()).toEqual({ waiting: [], uncleared: [] });
      await noFaults();
    });

    it('ends the writing', async () => {
      await drafted();
      await store.db.update(incidents).set({ state: 'closed' });
      expect(plain(await press('pressestelle', '-submit'))).toContain('geschlossen');
      expect(plain(await drafted())).toContain('geschlossen');
    });
  });

  describe('the card', () => {
    /** Everything that can be read on it, in order. */
    const words = (drawn: unknown): string => {
      if (Array.isArray(drawn)) return drawn.map(words).join(' ');
      if (typeof drawn !== 'object' || drawn === null) return '';
      return Object.entries(drawn)
        .map(([name, value]) =>
          typeof value === 'string' ? (['text', 'title'].includes(name) ? value : '') : words(value),
        )
        .join(' ');
    };
    const drawn = (card: Card) => ({
      slack: words(cardToBlockKit(card).blocks).replaceAll(/\s+/g, ' '),
      teams: words(cardToAdaptiveCard(card, { people: 'list' })).replaceAll(/\s+/g, ' '),
    });

    it('shows 5,000 characters to the end in every chat', async () => {
      const sentence = (n: number) => `Satz ${n} mit Umlauten äöüß und einem Punkt am Ende.`;
      const all = Array.from({ length: 96 }, (_, n) => sentence(n)).join(' ');
      const half = all.indexOf(' Satz 50 ');
      const args = { incident: id, kind: 'faq', lang: 'de', sent: true };
      const inputs = {
        body: all.slice(0, half),
        more: `${all.slice(half).trim()} ${'x'.repeat(40)}`.slice(0, LONGEST - half - 2),
      };
      await city.as('pressestelle').press('incident-text', args, inputs);
      expect((await only()).body.length).toBeGreaterThan(4900);
      await press('pressestelle', '-submit');
      await city.drain();
      const card = cards('stadtdirektion', /Fragen und Antworten/)[0]!;
      expect(labels(card)).toContain('Freigeben');
      for (const view of Object.values(drawn(card))) {
        for (let n = 0; n < 95; n++) expect(view).toContain(sentence(n));
        expect(view).toContain('Freigeben');
      }
    });

    it('turns pages where the signs are hard, with the release below the last one', async () => {
      const hard = hardText(4900).replaceAll(/[[\]{}]/g, ' ');
      const args = { incident: id, kind: 'holding', lang: 'de', sent: true };
      const inputs = { body: hard.slice(0, 2900), more: hard.slice(2900) };
      await city.as('pressestelle').press('incident-text', args, inputs);
      await press('pressestelle', '-submit');
      await city.drain();
      const approver = city.as('stadtdirektion');
      const first = cards('stadtdirektion')[0]!;
      expect(labels(first)).not.toContain('Freigeben');
      expect(cardToPlain(first)).toContain('Seite 1 von');
      let card = first;
      let turns = 0;
      while (labels(card).includes('Weiterlesen')) {
        const reply = await approver.click('Weiterlesen');
        if (reply.kind !== 'card') throw new Error(plain(reply));
        card = reply.card;
        expect(slackFaults(cardToBlockKit(card))).toEqual([]);
        expect(faultsOf(cardToAdaptiveCard(card, { people: 'list' }))).toEqual([]);
        for (const view of Object.values(drawn(card))) expect(view).not.toContain(RENDER_WORDS.de.shortened);
        turns += 1;
      }
      expect(turns).toBeGreaterThan(0);
      expect(labels(card)).toContain('Freigeben');
      await approver.click('Zurückblättern');
      await approver.click('Weiterlesen');
      await approver.click('Freigeben');
      expect((await only()).state).toBe('approved');
    });

    it('is for those who take part', async () => {
      await drafted();
      const reply = await city.as('leitung-feuerwehr').press('incident-text-show', { text: (await only()).id });
      expect(plain(reply)).toContain('gibt es nicht');
      const head = await city.as('ciso').press('incident-show', { what: id });
      expect(plain(head)).toContain('Text 1: Erste Meldung');
    });
  });
});

/** What people read: lists, one application, tasks, the organisation, help; who may, and what the audit keeps of it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Organisation } from '../../../bot/organisation/organisation.ts';
import { buttons, type Card } from '../../../cards/node.ts';
import { type AuditRow, verifyAudit } from '../../../db/audit.ts';
import type { Store, Tx } from '../../../db/connect.ts';

import { audit, channels } from '../../../db/schema.ts';
import {
  approved,
  CLERK,
  cardOf,
  DECIDERS,
  dossierOf,
  drafted,
  keyOf,
  postedWith,
  published,
  submitted,
  voteOf,
  voting,
  yesOf,
} from '../../support/acts.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { setGone } from '../../support/past-commands.ts';
import { labels, type Person, plain, type Stage, stageOn } from '../../support/stage.ts';

let store: Store;
let city: Stage;
let people: Map<string, Person>;

beforeAll(async () => {
  store = await freshStore();
});
beforeEach(async () => {
  city = await stageOn(store);
  people = new Map();
});
afterEach(async () => {
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  await wipe(store);
});
afterAll(() => store.close());

const restage = async (change: (file: Organisation) => Organisation) => {
  await wipe(store);
  city = await stageOn(store, ['local'], change);
  people = new Map();
};

/** Somebody, with the cards they have been shown so far. */
function by(ref: string): Person {
  const person = people.get(ref) ?? city.as(ref);
  people.set(ref, person);
  return person;
}

type Row = typeof channels.$inferInsert;
let made = 0;

/** A channel as an import leaves it: with no application behind it. */
const makeChannel = (overrides: Partial<Row> = {}): Row => {
  made += 1;
  const at = city.clock.now;
  return {
    id: `c_test${made}`,
    platform: 'facebook',
    name: `Kanal ${String(made).padStart(3, '0')}`,
    handle: `kanal${made}`,
    office: 'kulturbetriebe',
    state: 'published',
    createdAt: at,
    changedAt: at,
    ...overrides,
  };
};
const put = (...rows: Row[]) => store.db.insert(channels).values(rows);

const items = (card: Card): string[] => card.nodes.flatMap((node) => (node.kind === 'item' ? [node.title] : []));
const notes = (card: Card): string =>
  card.nodes.flatMap((node) => (node.kind === 'note' ? [node.text] : [])).join('\n');
const listed = async (who: string, text = '/channel list', lang: 'de' | 'en' = 'de') =>
  cardOf(await by(who).say(text, { lang }));
const audited = async (action: string): Promise<AuditRow[]> =>
  (await store.db.select().from(audit).orderBy(audit.seq)).filter((row) => row.action === action);

const REGISTRAR = 'berechtigungen';
const NOTHING = 'Im Moment wartet nichts auf Sie.';

describe('the list', () => {
  it('turns its pages of eight, keeps the filter, and goes no further than there is', async () => {
    await put(...Array.from({ length: 19 }, () => makeChannel()));
    await put(makeChannel({ platform: 'x' }));
    const registrar = by(REGISTRAR);
    const first = cardOf(await registrar.say('/channel list netzwerk=facebook'));
    expect(first.title).toBe('Kanäle der Stadt (19)');
    expect(items(first)).toHaveLength(8);
    expect(notes(first)).toContain('Seite 1 von 3 · Netzwerk: facebook');
    expect(labels(first)).not.toContain('◀ Vorige Seite');
    const second = cardOf(await registrar.click('Nächste Seite ▶'));
    expect(notes(second)).toContain('Seite 2 von 3 · Netzwerk: facebook');
    const third = await registrar.click('Nächste Seite ▶');
    expect(third).toMatchObject({ replace: true });
    expect(items(cardOf(third))).toHaveLength(3);
    expect(labels(cardOf(third))).not.toContain('Nächste Seite ▶');
    expect(new Set([first, second, cardOf(third)].flatMap(items)).size).toBe(19);
    expect(items(cardOf(await registrar.click('◀ Vorige Seite')))).toEqual(items(second));
  });

  it('of a page that is past the end leads back to one that is not empty', async () => {
    await put(...Array.from({ length: 9 }, () => makeChannel()));
    const card = await listed(REGISTRAR, '/channel list seite=7');
    expect(notes(card)).toContain('Seite 2 von 2');
    expect(items(card)).toHaveLength(1);
    expect(plain(await by(REGISTRAR).say('/channel list seite=0'))).toContain('fehlt eine Angabe');
    expect(plain(await by(REGISTRAR).say('/channel list seite=zwei'))).toContain('„/kanal liste [Text]');
  });

  it.each([
    ['status=veröffentlicht', 'de', ['Facebook – A']],
    ['status=Published', 'de', ['Facebook – A']],
    ['status="veröffentlicht ohne Genehmigung"', 'de', ['Facebook – B']],
    ['zustand=„ruhend“', 'de', ['X – C']],
    ['state=dormant', 'en', ['X – C']],
    ['state="published without approval"', 'en', ['Facebook – B']],
    ['state=veröffentlicht', 'en', ['Facebook – A']],
    ['state=published', 'en', ['Facebook – A']],
    ['status=unfug', 'de', []],
    ['netzwerk=Twitter', 'de', ['X – C']],
    ['platform=fb', 'en', ['Facebook – A', 'Facebook – B']],
    ['netzwerk=x status=ruhend', 'de', ['X – C']],
    ['fachbereich="FB 41"', 'de', ['Facebook – A']],
    ['office=Feuerwehr', 'en', ['Facebook – B']],
    ['fachbereich=unbekannt', 'de', []],
    ['a', 'de', ['Facebook – A']],
    ['100%', 'de', []],
    ['_', 'de', []],
  ] as const)('is filtered by %s (%s)', async (filter, lang, found) => {
    await put(
      makeChannel({ name: 'A', handle: 'a', office: 'kulturbetriebe' }),
      makeChannel({ name: 'B', handle: 'b', office: 'fb-37', state: 'unapproved' }),
      makeChannel({ name: 'C', handle: 'c', office: 'fb-53', platform: 'x', state: 'dormant' }),
    );
    expect(items(await listed(REGISTRAR, `/channel list ${filter}`, lang))).toEqual(found);
  });

  it('says in words what it looked for, when there is nothing', async () => {
    const card = await listed(REGISTRAR, '/channel list Theater status=ruhend');
    expect(plain({ kind: 'card', card, replace: false })).toContain('Dazu gibt es keinen Kanal, den Sie sehen dürfen.');
    expect(notes(card)).toContain('Text: Theater');
    expect(notes(card)).toContain('Status: ruhend');
  });

  it('shows network, name, state, office, number and address, and the way to the application', async () => {
    const { number } = await published(city);
    const card = await listed(CLERK);
    const [item] = card.nodes.filter((node) => node.kind === 'item');
    expect(item).toMatchObject({
      title: expect.stringMatching(/^Facebook – Kultur \d+$/),
      text: expect.stringMatching(
        new RegExp(`^veröffentlicht · FB 41\\n${number} · veröffentlicht\\nhttps://www\\.facebook\\.com/`),
      ),
    });
    const shown = await by(CLERK).click('Anzeigen');
    expect(cardOf(shown).title).toContain(number);
  });

  it.each([
    [CLERK, ['A']],
    ['leitung-kulturbetriebe', ['A', 'T']],
    ['stv-leitung-kulturbetriebe', ['A', 'T']],
    ['datenschutz-kulturbetriebe', ['A', 'T']],
    ['oeffentlichkeitsarbeit-bibliothek', ['T']],
    ['oberbuergermeisterin', ['A', 'B', 'T']],
    ['leitung-feuerwehr', ['B']],
    ['leitung-stadtentwaesserung', []],
    ['auftraege-systemhaus', []],
    ['betrieb-kanalwacht', []],
    [REGISTRAR, ['A', 'B', 'T']],
    ['ciso', ['A', 'B', 'T']],
    ['it-pruefung', ['A', 'B', 'T']],
    ['gutachten-it-sicherheit', ['A', 'B', 'T']],
    ['pressestelle', ['A', 'B', 'T']],
    ['datenschutz', ['A', 'B', 'T']],
    ['vorsitz-personalrat', ['A', 'B', 'T']],
  ])('shows %s what they may know of: %j', async (who, names) => {
    await put(
      makeChannel({ name: 'A', office: 'kulturbetriebe' }),
      makeChannel({ name: 'B', office: 'fb-37' }),
      makeChannel({ name: 'T', office: 'bibliothek' }),
    );
    expect(items(await listed(who)).map((title) => title.replace('Facebook – ', ''))).toEqual(names);
  });
});

describe('who reads an application', () => {
  const SECRET = 'Die Zielgruppe ist dort am besten erreichbar';
  const right = async (who: string, what: string) => {
    const text = plain(await by(who).press('show', { what, full: 'yes' }));
    if (text.includes('dürfen Sie nicht einsehen')) return 'none';
    return text.includes(SECRET) ? 'full' : 'state';
  };

  it('staff of the office see where it stands; heads, data protection and who takes part read all', async () => {
    const { id } = await submitted(city);
    expect(await right(CLERK, id)).toBe('full');
    await restage((file) => ({
      ...file,
      people: [
        ...file.people,
        { ...file.people[0]!, id: 'neu', name: 'Sachbearbeitung', email: 'neu@dortmund.example' },
      ],
      offices: file.offices.map((office) =>
        office.id === 'kulturbetriebe' ? { ...office, staff: [...office.staff, 'pressestelle'] } : office,
      ),
    }));
    const { id: again, number } = await submitted(city);
    const read: Record<string, string> = {};
    for (const who of [
      'pressestelle',
      'leitung-kulturbetriebe',
      'stv-leitung-kulturbetriebe',
      'datenschutz-kulturbetriebe',
      'oberbuergermeisterin',
      'oeffentlichkeitsarbeit-bibliothek',
      'leitung-dortmund-agentur',
      'datenschutz',
      'stv-datenschutz',
      'it-sicherheit',
      'organisation-personalamt',
      'vorsitz-personalrat-kulturbetriebe',
      'vorsitz-personalrat',
      'datenschutz-stadtentwaesserung',
      'leitung-feuerwehr',
      'auftraege-systemhaus',
      'betrieb-kanalwacht',
      REGISTRAR,
      'it-pruefung',
      'gutachten-it-sicherheit',
    ]) {
      read[who] = await right(who, again);
    }
    expect(read).toEqual({
      pressestelle: 'state',
      'leitung-kulturbetriebe': 'full',
      'stv-leitung-kulturbetriebe': 'full',
      'datenschutz-kulturbetriebe': 'full',
      oberbuergermeisterin: 'full',
      'oeffentlichkeitsarbeit-bibliothek': 'full',
      'leitung-dortmund-agentur': 'full',
      datenschutz: 'full',
      'stv-datenschutz': 'full',
      'it-sicherheit': 'full',
      'organisation-personalamt': 'full',
      'vorsitz-personalrat-kulturbetriebe': 'full',
      'vorsitz-personalrat': 'none',
      'datenschutz-stadtentwaesserung': 'none',
      'leitung-feuerwehr': 'none',
      'auftraege-systemhaus': 'none',
      'betrieb-kanalwacht': 'none',
      [REGISTRAR]: 'full',
      'it-pruefung': 'full',
      'gutachten-it-sicherheit': 'full',
    });
    const text = plain(await by('pressestelle').say(`/channel show ${number}`));
    expect(text).toContain('Stand: bei der Leitung');
    expect(text).toContain('Leitung: ⏳ in Bearbeitung | FB 3: ⏳ in Bearbeitung');
    expect(text).not.toContain('Prüfsumme');
    expect(text).not.toContain('Hauptadministration');
    expect(labels(cardOf(await by('pressestelle').say(`/channel show ${number}`)))).toEqual([]);
  });

  it('a reviewer from outside reads until the last day, and nothing after it', async () => {
    const { id, number } = await submitted(city);
    const reviewer = 'gutachten-it-sicherheit';
    city.clock.now = new Date('2027-12-31T22:59:00Z');
    expect(await right(reviewer, id)).toBe('full');
    expect(items(await listed(reviewer))).toHaveLength(1);
    city.clock.now = new Date('2027-12-31T23:01:00Z');
    expect(await right(reviewer, id)).toBe('none');
    expect(items(await listed(reviewer))).toEqual([]);
    expect(plain(await by(reviewer).say(`/channel show ${number}`))).toContain('dürfen Sie nicht einsehen');
    expect(plain(await by(reviewer).say('/channel register'))).toContain('Dafür haben Sie keine Berechtigung.');
  });

  it('reading in full is in the audit with who and when; a look at the card is not', async () => {
    const { id } = await submitted(city);
    const auditor = by('it-pruefung');
    await auditor.say(`/channel show ${id}`);
    expect(await audited('read-in-full')).toEqual([]);
    await auditor.click('Ganzer Antrag');
    expect(await audited('read-in-full')).toMatchObject([
      {
        actor: await keyOf(store, 'it-pruefung'),
        subject: `application:${id}`,
        at: city.clock.now,
        data: { chat: 'local' },
      },
    ]);
  });

  it('a refusal is in the audit with its code, and without what was typed', async () => {
    const { number } = await submitted(city);
    await by('leitung-feuerwehr').say(`/channel show ${number}`);
    await by('leitung-feuerwehr').say('/channel show SN-1999-0001');
    await by('leitung-feuerwehr').say('/channel geheimnis');
    await by('fremd').say('/channel list');
    const rows = await audited('refused');
    expect(rows.map(({ subject, data }) => [subject, data.code])).toEqual([
      ['show', 'not-readable'],
      ['show', 'not-found'],
      ['unknown', 'not-understood'],
      ['list', 'unknown-person'],
    ]);
    expect(rows.map(({ actor }) => actor)).toEqual([...Array.from({ length: 3 }, () => rows[0]!.actor), 'unknown']);
    expect(JSON.stringify(rows)).not.toMatch(/geheimnis|SN-1999/);
  });
});

describe('showing', () => {
  it('finds by number in any spelling, version, link in any spelling, handle, name and id', async () => {
    const { id, number, answers } = await submitted(city);
    const head = by(DECIDERS.head);
    const root = number!.replace(/-v1$/, '');
    const { handle, name } = answers as { handle: string; name: string };
    for (const what of [
      number,
      root,
      root.toLowerCase(),
      `${root}-V1`,
      `https://m.facebook.com/${handle.toLowerCase()}/`,
      `facebook.com/${handle}`,
      handle,
      `@${handle.toUpperCase()}`,
      name,
      id,
    ]) {
      expect(cardOf(await head.say(`/channel show ${what}`)).title, String(what)).toContain(number);
    }
  });

  it('asks which of several is meant, and offers only what the reader may see', async () => {
    const one = await submitted(city, { answers: { name: 'Kultur', handle: 'eins' } });
    const two = await submitted(city, { answers: { name: 'Kultur', handle: 'zwei' } });
    const fire = by('oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt');
    const other = await submitted(city, { clerk: fire, office: 'fb-37', answers: { name: 'Kultur', handle: 'drei' } });
    const card = cardOf(await by(DECIDERS.head).say('/channel show kultur'));
    expect(card.title).toBe('„kultur“ passt auf mehrere Kanäle. Welchen meinen Sie?');
    const offered = buttons(card).map(({ args }) => args?.what);
    expect(new Set(offered)).toEqual(new Set([one.id, two.id]));
    expect(cardOf(await by(DECIDERS.head).click('Anzeigen')).title).toMatch(/^Antrag SN-/);
    expect(cardOf(await by('leitung-feuerwehr').say('/channel show Kultur')).title).toContain(other.number);
    expect(plain(await by('leitung-stadtentwaesserung').say('/channel show Kultur'))).toContain('nicht einsehen');
    expect(buttons(cardOf(await by(REGISTRAR).say('/channel show Kultur')))).toHaveLength(3);
  });

  it('of what is not there says how to find what is; of nothing, that it lacks a name', async () => {
    const head = by(DECIDERS.head);
    for (const what of ['SN-2026-9999', 'https://www.facebook.com/gibtesnicht', '@gibtesnicht', '%']) {
      expect(plain(await head.say(`/channel show ${what}`)), what).toBe(
        'Das habe ich nicht gefunden. Mit „/kanal liste“ sehen Sie, was es gibt.',
      );
    }
    expect(plain(await head.say('/channel show'))).toBe(
      'Da fehlt eine Angabe, oder sie passt nicht. Bitte schreiben Sie es so: „/kanal zeigen SN-2026-0001“',
    );
    expect(plain(await head.say(`/channel show ${'x'.repeat(501)}`))).toContain('höchstens 500 Zeichen');
  });

  it('opens with the question that waits for the reader', async () => {
    const { id, number } = await submitted(city);
    expect(labels(cardOf(await by(DECIDERS.head).say(`/channel show ${number}`)))).toContain('Ja');
    expect(labels(cardOf(await by(DECIDERS.fb3).say(`/channel show ${number}`)))).not.toContain('Ja');
    await yesOf(city, id, 'head');
    expect(labels(cardOf(await by(DECIDERS.fb3).say(`/channel show ${number}`)))).toContain('Ja');
    expect(labels(cardOf(await by(CLERK).say(`/channel show ${number}`)))).toContain('Zurückziehen');
  });
});

describe('the tasks', () => {
  const tasksOf = async (who: string) => plain(await by(who).say('/channel tasks'));

  it('are none, and then it is said so', async () => {
    const card = cardOf(await by(CLERK).say('/channel aufgaben'));
    expect(card.summary).toBe('0 Aufgaben warten auf Sie.');
    expect(plain({ kind: 'card', card, replace: false })).toContain(NOTHING);
    expect(labels(card)).toEqual(['Kanal registrieren', 'Kanäle ansehen', 'Hilfe']);
    expect(plain(await by('stv-betrieb-kanalwacht').say('/channel tasks', { lang: 'en' }))).toContain(
      'Nothing waits for you at the moment.',
    );
  });

  it('are votes, for those who lead, their members and their deputies, until one has decided', async () => {
    const { id, number } = await submitted(city);
    for (const who of ['leitung-kulturbetriebe', 'stv-leitung-kulturbetriebe']) {
      const text = await tasksOf(who);
      expect(text).toContain('1 Aufgabe wartet auf Sie.');
      expect(text).toContain('Votum offen: Leitung, seit 23.11.2026');
    }
    expect(await tasksOf(DECIDERS.fb3)).toContain(NOTHING);
    const decided = cardOf(await by('stv-leitung-kulturbetriebe').click('Entscheiden'));
    expect(decided.title).toContain(number);
    await voting(city, id, 'head', 'yes', { by: 'stv-leitung-kulturbetriebe' });
    expect(await tasksOf('leitung-kulturbetriebe')).toContain(NOTHING);
    for (const who of [DECIDERS.fb3, 'beratung-soziale-medien', 'stv-leitung-dortmund-agentur'])
      expect(await tasksOf(who)).toContain('Votum offen: FB 3');
    expect(await tasksOf(DECIDERS.council)).toContain(NOTHING);
  });

  it('are a Nein to weigh, for the head and nobody else', async () => {
    const { id } = await submitted(city);
    await yesOf(city, id, 'head');
    await voting(city, id, 'security', 'no', { inputs: { reason: 'Der zweite Faktor fehlt.' } });
    expect(await tasksOf(DECIDERS.head)).toContain('Nein abwägen: IT-Sicherheit');
    expect(await tasksOf('stv-leitung-kulturbetriebe')).toContain('Nein abwägen: IT-Sicherheit');
    expect(await tasksOf(DECIDERS.security)).toContain(NOTHING);
    expect(await tasksOf(CLERK)).toContain(NOTHING);
    const card = await by(DECIDERS.head).click('Entscheiden');
    expect(labels(cardOf(card))).toContain('Nein von IT-Sicherheit abwägen …');
  });

  it('are questions to answer, with the words of the question', async () => {
    const { id } = await submitted(city);
    await yesOf(city, id, 'head');
    const inputs = { question: 'Wer antwortet am Wochenende?' };
    await by(DECIDERS.fb3).press('ask', { application: id, body: 'fb3', sent: true }, inputs);
    expect(await tasksOf(CLERK)).toContain('Rückfrage (FB 3): Wer antwortet am Wochenende?');
    await by(CLERK).click('Rückfrage beantworten …');
    await by(CLERK).click('Antwort senden', { answer: 'Niemand, das steht im Profil.' });
    expect(await tasksOf(CLERK)).toContain(NOTHING);
  });

  it('are what follows an approval, by person and by role, done once', async () => {
    await approved(city);
    expect(await tasksOf(CLERK)).toContain('Kanal veröffentlichen');
    const holder = await tasksOf('leitung-bibliothek');
    expect(holder).toContain('Verhaltensregeln bestätigen');
    expect(holder).toContain('Freiwillige Einwilligung');
    expect(await tasksOf('auftraege-systemhaus')).toContain(
      'Internetseiten freischalten: Leitung Stadt- und Landesbibliothek',
    );
    await by('leitung-bibliothek').click('Gelesen und verstanden');
    expect(await tasksOf('leitung-bibliothek')).not.toContain('Verhaltensregeln bestätigen');
  });

  it('are drafts too, which do not count as waiting', async () => {
    const id = await drafted(city);
    const text = await tasksOf(CLERK);
    expect(text).toContain(NOTHING);
    expect(text).toContain('Ihre Entwürfe');
    expect(text).toContain('Neuantrag, begonnen am 23.11.2026');
    expect(cardOf(await by(CLERK).press('edit', { what: id })).form).toBeDefined();
    await by(CLERK).say('/channel tasks');
    await by(CLERK).click('Verwerfen');
    expect(await tasksOf(CLERK)).not.toContain('Ihre Entwürfe');
    expect(await tasksOf(DECIDERS.head)).not.toContain('Ihre Entwürfe');
  });

  it('of somebody who was asked lapse when the application ends', async () => {
    const { id } = await submitted(city);
    await yesOf(city, id, 'head');
    await by(CLERK).press('withdraw', { what: id });
    expect(await tasksOf(DECIDERS.fb3)).toContain(NOTHING);
    expect((await voteOf(store, id, 'fb3')).answer).toBe('open');
  });

  it('are the same in the start page of the chat', async () => {
    await submitted(city);
    const head = by(DECIDERS.head);
    expect(cardOf(await head.press('home', {}))).toEqual(cardOf(await head.say('todo')));
  });
});

describe('the organisation', () => {
  it('says where one belongs, who stands in, whom to ask, and who has gone', async () => {
    const text = plain(await by(CLERK).say('/channel org'));
    expect(text).toContain('FB 41 – Kulturbetriebe');
    expect(text).toContain('Rechtsträger: Eigenbetrieb Kulturbetriebe');
    expect(text).toContain('Leitung: Leitung Kulturbetriebe');
    expect(text).toContain('Vertretung: Stellvertretung Leitung Kulturbetriebe');
    expect(text).toContain('Datenschutzfachkräfte: Datenschutzfachkraft Kulturbetriebe');
    expect(text).toContain('• Personalrat – Eigenbetrieb Kulturbetriebe');
    expect(text).toContain('Stimmt etwas nicht? Die Organisation pflegt: Berechtigungssteuerung StA 11');
    expect(text).not.toContain('Feuerwehr');
    const gone = await keyOf(store, DECIDERS.head);
    await store.db.transaction((tx) => setGone(tx as Tx, gone, true));
    expect(plain(await by(CLERK).say('/kanal organisation'))).toContain('Leitung Kulturbetriebe (ausgeschieden)');
  });

  it('says of an office without a head or deputies that there is none', async () => {
    const text = plain(await by('leitung-gesundheitsamt').say('/channel org'));
    expect(text).toContain('FB 53 – Gesundheitsamt');
    expect(text).toContain('Vertretung: –');
    const both = plain(await by('oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt').say('/channel org'));
    expect(both).toContain('FB 37 – Feuerwehr');
    expect(both).toContain('FB 53 – Gesundheitsamt');
  });
});

describe('help', () => {
  const usages = async (who: string) => items(cardOf(await by(who).say('/channel help')));

  it('shows what this person may do, with buttons for what needs no argument', async () => {
    const clerk = cardOf(await by(CLERK).say('hilfe'));
    expect(items(clerk)).toContain('/kanal registrieren https://www.facebook.com/…');
    expect(plain({ kind: 'card', card: clerk, replace: false })).toContain(
      'Ich führe das Verzeichnis „Soziale Netzwerke (Soziale Medien)“.',
    );
    const does = new Set(buttons(clerk).map((button) => button.do));
    expect(does).toEqual(new Set(['register', 'edit', 'list', 'tasks', 'org']));
    // From outside, and a member of a council who belongs to no office: they apply for nothing.
    for (const who of ['gutachten-it-sicherheit', 'mitglied-personalrat']) {
      expect(await usages(who)).not.toContain('/kanal registrieren https://www.facebook.com/…');
      expect(await usages(who)).toContain('/kanal zeigen SN-2026-0001');
    }
  });

  it('tells somebody unknown whom to ask, and shows nothing they may not do', async () => {
    const card = cardOf(await by('fremd').say('/channel help'));
    expect(card.summary).toContain('Ich kenne Sie noch nicht: Bitte wenden Sie sich an Berechtigungssteuerung StA 11');
    expect(items(card)).toEqual(['/kanal hilfe']);
    expect(buttons(card)).toEqual([]);
  });

  it('is shown for the bare word, in English to who reads English', async () => {
    const card = cardOf(await by('stv-betrieb-kanalwacht').say('/channel', { lang: 'en' }));
    expect(card.lang).toBe('en');
    expect(plain({ kind: 'card', card, replace: false })).not.toMatch(/Kanäle|Antrag/);
  });

  it('is pointed to by whatever is no command', async () => {
    expect(plain(await by(CLERK).say('/channel registrierung bitte'))).toBe(
      '„registrierung“ verstehe ich nicht. Mit „/kanal hilfe“ zeige ich Ihnen, was ich kann.',
    );
    expect(plain(await by(CLERK).say('/channel <!channel> *fett*'))).toContain('/kanal hilfe');
  });
});

describe('somebody the registry does not know', () => {
  const cards = () => postedWith(city, 'steht nicht in der Organisation');

  it('is told whom to ask; each registrar gets one card a day, however often they write', async () => {
    for (const who of ['berechtigungen', 'organisation-personalamt']) await by(who).say('/channel tasks');
    const stranger = by('fremd');
    const who = {
      chat: 'local',
      tenant: 'local',
      id: 'fremd',
      name: 'Neue Kraft',
      email: 'neu@anderswo.example',
    } as const;
    for (const text of ['/channel register', '/channel list', 'Guten Tag']) {
      expect(plain(await stranger.say(text, { who }))).toContain(
        'Ich kenne Sie noch nicht. Bitte wenden Sie sich an Berechtigungssteuerung StA 11, Sachbearbeitung Organisation',
      );
    }
    await stranger.press('vote', { application: 'a_1', body: 'head', seen: 0, answer: 'yes' }, {}, { who });
    await city.drain();
    expect(
      cards()
        .map(({ to }) => to.user)
        .sort(),
    ).toEqual(['berechtigungen', 'organisation-personalamt']);
    expect(cards()[0]!.card.summary).toBe(
      'Neue Kraft, neu@anderswo.example hat mir am lokalen Arbeitsplatz geschrieben und steht nicht in der Organisation.',
    );
    // Still the same day in Dortmund, then the next one.
    city.clock.now = new Date('2026-11-23T22:59:00Z');
    await stranger.say('/channel list', { who });
    await city.drain();
    expect(cards()).toHaveLength(2);
    city.clock.now = new Date('2026-11-23T23:01:00Z');
    await stranger.say('/channel list', { who });
    await city.drain();
    expect(cards()).toHaveLength(4);
  });

  it('is each announced for themselves', async () => {
    await by('berechtigungen').say('/channel tasks');
    await by('fremd').say('/channel list');
    await by('anders').say('/channel list');
    await city.drain();
    expect(cards().filter(({ to }) => to.user === 'berechtigungen')).toHaveLength(2);
  });

  it('any more, because they have left, gets neither lists nor tasks', async () => {
    const { id, number } = await submitted(city);
    const gone = await keyOf(store, CLERK);
    await store.db.transaction((tx) => setGone(tx as Tx, gone, true));
    for (const text of ['/channel list', '/channel tasks', `/channel show ${number}`, '/channel org', '/channel edit'])
      expect(plain(await by(CLERK).say(text)), text).toContain('Ich kenne Sie noch nicht.');
    expect((await dossierOf(store, id)).application.state).toBe('head');
  });
});

/** A registration as a conversation, from the first question to the submission, in one chat and across two. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../cards/node.ts';
import type { Reply } from '../../../cards/reply.ts';
import { asked } from '../../../commands/registration/question.ts';
import { verifyAudit } from '../../../db/audit.ts';
import type { Store } from '../../../db/connect.ts';
import type { Application } from '../../../db/registry/dossiers.ts';
import { allApplications, applicationOf, argOf, CLERK, cardOf, dossierOf, keyOf, newPage } from '../../support/acts.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { labels, type Person, plain, registerChannel, type Stage, stageOn } from '../../support/stage.ts';

let store: Store | undefined;
let city: Stage;
let clerk: Person;

const db = () => store!;

beforeEach(async () => {
  if (store) await wipe(store);
  store ??= await freshStore();
  city = await stageOn(store, ['local', 'slack']);
  clerk = city.as(CLERK);
  return async () => {
    expect(city.faults).toEqual([]);
    expect(await verifyAudit(db().db)).toMatchObject({ ok: true });
  };
});
afterAll(() => store?.close());

/** Begins a draft and switches to the conversation at once. @returns the draft's id and the first question */
async function begin(person = clerk, text = '/channel register'): Promise<{ id: string; question: Card }> {
  const form = await person.say(text);
  const question = cardOf(await person.click('Als Gespräch ausfüllen'));
  return { id: argOf(form, 'draft'), question };
}

/** The question of an answer. The note tells how far one is, so it is no part of what is compared. */
const asks = (reply: Reply): string => cardOf(reply).title;

const problemIn = (reply: Reply): string =>
  cardOf(reply)
    .nodes.flatMap((node) => (node.kind === 'banner' && node.tone === 'warning' ? [node.text] : []))
    .join('\n');

/** Answers one question after the other, and sees after each that the right one comes next. */
async function converse(person: Person, steps: readonly (readonly [answer: string, next: string])[]): Promise<Reply> {
  let last: Reply = { kind: 'none' };
  for (const [answer, next] of steps) {
    const tap = /^tap (.+)$/.exec(answer)?.[1];
    last = tap ? await person.click(tap) : await person.say(answer);
    expect(asks(last), `after "${answer}"`).toBe(next);
  }
  return last;
}

const PERSON = (name: string, role: string, next: string) =>
  [
    [name, 'Funktion'],
    [role, 'Rechte am Konto'],
    ['1, 2 und 4', 'Aufgaben und Befugnisse'],
    ['Pflegt die Seite, beantwortet Kommentare.', 'Womit meldet sich die Person an?'],
    ['1', 'Schulung'],
    ['tap Ist geplant', 'Datum der Schulung'],
    ['7.1.2027', 'Muss die Person auch außerhalb der Arbeitszeit tätig werden?'],
    ['nein', 'Muss das Netzwerk am Arbeitsplatz freigeschaltet werden?'],
    ['2', 'Ist die Person Notfallkontakt?'],
    ['tap Ja', next],
  ] as const;

const CHANNEL = [
  ['1', 'Adresse des Auftritts (Link)'],
  ['www.facebook.com/KulturDortmund', 'Name des Auftritts'],
  ['Kulturbetriebe Dortmund', 'Kennung im Netzwerk'],
  ['KulturDortmund', 'Zweck und Inhalte'],
  ['Veranstaltungen ankündigen.\nAuch kleine.', 'Zielgruppe'],
  ['Menschen, die Kultur suchen', 'Warum gerade dieses Netzwerk?'],
  ['Die Zielgruppe ist dort am besten erreichbar.', 'Organisatorische Veränderungen'],
] as const;

const OPERATION = [
  ['keine', 'Können Nutzer*innen kommentieren?'],
  ['tap Nein', 'Wie schnell antworten Sie?'],
  ['Innerhalb eines arbeitstags', 'Wie oft veröffentlichen Sie etwas?'],
  ['tap Jede Woche', 'Laufzeit'],
  ['2', 'Befristet bis'],
  ['31.12.2027', 'Arbeitet eine Agentur oder eine andere Firma mit?'],
  ['Nein', 'Warnen Sie dort auch vor Gefahren?'],
  ['2', 'Link zum Impressum'],
] as const;

const LAW = [
  ['https://www.dortmund.de/impressum', 'Link zur Datenschutzerklärung'],
  ['dortmund.de/datenschutz', 'Vereinbarung zur gemeinsamen Verantwortung (Art. 26 DSGVO)'],
  ['tap Liegt vor', 'Rechtsgrundlage (Art. 6 DSGVO)'],
  ['1', 'Gehen Daten in Länder außerhalb von EU und EWR?'],
  ['2', 'Datenschutz-Folgenabschätzung (Art. 35 DSGVO)'],
  ['1', 'Link zum gleichen Angebot außerhalb des Netzwerks'],
  ['https://www.dortmund.de/kultur', 'Was tun Sie für die Barrierefreiheit?'],
  ['tap Überspringen', 'Wir sichern zu'],
  ['1 2 3 4', 'Wie vermeiden Sie Fehler in den Inhalten?'],
] as const;

const SECURITY = [
  ['Vier-Augen-Prinzip', 'Was tun Sie, wenn jemand ausscheidet?'],
  ['1; 2', 'Wer meldet sich mit zwei Faktoren an?'],
  ['1', 'Person'],
] as const;

const PEOPLE = [
  ...PERSON('Öffentlichkeitsarbeit Stadt- und Landesbibliothek, Sachbearbeitung', '2', 'Person'),
  ...PERSON('leitung.bibliothek@dortmund.example', 'tap Stellvertretende Administration', 'Kosten der Freischaltung'),
] as const;

const REASONS = [
  ['Kostenstelle 4711', 'Weitere Begründung'],
  ['tap Überspringen', 'Übersicht Ihres Antrags'],
] as const;

/** Sets a draft to one question, by passing over everything before it. */
async function goTo(person: Person, id: string, path: string): Promise<Reply> {
  return person.press('hear', { draft: id, path: await before(id, path), go: 'skip' });
}

/** The question whose passing over leads to this one, when nothing is answered yet. */
async function before(id: string, path: string): Promise<string> {
  const all = asked((await applicationOf(db(), id)).answers).map((question) => question.path);
  return all[all.indexOf(path) - 1]!;
}

const placeOf = async (id: string) => (await applicationOf(db(), id)).place;
const answersOf = async (id: string): Promise<Application['answers']> => (await applicationOf(db(), id)).answers;

describe('a whole registration', () => {
  it('is typed and tapped, question by question, reviewed and handed in', async () => {
    const { id, question } = await begin();
    expect(question.title).toBe('Soziales Netzwerk');
    expect(question.form).toBeUndefined();
    await converse(clerk, [...CHANNEL, ...OPERATION, ...LAW, ...SECURITY, ...PEOPLE]);
    const review = await converse(clerk, REASONS);
    expect(plain(review)).toContain('Alle Angaben sind vollständig.');
    expect(await answersOf(id)).toMatchObject({
      platform: 'facebook',
      url: 'https://www.facebook.com/KulturDortmund',
      purpose: 'Veranstaltungen ankündigen.\nAuch kleine.',
      comments: 'none',
      responseTime: 'day',
      rhythm: 'weekly',
      term: 'limited',
      limitedUntil: '2027-12-31',
      agencyUsed: 'no',
      crisisUse: 'no',
      privacy: 'https://dortmund.de/datenschutz',
      declarations: ['no-case-handling', 'rights-of-others', 'recognisable', 'no-private-accounts'],
      contentSafeguards: ['four-eyes'],
      leaverSafeguards: ['role-removal', 'credentials-changed'],
      persons: [
        {
          person: await keyOf(db(), 'oeffentlichkeitsarbeit-bibliothek'),
          role: 'administrator',
          rights: ['post', 'answer', 'roles'],
          training: 'planned',
          trainingDate: '2027-01-07',
          outsideHours: 'no',
          unblock: 'needed',
          emergency: 'yes',
        },
        { person: await keyOf(db(), 'leitung-bibliothek'), role: 'deputy-administrator' },
      ],
      costs: 'Kostenstelle 4711',
    });
    expect(await applicationOf(db(), id)).toMatchObject({
      key: 'facebook.com/kulturdortmund',
      platform: 'facebook',
      title: 'Facebook – Kulturbetriebe Dortmund',
      place: { page: expect.any(Number) },
    });
    await clerk.click('Antrag einreichen');
    expect(plain(await clerk.click('Ja, einreichen'))).toContain('SN-2026-0001-v1 ist eingereicht');
    expect((await applicationOf(db(), id)).state).toBe('head');
  });

  it('goes on in another chat, typed or tapped, and back again', async () => {
    const { id } = await begin();
    await converse(clerk, CHANNEL);
    const slack = city.as(CLERK, 'slack');
    await converse(slack, OPERATION);
    // The card that still hangs in the first chat answers its own question, not the one asked meanwhile.
    const form = cardOf(await slack.say('/channel edit'));
    expect(form.summary).toContain('2.2 Recht');
    await converse(clerk, LAW);
    await converse(slack, [...SECURITY, ...PEOPLE]);
    const review = await converse(clerk, REASONS);
    expect(plain(review)).toContain('Alle Angaben sind vollständig.');
    expect(await allApplications(db())).toHaveLength(1);
    expect((await applicationOf(db(), id)).applicant).toBe(await keyOf(db(), CLERK));
  });

  it('does not ask what the link has told', async () => {
    const { url, handle } = newPage();
    const { id, question } = await begin(clerk, `/channel register ${url}`);
    expect(question.title).toBe('Zweck und Inhalte');
    expect(await answersOf(id)).toMatchObject({ platform: 'facebook', handle, url: url.replace('www.', '') });
  });
});

describe('an answer that does not fit', () => {
  it.each([
    ['platform', 'Myspace', 'Diese Antwort steht nicht zur Wahl.'],
    ['platform', '0', 'Diese Antwort steht nicht zur Wahl.'],
    ['platform', '17', 'Diese Antwort steht nicht zur Wahl.'],
    ['url', 'kein link', 'Das ist kein vollständiger Link.'],
    ['url', 'javascript:alert(1)', 'Dieser Link führt auf keine Webseite.'],
    ['url', 'https://192.168.0.1/kultur', 'Diese Adresse ist nur intern erreichbar.'],
    ['name', 'N'.repeat(121), 'höchstens 120 Zeichen'],
    ['agencyUsed', 'vielleicht', 'Diese Antwort steht nicht zur Wahl.'],
    ['declarations', '1, 5', 'Diese Antwort steht nicht zur Wahl.'],
    ['declarations', 'alle', 'Diese Antwort steht nicht zur Wahl.'],
    ['persons.0.person', 'niemand', 'Diese Person ist hier nicht bekannt.'],
  ])('to %s („%s“) is asked again with the reason, and nothing is kept', async (path, answer, problem) => {
    const { id } = await begin();
    if (path !== 'platform') await goTo(clerk, id, path);
    const kept = await answersOf(id);
    const again = await clerk.say(answer);
    expect(problemIn(again)).toContain(problem);
    expect(await answersOf(id)).toEqual(kept);
    expect((await placeOf(id)).question).toBe(path);
  });

  it.each([
    ['31.02.2027', 'Das ist kein gültiges Datum.'],
    ['morgen', 'Das ist kein gültiges Datum.'],
    ['22.11.2026', 'Dieser Tag ist schon vorbei.'],
  ])('as a day („%s“) is asked again', async (answer, problem) => {
    const { id } = await begin();
    await goTo(clerk, id, 'term');
    await clerk.say('Befristet');
    const again = await clerk.say(answer);
    expect(asks(again)).toBe('Befristet bis');
    expect(problemIn(again)).toContain(problem);
    await clerk.say('23. 11. 2026');
    expect((await answersOf(id)).limitedUntil).toBe('2026-11-23');
  });

  it('that is only blanks is no answer', async () => {
    const { id } = await begin();
    await goTo(clerk, id, 'purpose');
    const again = await clerk.press('hear', { text: '  \u00a0 ' });
    expect(problemIn(again)).toContain('Diese Angabe fehlt noch.');
    expect((await answersOf(id)).purpose).toBeUndefined();
  });

  it('keeps the answer from before', async () => {
    const { id } = await begin();
    await clerk.say('1');
    await clerk.click('Zurück');
    const again = await clerk.say('Myspace');
    expect(plain(again)).toContain('Bisher: Facebook');
    expect((await answersOf(id)).platform).toBe('facebook');
  });

  it('because the address is taken says by which application', async () => {
    const number = await registerChannel(city.as('leitung-kulturbetriebe'));
    const { id } = await begin();
    await clerk.say('Facebook');
    const again = await clerk.say('https://m.facebook.com/kulturdortmund/');
    expect(problemIn(again)).toContain(number);
    expect((await answersOf(id)).url).toBeUndefined();
  });
});

describe('back, past, and out', () => {
  it('goes back to the question before, shows the answer, and takes a new one', async () => {
    const { id } = await begin();
    expect(labels(cardOf(await clerk.say('/channel edit')))).toContain('Weiter');
    await clerk.say('Facebook');
    await clerk.say('https://www.facebook.com/KulturDortmund');
    const back = await clerk.click('Zurück');
    expect(asks(back)).toBe('Adresse des Auftritts (Link)');
    expect(plain(back)).toContain('Bisher: https://www.facebook.com/KulturDortmund');
    const first = await clerk.click('Zurück');
    expect(asks(first)).toBe('Soziales Netzwerk');
    expect(labels(cardOf(first))).not.toContain('Zurück');
    const next = await clerk.say('Instagram');
    // The link is Facebook's: it was answered already, and what does not fit any more stands in the review.
    expect(asks(next)).toBe('Name des Auftritts');
    expect(await answersOf(id)).toMatchObject({ platform: 'instagram' });
    const review = await clerk.press('fill', { draft: id, page: 99, go: 'open' });
    expect(plain(review)).toContain('noch 44 Angaben');
    const form = await clerk.press('fill', { draft: id, page: 0, go: 'next' });
    expect(plain(form)).toContain('Der Link gehört zu Facebook.');
  });

  it('passes over everything and ends at the review, which names what is missing', async () => {
    const { id } = await begin();
    let card: Reply = await clerk.click('Später beantworten');
    for (let n = 0; n < 80 && asks(card) !== 'Übersicht Ihres Antrags'; n++) {
      card = await clerk.click(labels(cardOf(card)).includes('Überspringen') ? 'Überspringen' : 'Später beantworten');
    }
    expect(asks(card)).toBe('Übersicht Ihres Antrags');
    expect(plain(card)).toContain('Soziales Netzwerk: Diese Angabe fehlt noch.');
    expect(await answersOf(id)).toEqual({ kind: 'new' });
    expect((await placeOf(id)).question).toBeUndefined();
  });

  it('comes back to what was passed over before the review, once', async () => {
    const { id } = await begin();
    await clerk.click('Später beantworten');
    await goTo(clerk, id, 'furtherReasons');
    expect(asks(await clerk.say('Keine weiteren.'))).toBe('Soziales Netzwerk');
  });

  it.each([
    ['zurück', 'Soziales Netzwerk'],
    ['Überspringen', 'Name des Auftritts'],
  ])('understands the button „%s“ typed as a word', async (word, next) => {
    const { id } = await begin();
    await clerk.say('Facebook');
    expect(asks(await clerk.say(word))).toBe(next);
    expect((await answersOf(id)).url).toBeUndefined();
  });

  it('goes to the form at the same place, and from the form back into the conversation', async () => {
    const { id } = await begin();
    await converse(clerk, CHANNEL);
    const form = await clerk.click('Zum Formular');
    expect(cardOf(form).summary).toContain('2.1 Betrieb');
    expect((await placeOf(id)).question).toBeUndefined();
    // In the form a typed line is no answer any more.
    expect(plain(await clerk.say('keine'))).toContain('verstehe ich nicht');
    const inputs = { effects: 'Die Öffentlichkeitsarbeit übernimmt die Pflege.', comments: 'none' };
    const question = await clerk.click('Als Gespräch ausfüllen', inputs);
    expect(asks(question)).toBe('Wie schnell antworten Sie?');
    expect(await answersOf(id)).toMatchObject(inputs);
    expect(asks(await clerk.say('1'))).toBe('Wie oft veröffentlichen Sie etwas?');
  });

  it('has nothing to ask once all is answered: the review comes at once', async () => {
    const { id } = await begin();
    await converse(clerk, [...CHANNEL, ...OPERATION, ...LAW, ...SECURITY, ...PEOPLE, ...REASONS]);
    await clerk.press('fill', { draft: id, page: 0, go: 'open' });
    // What was passed over is offered once more to those who ask for it.
    expect(asks(await clerk.click('Als Gespräch ausfüllen'))).toBe('Was tun Sie für die Barrierefreiheit?');
    expect(asks(await clerk.say('Bilder haben Alternativtexte und Videos haben Untertitel'))).toBe(
      'Weitere Begründung',
    );
    expect(asks(await clerk.say('Keine.'))).toBe('Übersicht Ihres Antrags');
    expect(await answersOf(id)).toMatchObject({ accessibility: ['alt-text', 'captions'], furtherReasons: 'Keine.' });
    await clerk.press('fill', { draft: id, page: 0, go: 'open' });
    const review = await clerk.click('Als Gespräch ausfüllen');
    expect(plain(review)).toContain('Alle Angaben sind vollständig.');
    expect((await placeOf(id)).question).toBeUndefined();
  });
});

describe('an old question', () => {
  it('still takes its own answer, not that of the question asked now', async () => {
    const { id } = await begin();
    await converse(clerk, CHANNEL);
    const answer = await clerk.press('hear', { draft: id, path: 'platform', value: 'other' });
    expect(asks(answer)).toBe('Organisatorische Veränderungen');
    expect((await answersOf(id)).platform).toBe('other');
  });

  it('that is asked no longer says so, and a typed answer goes on with the next', async () => {
    const { id } = await begin();
    await goTo(clerk, id, 'term');
    expect(asks(await clerk.say('Befristet'))).toBe('Befristet bis');
    // Meanwhile the form in the other window says: unlimited.
    await clerk.press('hear', { draft: id, path: 'term', value: 'unlimited' });
    expect(plain(await clerk.press('hear', { draft: id, path: 'limitedUntil', value: '31.12.2027' }))).toContain(
      'Diese Karte ist überholt.',
    );
    expect((await answersOf(id)).limitedUntil).toBeUndefined();
  });

  it('of a draft that was handed in is out of date', async () => {
    const { id } = await begin();
    await converse(clerk, [...CHANNEL, ...OPERATION, ...LAW, ...SECURITY, ...PEOPLE, ...REASONS]);
    await clerk.press('submit', { draft: id, sure: true });
    const late = await clerk.press('hear', { draft: id, path: 'purpose', value: 'Etwas anderes.' });
    expect(plain(late)).toContain('Diese Karte ist überholt.');
    expect((await answersOf(id)).purpose).toBe('Veranstaltungen ankündigen.\nAuch kleine.');
  });

  it('is answered by nobody but the applicant', async () => {
    const { id } = await begin();
    const head = city.as('leitung-kulturbetriebe');
    expect(plain(await head.press('hear', { draft: id, path: 'platform', value: 'x' }))).toBe(
      'Das kann nur tun, wer den Antrag stellt.',
    );
    expect((await answersOf(id)).platform).toBeUndefined();
  });
});

describe('a file sent meanwhile', () => {
  const file = { name: 'Konzept.pdf', type: 'application/pdf', size: 9, bytes: Buffer.from('%PDF-1.7\n') };

  it('is attached to the draft that is talked about; the question stands', async () => {
    const { id } = await begin();
    await clerk.say('Facebook');
    await begin(city.as('leitung-kulturbetriebe'));
    const answer = await clerk.press('hear', { text: 'x' });
    expect(problemIn(answer)).not.toBe('');
    const attached = await city.request({
      key: 'local:file:1',
      who: { chat: 'local', tenant: 'local', id: CLERK },
      where: { id: `dm:${CLERK}`, dm: true },
      lang: 'de',
      do: { kind: 'say', text: 'https://www.facebook.com/KulturDortmund', files: [file] },
    });
    expect(plain(attached)).toContain('Konzept.pdf ist angehängt an: Facebook.');
    expect(plain(attached)).toContain('Den Text zu der Datei habe ich nicht übernommen.');
    expect((await dossierOf(db(), id)).attachments).toMatchObject([{ name: 'Konzept.pdf', state: 'stored' }]);
    expect((await placeOf(id)).question).toBe('url');
    expect(asks(await clerk.say('https://www.facebook.com/KulturDortmund'))).toBe('Name des Auftritts');
  });
});

describe('text that is no answer', () => {
  const room = { where: { id: 'raum-kulturbetriebe', dm: false } };

  it('gets a way to help: in a DM without a draft, after the review, and in a room', async () => {
    expect(plain(await clerk.say('Guten Morgen'))).toBe(
      '„Guten Morgen“ verstehe ich nicht. Mit „/kanal hilfe“ zeige ich Ihnen, was ich kann.',
    );
    expect(plain(await clerk.say('Guten Morgen', room))).toContain('/kanal hilfe');
    expect(plain(await clerk.say(`Sehr ${'lang '.repeat(50)}`)).length).toBeLessThan(200);
  });

  it('in a room never answers a question of the DM', async () => {
    const { id } = await begin();
    expect(plain(await clerk.say('Facebook', room))).toContain('„Facebook“ verstehe ich nicht.');
    expect((await answersOf(id)).platform).toBeUndefined();
  });

  it('from a draft that stands in the form is no answer', async () => {
    await clerk.say('/channel register');
    expect(plain(await clerk.say('Facebook'))).toContain('verstehe ich nicht');
  });

  it('that is nothing but a mention introduces the bot', async () => {
    expect(cardOf(await clerk.say('', room)).title).toBe('Was ich für Sie tun kann');
    expect(cardOf(await clerk.say('  ')).title).toBe('Was ich für Sie tun kann');
  });

  it('with a command in it is done as a command, and the question stands', async () => {
    const { id } = await begin();
    expect(cardOf(await clerk.say('Hilfe')).title).toBe('Was ich für Sie tun kann');
    expect(cardOf(await clerk.say('/channel tasks')).title).toBe('Ihre Aufgaben');
    expect((await placeOf(id)).question).toBe('platform');
    expect(asks(await clerk.say('Facebook'))).toBe('Adresse des Auftritts (Link)');
  });
});

describe('two drafts', () => {
  const second = async () => {
    city.clock.now = new Date(city.clock.now.getTime() + 60_000);
    const { url } = newPage();
    return argOf(await clerk.say(`/channel register ${url}`), 'draft');
  };

  it('of which one is talked about: that one is answered', async () => {
    const { id } = await begin();
    const other = await second();
    expect(asks(await clerk.say('Facebook'))).toBe('Adresse des Auftritts (Link)');
    expect(await answersOf(id)).toMatchObject({ platform: 'facebook' });
    expect((await applicationOf(db(), other)).version).toBe(0);
  });

  it('which are both talked about: the one asked last is answered, whichever is older', async () => {
    const { id } = await begin();
    const other = await second();
    await clerk.press('fill', { draft: other, page: 0, go: 'talk' });
    await clerk.say('Die neuere.');
    expect(await answersOf(other)).toMatchObject({ purpose: 'Die neuere.' });
    city.clock.now = new Date(city.clock.now.getTime() + 60_000);
    // Tapped on the older one's card: from now on that one is asked.
    await clerk.press('hear', { draft: id, path: 'platform', value: 'x' });
    await clerk.say('https://x.com/stadtdortmund');
    expect(await answersOf(id)).toMatchObject({ platform: 'x', url: 'https://x.com/stadtdortmund' });
    expect((await answersOf(other)).targetGroup).toBeUndefined();
    // Its conversation ended, the other one's goes on.
    await clerk.click('Zum Formular');
    await clerk.say('Menschen in Dortmund');
    expect(await answersOf(other)).toMatchObject({ targetGroup: 'Menschen in Dortmund' });
  });
});

describe('a person asked for', () => {
  it('is somebody new when the registry has no such name, once for both places', async () => {
    const { id } = await begin();
    await goTo(clerk, id, 'persons.0.person');
    expect(asks(await clerk.say('Agenturvertretung, Erste'))).toBe('Funktion');
    const back = await clerk.click('Zurück');
    expect(plain(back)).toContain('Bisher: Erste Agenturvertretung');
    await goTo(clerk, id, 'persons.1.person');
    await clerk.say('Erste Agenturvertretung');
    const persons = (await answersOf(id)).persons as { person: string }[];
    expect(persons[0]!.person).toBe(persons[1]!.person);
  });

  it('is tapped among the people of the office', async () => {
    const { id } = await begin();
    const question = await goTo(clerk, id, 'persons.0.person');
    expect(labels(cardOf(question))).toContain('Sachbearbeitung Öffentlichkeitsarbeit Kulturbetriebe');
    await clerk.click('Leitung Kulturbetriebe');
    expect(await answersOf(id)).toMatchObject({
      persons: [{ person: await keyOf(db(), 'leitung-kulturbetriebe') }, {}],
    });
  });
});

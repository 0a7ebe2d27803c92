/** One story, from the link to the register and back through a renewal, told in each chat and across all three. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatName } from '../../bot/chat.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { freshStore, wipe } from '../support/db.ts';
import {
  answerQuestion,
  answersFor,
  consentWith,
  entryOf,
  fillIn,
  openFromTasks,
  refuseWith,
  submit,
} from '../support/script.ts';
import { type City, openCity, type Person } from '../support/story.ts';

const RESPONDERS = {
  clerk: 'oeffentlichkeitsarbeit-kulturbetriebe',
  head: 'leitung-kulturbetriebe',
  deputy: 'stv-leitung-kulturbetriebe',
  fb3: 'leitung-dortmund-agentur',
  privacy: 'datenschutz',
  security: 'it-sicherheit',
  fb11: 'leitung-personalamt',
  council: 'vorsitz-personalrat-kulturbetriebe',
  councilDeputy: 'stv-vorsitz-personalrat-kulturbetriebe',
  holder: 'oeffentlichkeitsarbeit-bibliothek',
  libraryHead: 'leitung-bibliothek',
  systemhaus: 'auftraege-systemhaus',
  firefighters: 'oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt',
} as const;
type Responders = Record<keyof typeof RESPONDERS, Person>;

const PDF = new TextEncoder().encode('%PDF-1.7\n% Konzept\n%%EOF\n');

/** Nobody's colleague need use the same chat. */
const MIXED: Record<string, ChatName> = {
  [RESPONDERS.clerk]: 'teams',
  [RESPONDERS.head]: 'slack',
  [RESPONDERS.deputy]: 'teams',
  [RESPONDERS.fb3]: 'teams',
  [RESPONDERS.privacy]: 'slack',
  [RESPONDERS.security]: 'local',
  [RESPONDERS.fb11]: 'teams',
  [RESPONDERS.council]: 'local',
  [RESPONDERS.councilDeputy]: 'slack',
  [RESPONDERS.holder]: 'local',
  [RESPONDERS.systemhaus]: 'slack',
  'raum-fb3': 'teams',
  'raum-datenschutz': 'slack',
  'raum-it-sicherheit': 'local',
  'raum-fb11': 'teams',
  'raum-personalrat-kulturbetriebe': 'local',
};
const CHATS = ['slack', 'teams', 'local'] as const;
const PLACES: { place: string; chats: readonly ChatName[]; chatOf?: (ref: string) => ChatName }[] = [
  ...CHATS.map((chat) => ({ place: chat, chats: [chat] })),
  { place: 'three chats at once', chats: CHATS, chatOf: (ref) => MIXED[ref] ?? 'local' },
];

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.close());

describe.each(PLACES)('a channel is registered in $place', ({ chats, chatOf }) => {
  let city: City;
  let cast: Responders;
  let number = '';
  beforeAll(async () => {
    await wipe(store);
    city = await openCity({ store, chats, ...(chatOf ? { chatOf, roomIn: chatOf } : {}) });
    const entries = Object.entries(RESPONDERS).map(async ([part, ref]) => [part, await city.person(ref)] as const);
    cast = Object.fromEntries(await Promise.all(entries)) as Responders;
  });
  afterAll(() => city.close());

  /** The overview line as this person reads it on their card. */
  const overview = async (person: Person): Promise<string[]> => {
    const { text } = await person.sees(`Antrag ${number}:`);
    return text.split('\n').filter((line) => /: (✅ Ja|⛔ Nein|⏳ in Bearbeitung)$/.test(line));
  };

  it('begins with the link and says under the field what is wrong', async () => {
    const { clerk, holder } = cast;
    const answers = answersFor('de', [clerk.name, holder.name]);
    await clerk.say('/channel register https://m.facebook.com/KulturDortmund/');
    await clerk.sees('Schritt 1 von');
    expect(await clerk.field('platform')).toMatchObject({ value: 'facebook' });
    expect(await clerk.field('handle')).toMatchObject({ value: 'KulturDortmund' });

    await clerk.fill({ ...answers.channel, url: 'https://192.168.0.10/kultur' });
    await clerk.press('Weiter');
    expect((await clerk.field('url')).problem).toContain('nur intern erreichbar');
    expect((await clerk.field('url')).value).toBe('https://192.168.0.10/kultur');
    expect((await clerk.field('purpose')).value).toBe(answers.channel.purpose);

    await fillIn(clerk, { ...answers, channel: { url: 'https://www.facebook.com/KulturDortmund' } });
    await clerk.sees('Alle Angaben sind vollständig');
    number = await submit(clerk);
    expect(number).toMatch(/^SN-\d{4}-0001-v1$/);
  });

  it('goes to the head first, then to FB 3, data protection and IT security', async () => {
    const { clerk, head, fb3, privacy, security, council } = cast;
    expect(await overview(clerk)).toEqual([
      'Leitung: ⏳ in Bearbeitung',
      'FB 3: ⏳ in Bearbeitung',
      'Datenschutz: ⏳ in Bearbeitung',
      'Personalrat: ⏳ in Bearbeitung',
      'FB11: ⏳ in Bearbeitung',
      'IT-Sicherheit: ⏳ in Bearbeitung',
    ]);
    await head.press('Ja', number);
    for (const body of [fb3, privacy, security]) await body.sees(`Antrag ${number}:`);
    const early = await council.sights();
    expect(early.filter(({ text }) => text.includes(number))).toEqual([]);
    expect(await overview(clerk)).toContain('Leitung: ✅ Ja');
  });

  it('stops at a Nein of FB 3 until the head has weighed it', async () => {
    const { clerk, head, fb3, council, fb11 } = cast;
    await refuseWith(fb3, number, 'Der Auftritt überschneidet sich mit der Seite der Stadt.');
    for (const person of [clerk, head]) {
      await person.sees(/FB 3 hat zum Antrag .* Nein gesagt/);
      await person.sees('Der Auftritt überschneidet sich mit der Seite der Stadt.');
    }
    await head.press('Nein von FB 3 abwägen …', number);
    await head.sees('FB 3 hat Nein gesagt: „Der Auftritt überschneidet sich mit der Seite der Stadt.“');
    await head.fill({ weighing: 'Die Kulturbetriebe erreichen andere Menschen; Termine werden mit FB 3 abgestimmt.' });
    await head.press('Antrag aufrechterhalten');
    await clerk.sees(/Abwägung zum Nein \(FB 3\) durch Leitung Kulturbetriebe/);
    for (const person of [fb11, council]) await person.sees(`Antrag ${number}:`);
  });

  it('waits while a question is open', async () => {
    const { clerk, privacy, security, fb3 } = cast;
    await privacy.press('Rückfrage …', number);
    await privacy.fill({ question: 'Wer löscht Kommentare mit Daten anderer Menschen?' });
    await privacy.press('Rückfrage senden');
    await clerk.sees('Datenschutz hat eine Rückfrage zum Antrag');
    expect((await clerk.sees(`Antrag ${number}:`)).text).toContain('Stand: Rückfrage');
    await clerk.press('Rückfrage beantworten …');
    await clerk.sees('Datenschutz fragt: Wer löscht Kommentare mit Daten anderer Menschen?');
    await clerk.fill({ answer: 'Die Hauptadministration, am selben Arbeitstag.' });
    await clerk.press('Antwort senden');
    await privacy.sees('Die Hauptadministration, am selben Arbeitstag.');
    // What was said beside the document is there for every body.
    await fb3.sees('Die Hauptadministration, am selben Arbeitstag.');
    await privacy.press('Ja', number);
    await security.press('Ja', number);
  });

  it('is approved by the last vote: a deputy’s i. V., with the council’s resolution', async () => {
    const { clerk, fb11, councilDeputy } = cast;
    await fb11.press('Ja', number);
    expect((await clerk.sees(`Antrag ${number}:`)).text).toContain('Stand: in Beteiligung');
    await openFromTasks(councilDeputy);
    await consentWith(councilDeputy, number, 'Beschluss 12/2026 vom 19.11.2026');
    const card = await clerk.sees(/Stand: genehmigt/);
    expect(card.text).toMatch(
      /Personalrat: Ja – Stellvertretung Vorsitz Personalrat Kulturbetriebe, i\. V\. für Vorsitz Personalrat Kulturbetriebe/,
    );
    expect(card.text).toContain('Beschluss: Beschluss 12/2026 vom 19.11.2026.');
    expect(await overview(clerk)).toEqual([
      'Leitung: ✅ Ja',
      'FB 3: ⛔ Nein',
      'Datenschutz: ✅ Ja',
      'Personalrat: ✅ Ja',
      'FB11: ✅ Ja',
      'IT-Sicherheit: ✅ Ja',
    ]);
  });

  it('leaves tasks, and is published when the last is done', async () => {
    const { clerk, holder, systemhaus, fb3 } = cast;
    await systemhaus.sees(`Internetseiten freischalten: ${clerk.name}`);
    await systemhaus.press('Freigeschaltet');
    await systemhaus.sees(/Erledigt: Auftragsannahme Dortmunder Systemhaus/);
    for (const person of [clerk, holder]) {
      await person.press('Gelesen und verstanden');
      await person.sees(/Erledigt: /);
      await person.press('Ich willige ein');
      await person.sees(/Eingewilligt: /);
    }
    await clerk.press('Impressum und Datenschutz gesetzt, Kanal ist öffentlich');
    await clerk.sees(/Stand: veröffentlicht/);
    await fb3.sees(/Der Kanal .*Kulturbetriebe Dortmund.* ist veröffentlicht\./);
  });

  it('stands in the register', async () => {
    const { fb3 } = cast;
    await fb3.say('/channel list kultur netzwerk=facebook');
    const list = await fb3.sees('Kanäle der Stadt (1)');
    expect(list.text).toContain('Facebook – Kulturbetriebe Dortmund');
    expect(list.text).toContain('veröffentlicht · FB 41');
    await fb3.say('/channel show https://www.facebook.com/kulturdortmund/');
    const card = (await fb3.sights()).at(-1);
    expect(card?.text).toContain(`Antrag ${number}:`);
  });

  it('is renewed: what has changed is shown, votes are given anew, unchanged ones with one click', async () => {
    const { clerk, head, deputy, fb3, privacy, security, fb11, council } = cast;
    await clerk.say(`/channel renew ${number}`);
    await clerk.sees('Schritt 1 von');
    await clerk.fill({ purpose: 'Veranstaltungen ankündigen und Karten verlosen' });
    // From any page the way to the end is the same.
    for (let page = 0; page < 7; page++) await clerk.press('Weiter');
    await clerk.sees('Alle Angaben sind vollständig');
    number = await submit(clerk);
    expect(number).toMatch(/-0001-v2$/);

    // The head is away.
    await openFromTasks(deputy);
    const card = await deputy.sees('Änderungen gegenüber dem bisherigen Antrag (1)');
    expect(card.text).toContain('Es handelt sich um einen erneuten Antrag!');
    expect(card.text).toContain(
      'bisher: Veranstaltungen der Kulturbetriebe ankündigen → neu: Veranstaltungen ankündigen und Karten verlosen',
    );
    await deputy.press('Einschätzung unverändert (Ja)', number);
    await head.sees('Stellvertretung Leitung Kulturbetriebe, i. V. für Leitung Kulturbetriebe');
    await fb3.press('Einschätzung unverändert (Nein)', number);
    await head.press('Nein von FB 3 abwägen …', number);
    await head.fill({ weighing: 'Es gilt dieselbe Abwägung wie beim ersten Antrag.' });
    await head.press('Antrag aufrechterhalten');
    for (const person of [privacy, security, fb11, council]) {
      await person.press('Einschätzung unverändert (Ja)', number);
    }
    const done = await clerk.sees(/Stand: genehmigt/);
    expect(done.text).toContain(number);
    expect(done.text.match(/Einschätzung unverändert\./g)).toHaveLength(6);
    expect(done.text).toContain('5. Bisherige Anträge');
  });

  it('can be talked through in the personal chat, question by question', async () => {
    const { holder: clerk, clerk: colleague } = cast;
    const { channel, persons, ...rest } = answersFor('de', [clerk.name, colleague.name]);
    await clerk.say('/channel register https://www.instagram.com/stadtbibliothek_dortmund/');
    await clerk.press('Als Gespräch ausfüllen');
    await clerk.sees('Frage 5 von');
    // What fits no question is answered with the same question, and the reason.
    await clerk.say('https://');
    const answers = {
      ...Object.assign({}, channel, rest.operation, rest.moderation, rest.law, rest.security, rest.reasons),
      ...Object.assign({}, ...persons.map((person, entry) => entryOf(person, entry))),
    };
    let asked = 0;
    while ((await answerQuestion(clerk, answers)) === 'asked') expect(++asked).toBeLessThan(46);
    await clerk.sees('Alle Angaben sind vollständig');
    await clerk.hand.send({ name: 'konzept.pdf', type: 'application/pdf', bytes: PDF });
    await clerk.sees(/konzept\.pdf/);
    await clerk.say('/channel edit');
    await clerk.sees('Alle Angaben sind vollständig');
    number = await submit(clerk);
    expect(number).toMatch(/^SN-\d{4}-\d{4}-v1$/);
    expect((await clerk.sees(`Antrag ${number}:`)).text).toContain('Anlagen: konzept.pdf');
  });

  it('asks somebody of two offices for which of them', async () => {
    const { firefighters } = cast;
    await firefighters.say('/channel register https://www.youtube.com/@feuerwehr-dortmund');
    await firefighters.sees('Für welchen Fachbereich möchten Sie den Kanal beantragen?');
    await firefighters.press('FB 53');
    await firefighters.sees('Schritt 1 von');
    expect(await firefighters.field('platform')).toMatchObject({ value: 'youtube' });
    await firefighters.press('Später weiter');
    await firefighters.say('/channel tasks');
    await firefighters.sees('YouTube – feuerwehr-dortmund');
  });

  it('leaves a trail that holds', async () => {
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    expect(city.takeLines()).toEqual([]);
  });
});

/** An incident from one typed line to its closing, in each chat, and in Slack and Teams at once with one timeline. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatName } from '../../bot/chat.ts';
import { wallTime } from '../../bot/time/calendar.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { freshStore, wipe } from '../support/db.ts';
import {
  asIfTheirs,
  entriesIn,
  incidentsIn,
  mixed,
  PAGES,
  PATIENT,
  PROOF,
  pass,
  placesIn,
  type Responders,
  respondersOf,
  tickAll,
} from '../support/incident-script.ts';
import { addPages, pageUrl } from '../support/pages.ts';
import { type City, openCity, type Sight } from '../support/story.ts';

const PLACES: { place: string; chats: readonly ChatName[]; chatOf?: (ref: string) => ChatName }[] = [
  ...(['slack', 'teams', 'local'] as const).map((chat) => ({ place: chat, chats: [chat] })),
  { place: 'Slack and Teams at once', chats: ['slack', 'teams'], chatOf: mixed },
];
const LINK = pageUrl(PAGES, 0);
const NUMBER = 'V-2026-0001';
const HEAD = `Vorfall ${NUMBER}:`;
const BOARD = `Übersicht ${NUMBER}`;
const BODY =
  'Zurzeit stammen Beiträge auf einer Seite der Stadtbibliothek von Unbefugten. Bitte klicken Sie auf keine Links.';
const NEWS = `${BODY} Wir arbeiten daran.`;

/** The page as everybody sees it, apart from its description. */
const FOUND = {
  name: 'Stadtbibliothek 0',
  handle: `${PAGES.handle}0`,
  links: LINK,
  visibility: 'öffentlich',
  administrators: 'Konto A, Konto B',
};

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

describe.each(PLACES)('an incident in $place', { timeout: 300_000 }, ({ chats, chatOf }) => {
  let city: City;
  let cast: Responders;
  let incident = '';
  let hit = '';
  beforeAll(async () => {
    await wipe(store);
    const begin = wallTime('2026-11-23', '09:00');
    city = await openCity({ ...PATIENT, store, chats, begin, ...(chatOf ? { chatOf, roomIn: chatOf } : {}) });
    cast = await respondersOf(city);
    await addPages(store, city.clock.now(), PAGES);
  });
  afterAll(() => city?.close());

  const kinds = async () => (await entriesIn(store, incident)).map(({ kind }) => kind);
  const publicState = async (url: string): Promise<string | undefined> => {
    const list = (await (await fetch(`${city.url}/public/channels.json`)).json()) as {
      channels: { url: string; state: string }[];
    };
    return list.channels.find((channel) => channel.url === url)?.state;
  };

  it('is declared in one line; reported twice within seconds it is one', async () => {
    const { owner, head } = cast;
    await Promise.all([
      owner.hand.say(`/vorfall melden ${LINK} Dort stehen fremde Beiträge.`),
      head.hand.say(`/vorfall melden ${LINK} Die Seite ist gekapert.`),
    ]);
    await city.settle();
    const answers = await Promise.all([owner, head].map((one) => one.sees(/^(Gemeldet: V-|Schon gemeldet)/m)));
    expect(answers.filter(({ text }) => text.includes('Schon gemeldet'))).toHaveLength(1);
    const first = answers.find(({ text }) => text.includes(`Gemeldet: ${NUMBER}`))!;
    // Who shares what names people: whoever reports it reads a number.
    expect(first.text).toContain('8 weitere Kanäle hängen mit den betroffenen zusammen');
    expect(first.text).not.toContain('Stadtbibliothek 1');
    const all = await incidentsIn(store);
    expect(all.map(({ number }) => number)).toEqual([NUMBER]);
    incident = all[0]!.id;
    hit = (await placesIn(store, incident))[0]!.place.id;
    expect(await publicState(LINK)).toBe('kompromittiert');
  });

  it('has a room that only its people see, with its card', async () => {
    const { owner, lead, press, privacy, firefighters } = cast;
    for (const person of [owner, lead, press, privacy]) await person.sees(HEAD);
    // Where the bot opens no room a standing one takes its place, and everybody has the card in their own chat besides.
    for (const person of [lead, press]) {
      const rooms = (await person.sights()).filter(({ text }) => text.includes(HEAD)).map(({ room }) => room);
      expect(rooms.filter((room) => room !== '')).toHaveLength(1);
    }
    const elsewhere = await firefighters.sights();
    expect(elsewhere.filter(({ text }) => text.includes(NUMBER))).toEqual([]);
    expect((await kinds()).filter((kind) => kind === 'room-opened')).toHaveLength(chats.length);
  });

  it('names the other eight channels of its administrator, and one confirmation stops all nine', async () => {
    const { lead, owner, manager } = cast;
    await lead.press('Posting-Stopp', HEAD);
    const asked = await lead.sees('Ja, Posting-Stopp für 9');
    for (let n = 1; n < PAGES.count; n++) expect(asked.text).toContain(`Stadtbibliothek ${n}`);
    expect(asked.text.match(/gleiche Administration \(/g)).toHaveLength(16);
    await lead.press('Ja, Posting-Stopp für 9');
    expect((await lead.sees(BOARD)).text).toContain('Posting-Stopp: 0 von 9');
    await manager.sees('Auf 9 Ihrer Kanäle gilt ab sofort ein Posting-Stopp');
    await owner.press('Alle 9 gestoppt');
    expect((await lead.sees(BOARD)).text).toContain('Posting-Stopp: 9 von 9');
    expect((await kinds()).filter((kind) => kind === 'decided-stop')).toHaveLength(1);
    // Others of the same administrator are stopped, not suspected.
    expect(await publicState(pageUrl(PAGES, 1))).toBe('aktiv');
  });

  it('is confirmed, and everybody who must know it gets the notice and leaves a receipt', async () => {
    const { lead, head, fb3, approver } = cast;
    await lead.press('Vorfall bestätigen', HEAD);
    for (const person of [head, fb3, approver]) await person.sees('Erstmeldung: Vorfall mit Kanälen der Stadt');
    await head.press('Gelesen', 'Erstmeldung');
    await head.sees(/Gelesen am 23\.11\.2026/);
    await lead.say('/vorfall intern');
    const told = await lead.sees(/\d+ von \d+ haben die Erstmeldung gelesen/);
    // Whoever sends it knows it.
    expect(told.text).toMatch(/2 von \d+ haben/);
    expect(await kinds()).toEqual(expect.arrayContaining(['confirm', 'notice-first', 'notice-read']));
  });

  it('has a text for the outside that its author can’t release', async () => {
    const { press, lead, approver } = cast;
    await lead.say('/vorfall rolle freigabe @Pressestelle');
    await press.say('/vorfall extern');
    await press.fill({ kind: 'holding', lang: 'de' });
    await press.press('Weiter');
    await press.fill({ body: BODY });
    await press.press('Entwurf speichern');
    await press.press('Zur Freigabe geben');
    await press.sees('In Prüfung. Gefragt ist Stadtdirektion');
    const card = await approver.sees(`${NUMBER} – Text 1: Erste Meldung`);
    expect(card.text).toContain(BODY);
    await press.hand.pressOn(await asIfTheirs(city, press, card), 'Freigeben');
    await press.sees('Wer an einem Text mitgeschrieben hat, gibt ihn nicht selbst frei');
  });

  it('asks the next one when the first does not answer; of two who press, one decides', async () => {
    const { press, approver, next } = cast;
    await pass(city, 9);
    expect((await next.sights()).filter(({ text }) => text.includes(`${NUMBER} – Text 1`))).toEqual([]);
    await pass(city, 2);
    const cards: Sight[] = [];
    for (const person of [approver, next]) cards.push(await person.sees('Gefragt ist Oberbürgermeister*in'));
    await Promise.all([approver, next].map((person, n) => person.hand.pressOn(cards[n]!, 'Freigeben')));
    await city.settle();
    const shown = await press.sees(/Freigegeben: /);
    const [first, second] = shown.text.includes('Freigegeben: Stadtdirektion') ? [approver, next] : [next, approver];
    await second.sees(`Schon freigegeben von ${first.name}`);
    expect((await kinds()).filter((kind) => kind.startsWith('text-approved'))).toHaveLength(1);
    // And whoever comes back to the card as it was long ago.
    await second.hand.pressOn(cards[second === approver ? 0 : 1]!, 'Freigeben');
    expect((await kinds()).filter((kind) => kind.startsWith('text-approved'))).toHaveLength(1);
  });

  it('publishes nothing that was changed after its release', async () => {
    const { press, approver, privacy } = cast;
    await privacy.press('Mitzeichnen', 'Text 1');
    await press.sees('[Ist veröffentlicht …]');
    const ready = (await press.sights()).findLast(({ buttons }) => buttons.includes('Ist veröffentlicht …'))!;
    await press.press('Text ändern …', 'Text 1');
    await press.fill({ body: NEWS });
    await press.press('Entwurf speichern');
    await press.hand.pressOn(ready, 'Ist veröffentlicht …');
    await press.sees('Der Text ist „in Prüfung“');
    expect(await kinds()).not.toContain('text-published');
    await approver.sees(NEWS);
    await approver.press('Freigeben', NEWS);
    await privacy.press('Mitzeichnen', NEWS);
    await press.press('Ist veröffentlicht …', NEWS);
    await press.fill({ link: 'https://www.dortmund.de/warnung' });
    await press.press('Link festhalten');
    await press.sees('mit Link festgehalten');
    expect((await kinds()).filter((kind) => kind === 'text-published')).toHaveLength(1);
  });

  it('freezes the channel: snapshot, proofs, a second person', async () => {
    const { lead, owner, second } = cast;
    await lead.press('Ruhend schalten …', HEAD);
    await lead.press('Ja, 1 ruhend stellen');
    await owner.say(`/vorfall nachweis S1.1 ${PROOF}`);
    await owner.sees('gibt es noch keine Momentaufnahme');
    await owner.say('/vorfall tafel');
    await owner.press('Schritte', BOARD);
    await owner.press('Momentaufnahme …', 'Stadtbibliothek 0');
    await owner.fill({ ...FOUND, bio: 'Bücher für alle' });
    await owner.press('Momentaufnahme speichern');
    await owner.press('Erledigt, mit Nachweis …');
    await owner.fill({ evidence: 'kein Link' });
    await owner.press('Als erledigt melden');
    expect((await owner.field('evidence')).problem).toBeTruthy();
    await owner.fill({ evidence: PROOF });
    await owner.press('Als erledigt melden');
    await tickAll(city, owner, hit, 'S1');
    expect(await publicState(LINK)).toBe('kompromittiert');
    await second.say('/vorfall tafel');
    await second.press('Schritte', BOARD);
    await second.press('Als zweite Person bestätigen (ruhend mit Hinweis)');
    expect((await lead.sees(`${BOARD}: 1 von 1 ruhend`)).text).toContain('ruhend mit Hinweis');
    expect(await publicState(LINK)).toBe('ruhend');
  });

  it('gives the channel back only when every difference is explained, and by somebody else', async () => {
    const { lead, owner, second } = cast;
    await owner.say('/vorfall kontrolle gesichert');
    await lead.press('Eingedämmt', HEAD);
    const looked = async (bio: string) => {
      await owner.say('/vorfall wiederherstellen');
      await owner.fill({ ...FOUND, bio });
      await owner.press('Vergleichen');
    };
    await looked('Bücher für alle');
    await owner.sees('Kein Unterschied zur Momentaufnahme');
    await tickAll(city, owner, hit, 'restore');
    await second.say('/vorfall tafel');
    await second.press('Schritte', BOARD);
    const early = await second.sees('[Als zweite Person freigeben]');
    await looked('Gewinnspiel! Hier klicken');
    await second.hand.pressOn(early, 'Als zweite Person freigeben');
    await second.sees('Der Kanal sieht anders aus als vorher, und niemand hat gesagt, warum: Beschreibung');
    await owner.press('Unterschiede erklären …');
    await owner.fill({ bio: 'Ein Gewinnspiel der Bibliothek, seit heute.' });
    await owner.press('Erklärungen speichern');
    await second.say('/vorfall tafel');
    await second.press('Schritte', BOARD);
    await second.press('Als zweite Person freigeben');
    expect(await publicState(LINK)).toBe('aktiv');
    expect(await kinds()).toContain('channel-restored');
  });

  it('does not close before data protection has decided', async () => {
    const { lead, press, privacy } = cast;
    for (let n = 1; n < PAGES.count; n++)
      await lead.hand.say(`/vorfall entfernen ${pageUrl(PAGES, n)} Posting-Stopp aufgehoben, nicht betroffen`);
    await lead.press('Wiederhergestellt', HEAD);
    await press.press('Zurückziehen …', 'Text 1');
    await press.fill({ reason: 'Die Seite gehört wieder der Bibliothek.' });
    await press.press('Zurückziehen');
    await privacy.say('/vorfall datenverlust ausgeschlossen');
    await lead.press('Vorfall schließen …', HEAD);
    const gate = await lead.sees('Vor dem Schließen fehlt noch 1 Punkt');
    expect(gate.text).toContain('Keine Entscheidung zur Meldung an die Aufsicht');
    expect(gate.buttons).not.toContain('Jetzt schließen');
    await lead.say('/vorfall dsgvo');
    await lead.sees('steht Ihnen im Vorfall');
    await privacy.say('/vorfall dsgvo');
    await privacy.fill({ gdprDecision: 'no-report', gdprReason: 'Niemand hatte Zugriff auf Nachrichten.' });
    await privacy.press('Entscheidung festhalten');
    await lead.press('Vorfall schließen …', HEAD);
    await lead.press('Jetzt schließen');
    await lead.sees('Stand: geschlossen');
  });

  it('leaves one timeline, the same for everybody', async () => {
    const shown: string[][] = [];
    for (const person of [cast.lead, cast.privacy]) {
      await person.say(`/vorfall zeitleiste ${NUMBER}`);
      const { text } = await person.sees(`${NUMBER}: Zeitleiste`);
      shown.push(text.split('\n').filter((line) => /^\d\d\.\d\d\.\d{4}, \d\d:\d\d/.test(line)));
    }
    expect(shown[0]!.at(-1)).toContain('Geschlossen');
    expect(shown[1]).toEqual(shown[0]);
    const entries = await entriesIn(store, incident);
    expect(new Set(entries.flatMap(({ chat }) => chat ?? []))).toEqual(new Set(chats));
    for (const once of ['declared', 'also-reported', 'confirm', 'notice-first', 'close'])
      expect(
        entries.filter(({ kind }) => kind === once),
        once,
      ).toHaveLength(1);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    // Whoever has never been in Teams can't be written to there, and stands on the list to phone.
    expect(city.takeLines().filter(({ reason }) => reason !== 'no-identity')).toEqual([]);
  });
});

/** What goes wrong during an incident, and a drill that tries to leave the house; in Slack and Teams at once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wallTime } from '../../bot/time/calendar.ts';
import { verifyAudit } from '../../db/audit.ts';
import { applyChanges, insert } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { connectorGrants, outbox } from '../../db/schema.ts';
import { keyOf } from '../support/acts.ts';
import { freshStore, wipe } from '../support/db.ts';
import {
  entriesIn,
  incidentsIn,
  mixed,
  PAGES,
  PATIENT,
  pass,
  placesIn,
  type Responders,
  respondersOf,
  write,
} from '../support/incident-script.ts';
import { addPages, pageId, pageUrl } from '../support/pages.ts';
import { type City, openCity, type Person } from '../support/story.ts';

const LINK = pageUrl(PAGES, 0);
const NUMBER = 'V-2026-0001';
const HEAD = `Vorfall ${NUMBER}:`;
const BODY =
  'Zurzeit stammen Beiträge auf einer Seite der Stadtbibliothek von Unbefugten. Bitte klicken Sie auf keine Links.';

let store: Store;
let city: City;
let cast: Responders;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  const begin = wallTime('2026-11-23', '09:00');
  city = await openCity({ ...PATIENT, store, chats: ['slack', 'teams'], begin, chatOf: mixed, roomIn: mixed });
  cast = await respondersOf(city);
  await addPages(store, city.clock.now(), PAGES);
}, 120_000);
afterEach(() => city?.close());

const slackRooms = () => [...city.slack!.space.rooms.values()].filter(({ name }) => name.startsWith('vorfall-'));
const kindsOf = async (): Promise<string[]> => {
  const [incident] = await incidentsIn(store);
  return (await entriesIn(store, incident!.id)).map(({ kind }) => kind);
};
/** The lines of the timeline as somebody reads them. */
const timelineFor = async (person: Person): Promise<string[]> => {
  await person.say(`/vorfall zeitleiste ${NUMBER}`);
  const { text } = await person.sees(`${NUMBER}: Zeitleiste`);
  return text.split('\n').filter((line) => /^\d\d\.\d\d\.\d{4}, \d\d:\d\d/.test(line));
};

describe('Slack is down while an incident is declared', { timeout: 300_000 }, () => {
  it('Teams has its room, its card and the notice at once, Slack has them once it is back, nothing twice', async () => {
    const { second, fb3, head, lead, approver } = cast;
    const slack = city.slack!;
    slack.fail('*', 'reset', Number.POSITIVE_INFINITY);
    await fb3.say(`/vorfall melden ${LINK} Dort stehen fremde Beiträge.`);
    await fb3.sees(`Gemeldet: ${NUMBER}`);
    const rooms = (await fb3.sights()).filter(({ text }) => text.includes(HEAD)).map(({ room }) => room);
    expect(rooms.sort()).toEqual(['', 'Vorfälle']);
    await second.press('Vorfall bestätigen', HEAD);
    await head.sees('Erstmeldung: Vorfall mit Kanälen der Stadt');
    expect(slackRooms()).toEqual([]);
    expect((await lead.sights()).filter(({ text }) => text.includes(NUMBER))).toEqual([]);
    // Whoever was told in Teams works on, and it stands in the one timeline.
    await second.say('/vorfall posting-stopp');
    await second.press('Ja, Posting-Stopp für 9');
    expect(await kindsOf()).toContain('decided-stop');
    // The lead sits in Slack: whom to phone is said to IT security in Teams.
    await pass(city, 31);
    await pass(city, 31);
    const list = await second.sees(`Anrufliste zum Vorfall ${NUMBER}`);
    expect(list.text).toContain(lead.name);
    expect(list.text).toContain('☎ 030 23125 001');
    const early = await timelineFor(second);
    expect(early.length).toBeGreaterThan(5);

    slack.heal();
    await pass(city, 10);
    expect((await lead.sees(HEAD)).room).toBe('vorfall-v-2026-0001');
    await lead.sees('Übersicht V-2026-0001');
    await approver.sees('Erstmeldung: Vorfall mit Kanälen der Stadt');
    expect(slackRooms()).toHaveLength(1);
    const inRoom = slackRooms()[0]!.messages.map((message) => slack.read(message));
    expect(inRoom.filter((text) => text.includes(HEAD))).toHaveLength(1);
    // The notice and its reminder, each once.
    const notices = (await approver.sights()).filter(({ text }) => text.includes('Erstmeldung: Vorfall'));
    expect(notices.map(({ text }) => text.includes('Zweite Nachricht'))).toEqual([false, true]);
    // Both chats tell one story: what was read in Teams meanwhile stands in Slack, in the same words.
    expect((await timelineFor(lead)).slice(0, early.length)).toEqual(early);
    expect((await kindsOf()).filter((kind) => kind === 'room-opened')).toHaveLength(2);
    expect(await incidentsIn(store)).toHaveLength(1);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });
});

/** No try is made twice while a moment passes: on a busy machine nothing is given up before its time. */
const SLOWLY = { backoff: () => 4 * 60_000 };

describe('Teams is down while an incident is declared, confirmed and spoken of outside', { timeout: 300_000 }, () => {
  it('Slack goes on and reaches who is in both, who is not is to be phoned; Teams has its room once it is back', async () => {
    await city.close();
    await wipe(store);
    const begin = wallTime('2026-11-23', '09:00');
    const chats = ['slack', 'teams'] as const;
    city = await openCity({ ...PATIENT, worker: SLOWLY, store, chats, begin, chatOf: mixed, roomIn: mixed });
    cast = await respondersOf(city);
    await addPages(store, city.clock.now(), PAGES);
    const operator = await city.person('betrieb-kanalwacht', 'slack');
    const { owner, manager, head, lead, second, press, approver, privacy } = cast;
    const [slack, teams] = [city.slack!, city.teams!];
    // These two are in both chats, and were in Teams last.
    const both = { head: await city.person(head.ref, 'slack'), privacy: await city.person(privacy.ref, 'slack') };
    for (const person of [head, privacy]) await person.say('/kanal hilfe');
    // Who works in Teams only has no account in Slack.
    const emailOf = ({ ref }: Person) => city.organisation.people.find(({ id }) => id === ref)!.email;
    for (const person of [manager, second, cast.fb3, cast.next])
      slack.space.users.get(slack.user(emailOf(person)).id)!.deleted = true;
    const before = new Map(
      await Promise.all(Object.values(cast).map(async (one) => [one, (await one.sights()).length] as const)),
    );

    for (const on of ['post', 'update', 'create', 'member'] as const) teams.fail(on, 'reset', Number.POSITIVE_INFINITY);
    await owner.say(`/vorfall melden ${LINK} Dort stehen fremde Beiträge.`);
    await owner.sees(`Gemeldet: ${NUMBER}`);
    expect((await lead.sees(HEAD)).room).toBe('vorfall-v-2026-0001');
    await lead.press('Vorfall bestätigen', HEAD);
    for (const person of [approver, both.head]) await person.sees('Erstmeldung: Vorfall mit Kanälen der Stadt');
    // Nobody waits for the clock: who may have nothing is to be phoned at once.
    const list = await lead.sees(`Anrufliste zum Vorfall ${NUMBER}`);
    for (const person of [manager, second]) expect(list.text).toContain(person.name);

    await write(press, BODY);
    await press.press('Zur Freigabe geben');
    await approver.press('Freigeben', `${NUMBER} – Text 1`);
    await both.privacy.press('Mitzeichnen', `${NUMBER} – Text 1`);
    await press.press('Ist veröffentlicht …', `${NUMBER} – Text 1`);
    await press.fill({ link: 'https://www.dortmund.de/warnung' });
    await press.press('Link festhalten');
    await press.sees('mit Link festgehalten');
    expect((await operator.sees('vielleicht nicht angekommen')).text).toContain('Microsoft Teams');
    for (const person of Object.values(cast).filter(({ chat }) => chat === 'teams'))
      expect((await person.sights()).length, person.name).toBe(before.get(person));

    teams.heal();
    await pass(city, 10);
    // The room of the incident is there, its card as things stand now, and both once.
    const inRoom = (await second.sights()).filter(({ room }) => room === 'Vorfälle');
    expect(inRoom.filter(({ text }) => text.includes(HEAD))).toHaveLength(1);
    expect(inRoom.find(({ text }) => text.includes(HEAD))!.text).toContain('bestätigt');
    // What may have arrived is not said a second time; that it was not read comes in its own time.
    const notices = async (person: Person) =>
      (await person.sights()).filter(({ text }) => text.includes('Erstmeldung: Vorfall'));
    for (const person of [manager, head]) expect(await notices(person), person.name).toEqual([]);
    expect(await notices(both.head)).toHaveLength(1);
    await pass(city, 31);
    expect((await notices(manager)).map(({ text }) => text.includes('Zweite Nachricht'))).toEqual([true]);
    // Both chats tell one story.
    const early = await timelineFor(lead);
    expect((await timelineFor(second)).slice(0, early.length)).toEqual(early);
    const kinds = await kindsOf();
    for (const once of ['notice-first', 'text-submitted', 'text-co-signed', 'text-published'])
      expect(
        kinds.filter((kind) => kind === once),
        once,
      ).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'room-opened')).toHaveLength(2);
    expect(await incidentsIn(store)).toHaveLength(1);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });
});

describe('the bot is restarted in the middle of a release', { timeout: 300_000 }, () => {
  it('asks, goes on counting the minutes and keeps what was decided', async () => {
    const { lead, press, approver, next, privacy } = cast;
    await lead.say(`/vorfall melden ${LINK} Dort stehen fremde Beiträge.`);
    await lead.press('Vorfall bestätigen', HEAD);
    await press.say('/vorfall extern');
    await press.fill({ kind: 'holding', lang: 'de' });
    await press.press('Weiter');
    await press.fill({ body: BODY });
    await press.press('Entwurf speichern');
    await press.sees('[Zur Freigabe geben]');
    // Handed in, and gone before anybody was asked.
    await press.hand.press('Zur Freigabe geben');
    await city.restart();
    await city.settle();
    const before = await approver.sees(`${NUMBER} – Text 1`);
    await pass(city, 6);
    await city.restart();
    await pass(city, 5);
    await next.sees('Gefragt ist Oberbürgermeister*in');
    // A card from before both restarts still decides.
    await approver.hand.pressOn(before, 'Freigeben');
    await city.restart();
    await city.settle();
    await press.sees('Freigegeben: Stadtdirektion');
    await privacy.press('Mitzeichnen', 'Text 1');
    await press.press('Ist veröffentlicht …', 'Text 1');
    await press.fill({ link: 'https://www.dortmund.de/warnung' });
    await city.restart();
    await press.press('Link festhalten');
    await press.sees('mit Link festgehalten');
    const kinds = await kindsOf();
    for (const once of ['text-submitted', 'text-asked', 'text-co-signed', 'text-published'])
      expect(
        kinds.filter((kind) => kind === once),
        once,
      ).toHaveLength(1);
    expect(kinds.filter((kind) => kind.startsWith('text-approved'))).toHaveLength(1);
    const asked = (await approver.sights()).filter(({ text }) => text.includes(`${NUMBER} – Text 1`));
    expect(asked).toHaveLength(1);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    expect(city.takeLines()).toEqual([]);
  });
});

describe('a drill', { timeout: 300_000 }, () => {
  const published = async () => {
    const { channels } = (await (await fetch(`${city.url}/public/channels.json`)).json()) as { channels: unknown };
    return channels;
  };

  it('looks like the real thing, says everywhere what it is, and touches nothing outside itself', async () => {
    const { lead, owner, second, press, approver, head, fb3 } = cast;
    const by = await keyOf(store, lead.ref);
    const grant = { id: pageId(PAGES, 0), connector: 'facebook' as const, on: true, by, at: city.clock.now() };
    await store.db.transaction((tx) => applyChanges(tx as Tx, [insert('connectorGrants', grant)]));
    const outside = await published();

    await lead.say(`/vorfall übung ${LINK} Wir üben die Übernahme.`);
    const number = 'Ü-2026-0001';
    expect((await lead.sees(`Vorfall ${number}`)).text).toContain('ÜBUNG');
    await second.press('Vorfall bestätigen', `Vorfall ${number}`);
    for (const person of [head, fb3]) await person.sees(/ÜBUNG[\s\S]*Erstmeldung/);
    await lead.press('Posting-Stopp', `Vorfall ${number}`);
    await lead.press('Ja, Posting-Stopp für 9');
    await owner.press('Alle 9 gestoppt');
    await lead.press('Ruhend schalten …', `Vorfall ${number}`);
    await lead.press('Ja, 1 ruhend stellen');
    await press.say('/vorfall extern');
    await press.fill({ kind: 'holding', lang: 'de' });
    await press.press('Weiter');
    await press.fill({ body: BODY });
    await press.press('Entwurf speichern');
    await press.press('Zur Freigabe geben');
    await approver.press('Freigeben', `${number} – Text 1`);
    const text = await press.sees('Freigegeben: Stadtdirektion');
    expect(text.buttons).not.toContain('Ist veröffentlicht …');
    await lead.say('/vorfall intern');
    const internal = await lead.sees(/Interne Meldung zum Vorfall/);
    expect(internal.buttons.filter((label) => label.includes('alle Beschäftigten'))).toEqual([]);
    await pass(city, 45);

    expect(await published()).toEqual(outside);
    expect(await store.db.select().from(connectorGrants)).toMatchObject([{ id: grant.id, on: true, version: 0 }]);
    const effects = (await store.db.select().from(outbox)).map(({ effect }) => effect);
    expect(effects.filter((effect) => effect.do === 'platform')).toEqual([]);
    const [drill] = await incidentsIn(store);
    for (const { channel } of await placesIn(store, drill!.id)) expect(channel.state).toBe('published');
    // What anybody sees of it, in either chat, begins with the mark; the rooms of the house saw nothing.
    const people = await Promise.all(Object.values(cast).map((person) => person.sights()));
    const about = people.flat().filter(({ kind, text: shown }) => kind === 'card' && shown.includes(number));
    expect(about.length).toBeGreaterThan(10);
    for (const sight of about) expect(sight.text, sight.summary).toMatch(/^ÜBUNG/);
    const rooms = new Set(about.map(({ room }) => room));
    expect(rooms).toEqual(new Set(['', 'uebung-ue-2026-0001', 'Vorfälle']));
    const announced = city.organisation.rooms.announcements.flatMap(({ id }) => city.slack!.messages(id));
    expect(announced).toEqual([]);
    expect(city.takeLines()).toEqual([]);
  });
});

/** Parts of incident stories shared by several flows: the cast in their chats, a text's approval, a checklist, time. */
import type { ChatName } from '../../bot/chat.ts';
import { isClosed } from '../../bot/incident/dormant.ts';
import { codeOf } from '../../commands/incident/dormant/settle.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { entriesOf, incidentChannelsOf, stepsAt } from '../../db/incident/incidents.ts';
import type { Pages } from './pages.ts';
import { allIncidents } from './past-commands.ts';
import type { City, Person, Sight } from './story.ts';

export const RESPONDERS = {
  owner: 'oeffentlichkeitsarbeit-bibliothek',
  manager: 'leitung-bibliothek',
  head: 'leitung-kulturbetriebe',
  lead: 'ciso',
  second: 'it-sicherheit',
  press: 'pressestelle',
  fb3: 'leitung-dortmund-agentur',
  approver: 'stadtdirektion',
  next: 'oberbuergermeisterin',
  privacy: 'datenschutz',
  firefighters: 'oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt',
} as const;
export type Responders = Record<keyof typeof RESPONDERS, Person>;

/** The two sides of every joint action use different chats. */
const MIXED: Record<string, ChatName> = {
  [RESPONDERS.owner]: 'slack',
  [RESPONDERS.manager]: 'teams',
  [RESPONDERS.head]: 'teams',
  [RESPONDERS.lead]: 'slack',
  [RESPONDERS.second]: 'teams',
  [RESPONDERS.press]: 'slack',
  [RESPONDERS.fb3]: 'teams',
  [RESPONDERS.approver]: 'slack',
  [RESPONDERS.next]: 'teams',
  [RESPONDERS.privacy]: 'teams',
  [RESPONDERS.firefighters]: 'slack',
};
export const mixed = (ref: string): ChatName => MIXED[ref] ?? 'slack';

/** Long timeouts: a story tests decisions, not speed, so a slow response on a busy machine must not count as none. */
export const PATIENT = {
  slack: { timeout: 60_000 },
  teams: { patience: { connector: 60_000, roster: 60_000 } },
} as const;

/** Everybody has been in their chat before. */
export async function respondersOf(city: City): Promise<Responders> {
  const people: [string, Person][] = [];
  for (const [part, ref] of Object.entries(RESPONDERS)) people.push([part, await city.person(ref)]);
  return Object.fromEntries(people) as Responders;
}

export const PAGES: Pages = {
  handle: 'bibliothekdortmund',
  name: 'Stadtbibliothek',
  count: 9,
  administrators: [RESPONDERS.owner, RESPONDERS.manager],
};

const inTx = <T>(store: Store, work: (tx: Tx) => Promise<T>): Promise<T> =>
  store.db.transaction((tx) => work(tx as Tx));
export const incidentsIn = (store: Store) => inTx(store, (tx) => allIncidents(tx));
export const placesIn = (store: Store, incident: string) => inTx(store, (tx) => incidentChannelsOf(tx, incident));
export const entriesIn = (store: Store, incident: string) => inTx(store, (tx) => entriesOf(tx, incident));

export const PROOF = 'https://ablage.dortmund.example/nachweis';

/** Lets minutes pass and runs what is due. */
export async function pass(city: City, minutes: number): Promise<void> {
  city.clock.forward(minutes / (24 * 60));
  await city.app.tick();
  await city.settle();
}

/**
 * Another person's card, as this person would press it. A button's content is not secret; permissions are checked on
 * each click.
 */
export async function asIfTheirs(city: City, person: Person, sight: Sight): Promise<Sight> {
  const { chat, ref } = person;
  const source = sight.source as object;
  const email = city.organisation.people.find(({ id }) => id === ref)!.email;
  if (chat === 'slack') return { ...sight, source: { ...source, room: city.slack!.user(email).dm } };
  if (chat === 'teams') return { ...sight, source: { ...source, room: city.teams!.user(email).person.chat } };
  // The page can only press on an existing message.
  const { room, message } = (await person.sights()).findLast((own) => own.source !== null)!.source as Record<
    string,
    string
  >;
  return { ...sight, source: { ...source, room, message } };
}

/** A card with one button's command replaced: forged, or from another version. */
export function asIf(sight: Sight, was: string, is: string): Sight {
  const swap = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replaceAll(`"do":"${was}"`, `"do":"${is}"`);
    if (Array.isArray(part)) return part.map(swap);
    if (part instanceof Map) return new Map([...part].map(([key, value]) => [key, swap(value)]));
    if (typeof part !== 'object' || part === null || Object.getPrototypeOf(part) !== Object.prototype) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, key === 'do' && value === was ? is : swap(value)]),
    );
  };
  return { ...sight, source: swap(sight.source) };
}

/** Writes a first text for the public, up to its author's last step. */
export async function write(press: Person, body: string): Promise<void> {
  await press.say('/vorfall extern');
  await press.fill({ kind: 'holding', lang: 'de' });
  await press.press('Weiter');
  await press.fill({ body });
  await press.press('Entwurf speichern');
  await press.sees('[Zur Freigabe geben]');
}

/** Ticks off all open steps in a stage of one channel by commands, each with its evidence. */
export async function tickAll(city: City, person: Person, place: string, stage: string): Promise<void> {
  const steps = await inTx(city.store, (tx) => stepsAt(tx, [place]));
  for (const step of steps.filter((one) => one.stage === stage && !isClosed(one))) {
    await person.hand.say(`/vorfall nachweis ${codeOf(step)} ${PROOF}`);
  }
  await city.settle();
}

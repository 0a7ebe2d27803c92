/**
 * The people in the scenes of an incident, and what these share: its number, passing minutes, a look at the registry.
 */
import { checklist, placeInStage } from '../../bot/incident/checklist.ts';
import type { Person } from '../../test/support/story.ts';
import type { Scene, Stage } from '../stage.ts';

type Crew = {
  /** Notices first that the city's own channel has a strange post. */
  witness: Person;
  /** Notices it a moment later. */
  second: Person;
  ciso: Person;
  /** The second person of IT security. */
  security: Person;
  press: Person;
  approver: Person;
  privacy: Person;
  /** They administer the channel: one in Teams, one in the browser. */
  clerk: Person;
  manager: Person;
  head: Person;
};

const REFS = {
  witness: 'ausbildung-personalamt',
  second: 'mitglied-personalrat',
  ciso: 'ciso',
  press: 'pressestelle',
  approver: 'stadtdirektion',
} as const;

/** What people type in these scenes, in each language. */
const TYPED = {
  de: {
    declare: '/vorfall melden',
    show: '/vorfall zeigen',
    drill: '/vorfall übung',
    role: '/vorfall rolle freigabe',
    external: '/vorfall extern',
    evidence: '/vorfall beweis',
    board: '/vorfall tafel',
    secured: '/vorfall kontrolle gesichert',
    restore: '/vorfall wiederherstellen',
    update: '/vorfall lagemeldung',
    excluded: '/vorfall datenverlust ausgeschlossen',
    gdpr: '/vorfall dsgvo',
    internal: '/vorfall intern',
    export: '/vorfall export',
    report: '/vorfall bericht',
    resolve: '/vorfall wiederhergestellt',
    close: '/vorfall schließen',
    list: '/kanal liste kultur',
  },
  en: {
    declare: '/incident declare',
    show: '/incident show',
    drill: '/incident drill',
    role: '/incident role approver',
    external: '/incident external',
    evidence: '/incident evidence',
    board: '/incident board',
    secured: '/incident control secured',
    restore: '/incident restore',
    update: '/incident update',
    excluded: '/incident data-loss excluded',
    gdpr: '/incident gdpr',
    internal: '/incident internal',
    export: '/incident export',
    report: '/incident report',
    resolve: '/incident resolve',
    close: '/incident close',
    list: '/channel list kultur',
  },
} as const;

export type Incident = {
  stage: Stage;
  crew: Crew;
  typed: (typeof TYPED)[keyof typeof TYPED];
  text: Stage['words']['incident'];
};
type Play = (incident: Incident) => Promise<void>;

export const CHANNEL = 'https://www.facebook.com/KulturDortmund';
/** The affected channel as cards name it, and the one related to it. */
export const HIT = 'Facebook – Kulturbetriebe Dortmund';
export const RELATED = 'Flickr – Kulturbetriebe Dortmund';
/** Where the city keeps the evidence of its steps. */
export const PROOF = 'https://ablage.dortmund.example/nachweis';

/** A scene of an incident, with its people. */
export const withCrew =
  (play: Play): Scene =>
  async (stage) => {
    const { city, cast, lang, words } = stage;
    const [witness, second, ciso, press, approver] = await Promise.all(
      Object.values(REFS).map((ref) => city.person(ref)),
    );
    const { security, privacy, clerk, manager, head } = cast;
    const crew = { witness, second, ciso, security, press, approver, privacy, clerk, manager, head } as Crew;
    await play({ stage, crew, typed: TYPED[lang], text: words.incident });
  };

/** Minutes pass in which nobody does anything. */
export const pass = ({ stage }: Incident, minutes: number): void => stage.city.clock.forward(minutes / (24 * 60));

/** The newest number of this kind on the cards that somebody sees. */
export async function numberSeen(person: Person, kind: 'V' | 'Ü'): Promise<string> {
  const all = (await person.sights()).flatMap(({ text }) => text.match(new RegExp(`${kind}-\\d{4}-\\d{4}`, 'g')) ?? []);
  const last = all.at(-1);
  if (!last) throw new Error(`${person.name} sees no number ${kind}-…`);
  return last;
}

/** The channel's state on the public list, which anybody can ask for without a login. */
export async function publicState({ stage }: Incident): Promise<string | undefined> {
  const answer = await fetch(`${stage.city.url}/public/channels.json`);
  const { channels } = (await answer.json()) as { channels: { url: string | null; state: string }[] };
  return channels.find(({ url }) => url === CHANNEL)?.state;
}

/** The beginning of a text, up to the part that a card fills in. */
export const begun = (text: string): string => text.split('\u0000')[0]!;

/** The newest button that begins like this, whatever follows. */
export async function buttonOf(person: Person, begin: string): Promise<string> {
  const found = (await person.sights()).flatMap(({ buttons }) => buttons).findLast((label) => label.startsWith(begin));
  if (!found) throw new Error(`${person.name} has no button “${begin}…”`);
  return found;
}

/** The codes of a stage's steps as the cards show them, on a network that the city can log in to. */
export const codesOf = (platform: string, stage: 'S1' | 'restore'): string[] =>
  checklist(platform, stage, 'secured').map(
    ({ key }) => `${stage === 'restore' ? 'R' : stage}.${placeInStage(platform, stage, key) + 1}`,
  );

/** Ticks steps one after the other, each with its proof. @param channel absent: the affected one */
export async function tickAll({ stage, typed }: Incident, who: Person, codes: readonly string[], channel = '') {
  // The transcript leaves them out; effects are awaited once at the end.
  for (const code of codes) await who.hand.say(`${typed.evidence} ${channel} ${code} ${PROOF}`);
  await stage.city.settle();
}

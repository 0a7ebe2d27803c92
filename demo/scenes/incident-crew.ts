/** Who plays in the scenes of an incident, what they have in common: its number, minutes that pass, a look at the registry. */
import { checklist, placeInStage } from '../../bot/incident/checklist.ts';
import type { Person } from '../../test/support/story.ts';
import type { Scene, Stage } from '../stage.ts';

type Crew = {
  /** Sees what others do not: the city's own channel with a strange post. */
  witness: Person;
  /** Sees it a moment later. */
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

/** What everybody types in these scenes: the words that the city's own language has for it. */
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
/** As it is called on cards, and the one that hangs together with it. */
export const HIT = 'Facebook – Kulturbetriebe Dortmund';
export const RELATED = 'Flickr – Kulturbetriebe Dortmund';
/** Where the city keeps what proves its steps. */
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

/** The newest number of this kind that somebody reads on a card. */
export async function numberSeen(person: Person, kind: 'V' | 'Ü'): Promise<string> {
  const all = (await person.sights()).flatMap(({ text }) => text.match(new RegExp(`${kind}-\\d{4}-\\d{4}`, 'g')) ?? []);
  const last = all.at(-1);
  if (!last) throw new Error(`${person.name} sees no number ${kind}-…`);
  return last;
}

/** What everybody can ask without a login: the state of the channel on the public list. */
export async function publicState({ stage }: Incident): Promise<string | undefined> {
  const answer = await fetch(`${stage.city.url}/public/channels.json`);
  const { channels } = (await answer.json()) as { channels: { url: string | null; state: string }[] };
  return channels.find(({ url }) => url === CHANNEL)?.state;
}

/** A word with its end left open: what comes before the part that a card fills in. */
export const begun = (text: string): string => text.split('\u0000')[0]!;

/** The newest button that begins like this, whatever number it ends with. */
export async function buttonOf(person: Person, begin: string): Promise<string> {
  const found = (await person.sights()).flatMap(({ buttons }) => buttons).findLast((label) => label.startsWith(begin));
  if (!found) throw new Error(`${person.name} has no button “${begin}…”`);
  return found;
}

/** The codes of a stage's steps on a network that the city can log in to, as the cards show them. */
export const codesOf = (platform: string, stage: 'S1' | 'restore'): string[] =>
  checklist(platform, stage, 'secured').map(
    ({ key }) => `${stage === 'restore' ? 'R' : stage}.${placeInStage(platform, stage, key) + 1}`,
  );

/** Ticks steps as somebody who does one after the other, each with its proof. @param channel absent: the one that was hit */
export async function tickAll({ stage, typed }: Incident, who: Person, codes: readonly string[], channel = '') {
  // Not told one by one, and waited for once.
  for (const code of codes) await who.hand.say(`${typed.evidence} ${channel} ${code} ${PROOF}`);
  await stage.city.settle();
}

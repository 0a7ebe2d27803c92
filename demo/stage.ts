/** What every scene of the demo works with: the city, its people by the part they play, the language, the transcript. */
import type { ChatName, Lang } from '../bot/chat.ts';
import { type Say, say } from '../cards/text.ts';
import type { Store } from '../db/connect.ts';
import { type City, openCity, type Person, type Sight } from '../test/support/story.ts';
import { type Keep, type Transcript, transcript } from './transcript.ts';
import { WORDS } from './words.ts';

/** Who plays, and in which chat. */
const CAST = {
  clerk: ['oeffentlichkeitsarbeit-kulturbetriebe', 'teams'],
  head: ['leitung-kulturbetriebe', 'slack'],
  fb3: ['leitung-dortmund-agentur', 'slack'],
  privacy: ['datenschutz', 'teams'],
  security: ['it-sicherheit', 'local'],
  fb11: ['leitung-personalamt', 'slack'],
  fb11Too: ['organisation-personalamt', 'teams'],
  council: ['vorsitz-personalrat-kulturbetriebe', 'local'],
  councilDeputy: ['stv-vorsitz-personalrat-kulturbetriebe', 'local'],
  holder: ['oeffentlichkeitsarbeit-bibliothek', 'local'],
  systemhaus: ['auftraege-systemhaus', 'slack'],
  registrar: ['berechtigungen', 'local'],
} as const satisfies Record<string, readonly [ref: string, chat: ChatName]>;
export type Part = keyof typeof CAST;

const ROOMS: Record<string, ChatName> = {
  'raum-fb3': 'slack',
  'raum-datenschutz': 'teams',
  'raum-it-sicherheit': 'local',
  'raum-fb11': 'slack',
};
const CHAT_OF: Record<string, ChatName> = Object.fromEntries(Object.values(CAST));

export type Stage = {
  city: City;
  store: Store;
  lang: Lang;
  speak: Say;
  words: (typeof WORDS)[Lang];
  page: Transcript;
  cast: Record<Part, Person>;
  /** Number of the application that the story is about, once it has one. */
  number: string;
  /** Shows what somebody sees now, and gives it back for a check. */
  look(person: Person, text: string | RegExp, ...keep: readonly Keep[]): Promise<Sight>;
  /** Whether somebody has a card with this text. */
  has(person: Person, text: string): Promise<boolean>;
};

export type Scene = (stage: Stage) => Promise<void>;

/** How the title of the application's card begins, in either language; a sentence about it has no colon there. */
export const cardOf = ({ number }: Stage): string => `${number}: `;
/** The line with all six answers. */
export const OVERVIEW = /: [✅⛔⏳].* \| /u;

/** Opens the city on an empty store. In English without rooms: cards in a room are written in the city's language. */
export async function openStage(store: Store, lang: Lang, print: (line: string) => void): Promise<Stage> {
  const page = transcript(lang, print);
  const city = await openCity({
    store,
    chats: ['slack', 'teams', 'local'],
    lang,
    chatOf: (ref) => CHAT_OF[ref] ?? 'local',
    roomIn: (room) => ROOMS[room] ?? 'local',
    ...(lang === 'en' ? { rooms: 'none' as const } : {}),
    onAct: (person, act) => page.act(person, act),
  });
  const parts = Object.entries(CAST).map(async ([part, [ref]]) => [part, await city.person(ref)] as const);
  const cast = Object.fromEntries(await Promise.all(parts)) as Record<Part, Person>;
  return {
    city,
    store,
    lang,
    speak: say(lang),
    words: WORDS[lang],
    page,
    cast,
    number: '',
    async look(person, text, ...keep) {
      const sight = await person.sees(text);
      page.shows(person, sight, ...keep);
      return sight;
    },
    has: async (person, text) => (await person.sights()).some((sight) => sight.text.includes(text)),
  };
}

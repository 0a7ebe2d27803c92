/** What every scene of the demo uses: the city, its people by their part, the language, the transcript. */
import { join } from 'node:path';
import { nrwHolidays } from '../adapters/time/holidays.ts';
import type { ChatName, Lang } from '../bot/chat.ts';
import { addDays, createCalendar, type Day, daysFrom, wallTime } from '../bot/time/calendar.ts';
import { berlinDay } from '../bot/time/day.ts';
import { type Say, say, sayDate } from '../cards/text.ts';
import type { Store } from '../db/connect.ts';
import { type City, openCity, type Person, type Sight } from '../test/support/story.ts';
import { WORDS } from './demo-words.ts';
import { type Keep, type Transcript, transcript } from './transcript.ts';

/** Who plays which part, and in which chat. */
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
  manager: ['leitung-bibliothek', 'local'],
  advisor: ['beratung-soziale-medien', 'local'],
  deputyHead: ['stv-leitung-kulturbetriebe', 'teams'],
} as const satisfies Record<string, readonly [ref: string, chat: ChatName]>;
type Part = keyof typeof CAST;

const ROOMS: Record<string, ChatName> = {
  'raum-fb3': 'slack',
  'raum-datenschutz': 'teams',
  'raum-it-sicherheit': 'local',
  'raum-fb11': 'slack',
};
/** The story shows decisions, not speed: on a busy machine a slow answer must not count as missing. */
const PATIENT = {
  slack: { timeout: 60_000, patience: { settle: 0, lang: 8_000, profile: 60_000, answer: 60_000 } },
  teams: { patience: { invoke: 60_000, message: 60_000, roster: 60_000, connector: 60_000 } },
} as const;
const CHAT_OF: Record<string, ChatName> = Object.fromEntries(Object.values(CAST));

export const CALENDAR = createCalendar(nrwHolidays);

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
  /** Prints what somebody sees now, and returns it for a check. */
  look(person: Person, text: string | RegExp, ...keep: readonly Keep[]): Promise<Sight>;
  /** Whether somebody has a card with this text. */
  has(person: Person, text: string): Promise<boolean>;
  /** How many cards with this text somebody has. */
  count(person: Person, text: string): Promise<number>;
  /** Plays what the reader already knows, without printing people's actions. */
  aside(work: () => Promise<void>): Promise<void>;
  /** Several people press the same button on their cards; not printed, effects are awaited once. */
  allPress(people: readonly Person[], label: string, on?: string): Promise<void>;
  /** Moves to the morning of this day; the server has not run in between. */
  until(day: Day, told?: string): Promise<void>;
  /** Prints the date, and what can be seen on it. */
  date(told: string): void;
};

export type Scene = (stage: Stage) => Promise<void>;

/** How the title of the application's card begins, in either language; sentences about it have no colon there. */
export const cardOf = ({ number }: Stage): string => `${number}: `;
/** The line with all six answers. */
export const OVERVIEW = /: [✅⛔⏳].* \| /u;

/**
 * When the story begins: on the next first Monday in March, at nine. So every later scene falls on a working day, and
 * its three months are October to December, whatever day it is today.
 */
export function beginning(now: Date): Date {
  const year = Number(berlinDay(now).slice(0, 4));
  const [next] = [year, year + 1].map(firstMonday).filter((begin) => begin > now);
  return next!;
}

function firstMonday(year: number): Date {
  const days = Array.from({ length: 7 }, (_, past) => addDays(`${year}-03-01`, past));
  return wallTime(days.find((day) => new Date(day).getUTCDay() === 1)!, '09:00');
}

/**
 * Opens the city on an empty store. In English without rooms: cards in a room are in the city's language.
 * @param dir where the server may keep its own files
 */
export async function openStage(store: Store, dir: string, lang: Lang, print: (line: string) => void): Promise<Stage> {
  const page = transcript(lang, print);
  let quiet = false;
  const city = await openCity({
    store,
    chats: ['slack', 'teams', 'local'],
    lang,
    chatOf: (ref) => CHAT_OF[ref] ?? 'local',
    roomIn: (room) => ROOMS[room] ?? 'local',
    ...(lang === 'en' ? { rooms: 'none' as const } : {}),
    ...PATIENT,
    begin: beginning(new Date()),
    clockFile: join(dir, 'clock.json'),
    onAct: (person, act) => {
      if (!quiet) page.act(person, act);
    },
  });
  const parts = Object.entries(CAST).map(async ([part, [ref]]) => [part, await city.person(ref)] as const);
  const cast = Object.fromEntries(await Promise.all(parts)) as Record<Part, Person>;
  const sightsWith = async (person: Person, text: string): Promise<Sight[]> => {
    // Effects are awaited: one person's card may arrive before another's.
    await city.settle();
    return (await person.sights()).filter((sight) => sight.text.includes(text));
  };
  const date = (told: string): void => page.tell(`${sayDate(lang, city.clock.now())}. ${told}`);
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
    has: async (person, text) => (await sightsWith(person, text)).length > 0,
    count: async (person, text) => (await sightsWith(person, text)).length,
    async aside(work) {
      quiet = true;
      await work();
      quiet = false;
    },
    async allPress(people, label, on) {
      await Promise.all(people.map((person) => person.hand.press(label, on)));
      await city.settle();
    },
    async until(day, told) {
      city.clock.forward(daysFrom(berlinDay(city.clock.now()), day) - 1);
      await city.clock.turn('day');
      if (told) date(told);
    },
    date,
  };
}

/** A city whose people act through the real endpoints of their chats. The same script runs in each chat. */
import { createClock, type MaybeClock } from '../../adapters/local/clock.ts';
import type { Forward } from '../../adapters/local/deps.ts';
import type { ChatName } from '../../bot/chat.ts';
import type { Store } from '../../db/connect.ts';
import { type HouseOptions, type LogLine, type OpenHouse, openHouse } from './app.ts';
import type { Answer, Hand, Sight } from './drivers/hand.ts';
import { localHand } from './drivers/local.ts';
import { slackHand } from './drivers/slack.ts';
import { teamsHand } from './drivers/teams.ts';

/** Longest pause that may be skipped, in milliseconds. */
const AHEAD = 3 * 60_000;

export type { Answer, Sight } from './drivers/hand.ts';

/** A person of the city. Every act ends when the bot has answered and everything it caused has been delivered. */
export type Person = {
  readonly ref: string;
  readonly name: string;
  readonly chat: ChatName;
  say(text: string): Promise<void>;
  fill(answers: Readonly<Record<string, Answer>>): Promise<void>;
  press(label: string, on?: string): Promise<void>;
  /** Acts without waiting for deliveries: for two people who act at the same time. */
  hand: Hand;
  /** The newest visible thing that contains this text. Throws an error that lists what is visible. */
  sees(text: string | RegExp): Promise<Sight>;
  /** Everything visible, oldest first. */
  sights(): Promise<Sight[]>;
  /** A field of the open form: its value and the problem shown under it. */
  field(name: string): Promise<{ value: Answer; problem: string | undefined }>;
};

export type City = Pick<OpenHouse, 'url' | 'app' | 'organisation' | 'slack' | 'teams' | 'restart'> & {
  store: Store;
  clock: {
    now(): Date;
    /** Days pass without the app running. */
    forward(days: number): void;
    /**
     * Moves the clock through the local workspace's endpoint, as its page does: to eight in the morning, and runs what
     * is due.
     */
    turn(to: Forward): Promise<void>;
  };
  /** The local workspace's directory reports that a person has gone or is back. */
  mark(ref: string, gone: boolean): Promise<void>;
  /** A person of the organisation file, in their usual chat or another. The first call makes them enter that chat. */
  person(ref: string, chat?: ChatName): Promise<Person>;
  /** Delivers everything that is due. */
  settle(): Promise<void>;
  /** Unexpected log lines. Reading removes them. */
  takeLines(): LogLine[];
  close(): Promise<void>;
};

export type CityOptions = Omit<HouseOptions, 'now' | 'forward'> & {
  /** Start of the story. Default: now. */
  begin?: Date;
  /** Where the local workspace stores its clock. If absent, nobody can move it there. */
  clockFile?: string;
  /** The chat of each person. Default: the first one. */
  chatOf?: (ref: string) => ChatName;
  /** Called for every act, for a transcript. */
  onAct?: (person: Person, act: Act) => void;
};
export type Act =
  | { kind: 'say'; text: string }
  | { kind: 'fill'; answers: Readonly<Record<string, Answer>> }
  | { kind: 'press'; label: string };

const DAY = 24 * 3_600_000;

/** Longest wait for something to appear, in milliseconds; far more than it needs. */
const PATIENCE = 60_000;
const LOOK = 15;

export async function openCity(options: CityOptions): Promise<City> {
  let ahead = (options.begin?.getTime() ?? Date.now()) - Date.now();
  const outside = () => new Date(Date.now() + ahead);
  const { now, forward }: MaybeClock = options.clockFile ? createClock(options.clockFile, outside) : { now: outside };
  const open = await openHouse({ ...options, now, ...(forward ? { forward } : {}) });
  const { organisation, slack, teams, url } = open;
  const people = new Map<string, Promise<Person>>();

  // On a fast machine, the pauses between a whole story's cards add up to more than a minute.
  const settle = () => open.app.worker.drain(AHEAD);
  const knock = async (door: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/local/${door}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the local workspace refuses ${door}: ${answer.status} ${await answer.text()}`);
    await settle();
  };

  const handOf = (ref: string, chat: ChatName): Hand => {
    const known = organisation.people.find(({ id }) => id === ref);
    if (!known) throw new Error(`nobody in the city is ${ref}`);
    const who = { ref, name: known.name, email: known.email };
    switch (chat) {
      case 'slack':
        return slackHand(slack!, who);
      case 'teams':
        return teamsHand(teams!, who, teamRoomsOf(open, ref));
      case 'local':
        return localHand(url, who, options.lang ?? 'de');
    }
  };

  const meet = async (ref: string, chat: ChatName): Promise<Person> => {
    const hand = handOf(ref, chat);
    await hand.arrive();
    const person: Person = personOf(hand, settle, (act) => options.onAct?.(person, act));
    return person;
  };

  return {
    ...open,
    get app() {
      return open.app;
    },
    store: options.store,
    clock: {
      now,
      forward: (days) => {
        ahead += days * DAY;
      },
      turn: (to) => knock('clock', { to }),
    },
    mark: (person, gone) => knock('gone', { person, gone }),
    person(ref, chat = options.chatOf?.(ref) ?? options.chats[0]!) {
      const key = `${ref} ${chat}`;
      const met = people.get(key) ?? meet(ref, chat);
      people.set(key, met);
      return met;
    },
    settle,
    takeLines: () => open.lines.splice(0),
    close: open.close,
  };
}

function teamRoomsOf({ organisation, membersOf }: OpenHouse, ref: string): { id: string; name: string }[] {
  const all = [
    ...organisation.offices.flatMap(({ rooms }) => rooms),
    ...organisation.bodies.flatMap(({ rooms }) => rooms),
    ...Object.values(organisation.rooms).flat(),
    ...(organisation.incident?.rooms ?? []),
  ];
  return all
    .filter(({ chat, id }) => chat === 'teams' && membersOf(id).includes(ref))
    .map(({ id, name }) => ({ id, name: name ?? id }));
}

function personOf(hand: Hand, settle: () => Promise<void>, tell: (act: Act) => void): Person {
  const { ref, name, chat } = hand;
  const act = async (what: Act, work: () => Promise<void>): Promise<void> => {
    tell(what);
    await work();
    await settle();
  };
  const find = async (text: string | RegExp): Promise<Sight> => {
    const fits = (sight: Sight) => (typeof text === 'string' ? sight.text.includes(text) : text.test(sight.text));
    // What follows the response (Slack's later views, a redrawn card) needs a moment of real time.
    const until = performance.now() + PATIENCE;
    for (;;) {
      const sights = await hand.sights();
      const found = sights.findLast(fits);
      if (found) return found;
      if (performance.now() > until) {
        const newest = sights.slice(-3).map((sight) => `--- ${sight.kind} ${sight.room}\n${sight.text}`);
        throw new Error(`${name} (${chat}) does not see ${text}, but:\n${newest.join('\n')}`);
      }
      await settle();
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  };
  return {
    ref,
    name,
    chat,
    hand,
    say: (text) => act({ kind: 'say', text }, () => hand.say(text)),
    fill: (answers) => act({ kind: 'fill', answers }, () => hand.fill(answers)),
    press: (label, on) => act({ kind: 'press', label }, () => pressed(hand, label, on, settle)),
    sees: find,
    sights: () => hand.sights(),
    async field(path) {
      const input = (await hand.sights()).flatMap(({ inputs }) => inputs).findLast((one) => one.name === path);
      if (!input) throw new Error(`${name} sees no field ${path}`);
      return { value: input.value, problem: input.problem };
    },
  };
}

/** Waits for a button that is about to appear, as a person would. */
async function pressed(hand: Hand, label: string, on: string | undefined, settle: () => Promise<void>): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const there = (await hand.sights()).some(
      (sight) => sight.buttons.includes(label) && (on === undefined || sight.text.includes(on)),
    );
    if (there || performance.now() > until) return hand.press(label, on);
    await settle();
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

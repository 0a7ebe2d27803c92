/**
 * The app without endpoints: shell, outbox worker and a chat in memory, on one database. For command tests; the
 * endpoints have their own tests.
 */
import type { Chat } from '../../adapters/chat.ts';
import { createWorker } from '../../adapters/delivery/worker.ts';
import type { Platforms } from '../../adapters/platform/port.ts';
import { nrwHolidays } from '../../adapters/time/holidays.ts';
import type { Address, ChatName, Inbound, MessageRef } from '../../bot/chat.ts';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import { createCalendar } from '../../bot/time/calendar.ts';
import { type Button, buttons, type Card, type Lang } from '../../cards/node.ts';
import { cardToPlain } from '../../cards/render/plain.ts';
import type { Reply } from '../../cards/reply.ts';
import { handle } from '../../commands/run.ts';
import { type TickDeps, tick } from '../../commands/time/tick.ts';
import { drawCard } from '../../commands/views.ts';
import type { Store } from '../../db/connect.ts';
import { applyOrganisation, loadOrganisation } from '../../db/organisation/organisation.ts';
import { demoOrganisation } from './demo-city.ts';

/** A card as now shown in a chat. */
export type Posted = { chat: ChatName; to: Address; ref: MessageRef; card: Card; id: string };

/** A chat that accepts everything and records it. */
export function memoryChat(name: ChatName): Chat & { posted: Posted[] } {
  const posted: Posted[] = [];
  return {
    name,
    posted,
    pace: { room: 0, chat: 0 },
    post: async (to, card, id) => {
      const ref = { room: to.room ?? `dm:${to.user}`, message: `${name}-${posted.length + 1}` };
      posted.push({ chat: name, to, ref, card, id });
      return ref;
    },
    update: async (ref, card) => {
      const message = posted.find((candidate) => candidate.ref.message === ref.message);
      if (message) message.card = card;
    },
    openRoom: async ({ name, room }) => ({ room: room ?? name.toLowerCase(), missing: [] }),
    find: async (_to, id) => posted.find((candidate) => candidate.id === id)?.ref ?? null,
  };
}

export type Person = {
  say(text: string, more?: Partial<Inbound>): Promise<Reply>;
  press(
    name: string,
    args: Record<string, unknown>,
    inputs?: Record<string, unknown>,
    more?: Partial<Inbound>,
  ): Promise<Reply>;
  /** Presses the newest visible button with this label, in a reply or on a posted card. */
  click(label: string, inputs?: Record<string, unknown>): Promise<Reply>;
  /** Cards posted to this person's DM. */
  dm(): Card[];
};

export type Stage = {
  store: Store;
  clock: { now: Date };
  chats: Map<ChatName, ReturnType<typeof memoryChat>>;
  faults: unknown[];
  as(ref: string, chat?: ChatName): Person;
  /** The current cards in a room. */
  room(id: string): Card[];
  /** @param aheadMs by how much the worker's clock may advance; default: a minute */
  drain(aheadMs?: number): Promise<void>;
  /** Runs what is due now, without delivering it. @returns the numbers of done and remaining things */
  tick(): Promise<{ done: number; left: number }>;
  /** The dependencies of a tick, for tests that run several. */
  time: TickDeps;
  request(inbound: Inbound): Promise<Reply>;
};

/**
 * Applies the demo city to an empty, migrated store.
 *
 * @param change changes to the demo file
 * @param leaseMs of the worker, which waits three quarters of it for a response
 */
export async function stageOn(
  store: Store,
  names: readonly ChatName[] = ['local'],
  change: (file: Organisation) => Organisation = (file) => file,
  platforms?: Platforms,
  leaseMs?: number,
): Promise<Stage> {
  const clock = { now: new Date('2026-11-23T09:00:00Z') };
  const now = () => clock.now;
  const file = demoOrganisation();
  await store.db.transaction((tx) => applyOrganisation(tx, change(file), clock.now));
  const calendar = createCalendar(nrwHolidays);
  const chats = new Map(names.map((name) => [name, memoryChat(name)]));
  const faults: unknown[] = [];
  const log = { info: () => {}, warn: () => {}, error: (data: object) => faults.push(data) };
  const worker = createWorker({
    store,
    chats,
    ...(platforms ? { platforms } : {}),
    ...(leaseMs ? { leaseMs } : {}),
    now,
    log,
    org: loadOrganisation,
    draw: async (tx, ref, reader) => {
      const org = await loadOrganisation(tx);
      return org ? drawCard(tx, ref, org, reader, clock.now, calendar) : null;
    },
  });
  const deps = {
    store,
    chats: () => [...names],
    now,
    calendar,
    ...(platforms ? { connectors: platforms } : {}),
    wake: () => {},
    publicUrl: 'http://127.0.0.1:3978',
    onFault: (fault: { error: unknown }) => faults.push(fault.error),
  };
  const request = (inbound: Inbound) => handle(deps, inbound);
  let deliveries = 0;

  const as = (ref: string, chat: ChatName = names[0]!): Person => {
    const replies: { card: Card; message?: string; room: string }[] = [];
    const room = `dm:${ref}`;
    const email = file.people.find((person) => person.id === ref)?.email;
    const inbound = (what: Inbound['do'], more: Partial<Inbound> = {}): Inbound => ({
      key: `${chat}:${ref}:${++deliveries}`,
      who: { chat, tenant: chat, id: ref, ...(email ? { email } : {}) },
      where: { id: room, dm: true },
      lang: 'de' as Lang,
      do: what,
      ...more,
    });
    const keep = async (reply: Promise<Reply>) => {
      const answer = await reply;
      if (answer.kind === 'card') replies.push({ card: answer.card, room });
      return answer;
    };
    const person: Person = {
      say: (text, more) => keep(request(inbound({ kind: 'say', text }, more))),
      press: (name, args, inputs = {}, more = {}) =>
        keep(request(inbound({ kind: 'press', name, args, inputs }, more))),
      click: (label, inputs = {}) => {
        const posted = [...chats.values()].flatMap((memory) =>
          memory.posted
            .filter((entry) => entry.chat === chat && (entry.to.user === ref || entry.to.room))
            .map((entry) => ({ card: entry.card, message: entry.ref.message, room: entry.ref.room })),
        );
        for (const place of [...posted, ...replies].reverse()) {
          const button = buttons(place.card).find((candidate) => candidate.label === label);
          if (!button) continue;
          const where = { id: place.room, dm: place.room === room };
          const message = 'message' in place && place.message ? { message: place.message } : {};
          return person.press(button.do, button.args ?? {}, inputs, { where, ...message });
        }
        throw new Error(
          `${ref} sees no button "${label}".\n${replies.map(({ card }) => cardToPlain(card)).at(-1) ?? ''}`,
        );
      },
      dm: () =>
        [...chats.values()].flatMap((memory) =>
          memory.posted.filter((entry) => entry.to.user === ref).map((entry) => entry.card),
        ),
    };
    return person;
  };
  return {
    store,
    clock,
    chats,
    faults,
    as,
    room: (id) =>
      [...chats.values()].flatMap((memory) =>
        memory.posted.filter((entry) => entry.ref.room === id).map((entry) => entry.card),
      ),
    drain: (aheadMs) => worker.drain(aheadMs),
    tick: () => tick(deps, clock.now),
    time: deps,
    request,
  };
}

export const plain = (reply: Reply): string =>
  reply.kind === 'card' ? cardToPlain(reply.card) : reply.kind === 'notice' ? reply.text : '';

export const labels = (card: Card): string[] => buttons(card).map((button: Button) => button.label);

/** The answers of a usual registration, page by page, as a person types them. */
export const ANSWERS = {
  channel: {
    platform: 'facebook',
    url: 'https://www.facebook.com/KulturDortmund',
    name: 'Kulturbetriebe Dortmund',
    handle: 'KulturDortmund',
    purpose: 'Veranstaltungen der Kulturbetriebe ankündigen',
    targetGroup: 'Menschen in Dortmund, die Kultur suchen',
    productReason: 'Die Zielgruppe ist dort am besten erreichbar; andere Netzwerke haben weniger Reichweite.',
  },
  operation: {
    effects: 'Die Öffentlichkeitsarbeit übernimmt die Pflege mit vier Wochenstunden.',
    comments: 'low',
    moderation: 'Zwei Personen lesen werktags mit und antworten nach der Netiquette.',
    responseTime: 'day',
    rhythm: 'weekly',
    term: 'unlimited',
    agencyUsed: 'no',
    crisisUse: 'no',
  },
  law: {
    imprint: 'https://www.dortmund.de/impressum',
    privacy: 'https://www.dortmund.de/datenschutz',
    jointControl: 'available',
    legalBasis: 'public-task',
    thirdCountry: 'dpf',
    impactAssessment: 'city-2021',
    alternative: 'https://www.dortmund.de/kultur',
    declarations: ['no-case-handling', 'rights-of-others', 'recognisable', 'no-private-accounts'],
  },
  security: { contentSafeguards: ['four-eyes'], leaverSafeguards: ['role-removal'], secondFactor: 'all' },
  person: {
    rights: ['post', 'answer', 'roles'],
    duties: 'Pflegt die Seite, beantwortet Kommentare.',
    account: 'official-profile',
    training: 'not-needed',
    outsideHours: 'no',
    unblock: 'needed',
    emergency: 'yes',
  },
  reasons: { costs: 'Kostenstelle 4711', furtherReasons: '' },
} as const;

/** Prefixes a person's answers with their place in the form. */
export const personInputs = (entry: number, person: string, role: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...ANSWERS.person, person, role }).map(([name, value]) => [`persons.${entry}.${name}`, value]),
  );

/** Fills in and submits a usual registration by clicks. @returns the application's number */
export async function registerChannel(clerk: Person, first: Record<string, unknown> = {}): Promise<string> {
  await clerk.say(`/channel register ${first.url ?? ANSWERS.channel.url}`);
  await clerk.click('Weiter', { ...ANSWERS.channel, ...first });
  await clerk.click('Weiter', ANSWERS.operation);
  await clerk.click('Weiter', ANSWERS.law);
  await clerk.click('Weiter', ANSWERS.security);
  await clerk.click('Weiter', personInputs(0, 'oeffentlichkeitsarbeit-bibliothek', 'administrator'));
  await clerk.click('Weiter', personInputs(1, 'leitung-bibliothek', 'deputy-administrator'));
  await clerk.click('Weiter', ANSWERS.reasons);
  await clerk.click('Antrag einreichen');
  const receipt = await clerk.click('Ja, einreichen');
  const number = /SN-\d{4}-\d{4}-v\d+/.exec(plain(receipt))?.[0];
  if (!number) throw new Error(`not submitted:\n${plain(receipt)}`);
  return number;
}

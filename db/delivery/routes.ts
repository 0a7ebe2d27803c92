/** Resolves recipients to rooms and DMs in the enabled chats. */

import type { Address, ChatName } from '../../bot/chat.ts';
import { type Effect, type Recipient, toPerson } from '../../bot/delivery/effect.ts';
import type { Organisation, Role } from '../../bot/organisation/organisation.ts';
import { bodySet } from '../../bot/organisation/permission.ts';
import type { StandingBody } from '../../bot/participation/body.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { canonical } from '../audit.ts';
import type { Tx } from '../connect.ts';
import { incidentPeople, incidentRoomsOf } from '../incident/incidents.ts';
import type { Org } from '../organisation/organisation.ts';
import { type Contact, contactsOf } from '../organisation/people.ts';
import { callById } from '../platform/connectors.ts';
import { announcedFile } from '../registration/attachments.ts';
import { type MessageRow, messageById, messagesAbout } from './messages.ts';
import { holdPosts, type OutboxRow, type Routed } from './outbox.ts';

export type Post = Extract<Effect, { do: 'post' }>;
/** What routing depends on. `chats`: the enabled ones. */
export type RoutingContext = { tx: Tx; org: Org; chats: readonly ChatName[]; now: Date };
type Room = { chat: ChatName; id: string; reach?: Record<string, string> };
/**
 * Where a card goes: to these rooms, and to these people by DM. `blind`: only to people who are in none of the rooms'
 * chats, and only if there is a route.
 */
type Aim = { rooms: readonly Room[]; people: readonly string[]; blind?: boolean };
/** The contacts of all possible recipients, read once for all cards. */
type Known = Pick<RoutingContext, 'chats'> & { contacts: ReadonlyMap<string, Contact> };

/** In `tried`: the room of the person's office has been used as well. */
const OFFICE_ROOM = 'office-room';

/**
 * Turns effects into outbox rows. A card goes to each room or person once, however often they are named. A card that
 * reaches nobody is kept as one row without a route (`no-identity`, `no-recipient`), so that it is noticed.
 */
export async function route(
  tx: Tx,
  effects: readonly Effect[],
  org: Org,
  chats: readonly ChatName[],
  now: Date,
): Promise<Routed[]> {
  const routing: RoutingContext = { tx, org, chats, now };
  const aims = new Map<Effect, Aim>();
  for (const effect of effects) {
    if (effect.do === 'post') aims.set(effect, await aim(routing, effect.to));
  }
  const people = [...aims.values()].flatMap((one) => one.people);
  const known: Known = { chats, contacts: await contactsOf(tx, people, chats) };
  const ways = new Map<string, Routed>();
  for (const effect of effects) {
    for (const way of await routeOne(tx, effect, known, aims.get(effect))) {
      const what = way.effect.do === 'post' ? canonical(way.effect.card) : canonical(way.effect);
      const key = `${way.lane} ${what}`;
      if (!ways.has(key)) ways.set(key, way);
    }
  }
  return [...ways.values()];
}

/** @param aim the recipients, for a post */
async function routeOne(tx: Tx, effect: Effect, known: Known, aim?: Aim): Promise<Routed[]> {
  const { chats } = known;
  switch (effect.do) {
    case 'post':
      return aim ? routePost(known, effect, aim) : [];
    case 'refresh': {
      await holdPosts(tx, effect.subject);
      return (await messagesAbout(tx, effect.subject)).flatMap((row) => redraw(row, chats));
    }
    case 'redraw': {
      const row = await messageById(tx, effect.message);
      return row ? redraw(row, chats) : [];
    }
    case 'fetch': {
      const chat = (await announcedFile(tx, effect.attachment))?.chat;
      return chat && chats.includes(chat) ? [{ effect, chat, lane: `${chat}:files` }] : [];
    }
    case 'room':
      return chats.includes(effect.chat) ? [{ effect, chat: effect.chat, lane: `${effect.chat}:rooms` }] : [];
    case 'platform': {
      // In sequence per channel, in parallel across channels: an unresponsive platform must not delay the others.
      const place = (await callById(tx, effect.call))?.place;
      return place ? [{ effect, chat: 'none', lane: `platform:${place}` }] : [];
    }
  }
}

function redraw({ id, chat, room, reach, subject }: MessageRow, chats: readonly ChatName[]): Routed[] {
  if (!chats.includes(chat)) return [];
  const address = { chat, room, reach };
  return [{ effect: { do: 'redraw', message: id, about: subject }, chat, lane: `${chat}:${room}`, address }];
}

function routePost(known: Known, effect: Post, { rooms, people, blind = false }: Aim): Routed[] {
  const ways = rooms.map((room) => toRoom(effect, room.chat, room.id, room.reach));
  const seen = rooms.map(({ chat }) => chat);
  for (const person of new Set(people)) {
    if (blind && isIn(known, person, seen)) continue;
    const own: Post = { ...effect, to: toPerson(person) };
    const way = dm(known, own, person, []);
    if (way) ways.push(way);
    else if (!blind) ways.push({ effect: own, chat: 'none', lane: `none:${person}`, dead: 'no-identity' });
  }
  return ways.length > 0 ? ways : [{ effect, chat: 'none', lane: 'none:nobody', dead: 'no-recipient' }];
}

function toRoom(effect: Post, chat: ChatName, room: string, reach?: Record<string, string>): Routed {
  return { effect, chat, lane: `${chat}:${room}`, address: { chat, room, ...(reach ? { reach } : {}) } };
}

/** The person's DM in the chat where they were last seen and which has not refused yet. */
function dm({ chats, contacts }: Known, effect: Post, person: string, tried: readonly string[]): Routed | null {
  const open = chats.filter((chat) => !tried.includes(chat));
  const contact = contacts.get(person);
  const own = contact?.known.find(({ chat }) => open.includes(chat));
  if (own) {
    const { chat, user, reach } = own;
    const address: Address = { chat, user, reach, ...(reach.room ? { room: reach.room } : {}) };
    return { effect, chat, lane: `${chat}:${user}`, address, tried: [...tried] };
  }
  const email = open.includes('slack') ? contact?.email : null;
  // Looked up each time and never stored as an identity: an identity gives rights, a found address does not.
  if (!email) return null;
  return { effect, chat: 'slack', lane: `slack:${email}`, address: { chat: 'slack', email }, tried: [...tried] };
}

/** Whether a person is in one of these chats, and so may see a room there. */
const isIn = ({ contacts }: Known, person: string, chats: readonly string[]): boolean =>
  contacts.get(person)?.known.some(({ chat }) => chats.includes(chat)) ?? false;

async function aim(routing: RoutingContext, to: Recipient): Promise<Aim> {
  const { org, now, tx, chats } = routing;
  const { organisation, gone } = org;
  switch (to.to) {
    case 'room':
      return { rooms: [{ chat: to.chat, id: to.room, reach: to.reach }], people: [] };
    case 'person':
      return { rooms: [], people: [to.person] };
    case 'body': {
      const rooms = live(routing, bodySet(to.body, to.legalBody, organisation)?.rooms);
      return { rooms, people: seatsOf(org, to.body, to.legalBody), blind: rooms.length > 0 };
    }
    case 'office': {
      const office = organisation.offices.find(({ id }) => id === to.office);
      const rooms = live(routing, office?.rooms);
      return { rooms, people: rooms.length > 0 ? [] : leadersOf(org, to.office) };
    }
    case 'role':
      return { rooms: [], people: holdersOf(organisation, to.role, now).filter((person) => !gone.has(person)) };
    case 'incident': {
      const open = await incidentRoomsOf(tx, to.incident);
      const rooms = open.filter(({ chat }) => chats.includes(chat));
      const people = (await incidentPeople(tx, to.incident)).filter((person) => !gone.has(person));
      return { rooms, people, blind: rooms.length > 0 };
    }
    case 'rooms': {
      const rooms = live(routing, organisation.rooms[to.rooms]);
      const operators = organisation.roles.operator.filter((person) => !gone.has(person));
      return { rooms, people: rooms.length > 0 ? [] : operators };
    }
  }
}

const live = ({ chats }: RoutingContext, rooms: readonly Room[] = []): Room[] =>
  rooms.filter(({ chat }) => chats.includes(chat));

function seatsOf({ organisation, gone }: Org, body: StandingBody, legalBody: string): string[] {
  const set = bodySet(body, legalBody, organisation);
  if (!set) return [];
  const all = [...(set.lead ? [set.lead] : []), ...set.members, ...set.deputies];
  return all.filter((person) => !gone.has(person));
}

function leadersOf({ organisation, gone }: Org, id: string): string[] {
  const office = organisation.offices.find((candidate) => candidate.id === id);
  if (!office) return [];
  return [...(office.head ? [office.head] : []), ...office.deputies].filter((person) => !gone.has(person));
}

function holdersOf({ roles }: Organisation, role: Role, now: Date): readonly string[] {
  if (role === 'reviewer') {
    const today = berlinDay(now);
    return roles.reviewer.filter(({ until }) => today <= until).map(({ person }) => person);
  }
  return roles[role];
}

/**
 * Another route for a card to a person that was refused or had no route: the next chat, then the office's room. The
 * office's copy names the person (`args.for`).
 * @returns null if no route is left
 */
export async function fallbackRoute(routing: RoutingContext, row: OutboxRow): Promise<Routed | null> {
  if (row.effect.do !== 'post' || row.effect.to.to !== 'person' || row.tried.includes(OFFICE_ROOM)) return null;
  const { effect } = row;
  const { person } = row.effect.to;
  const tried = triedBy(row);
  const [next] = await otherChats(routing, [row]);
  // A card about failures of other cards is only for operators.
  if (next || effect.card.view === 'undelivered') return next ?? null;
  const offices = routing.org.organisation.offices.filter(
    ({ head, staff }) => head === person || staff.includes(person),
  );
  const [room] = offices.flatMap((office) => live(routing, office.rooms));
  if (!room) return null;
  const card = { ...effect.card, args: { ...effect.card.args, for: person } };
  return { ...toRoom({ ...effect, card }, room.chat, room.id), tried: [...tried, OFFICE_ROOM] };
}

const triedBy = ({ chat, tried }: OutboxRow): string[] => (chat === 'none' ? tried : [...tried, chat]);

/** For each row, the person's DM in an untried chat. Null if there is none, or the row is not for one person. */
export async function otherChats(
  { tx, chats }: RoutingContext,
  rows: readonly OutboxRow[],
): Promise<(Routed | null)[]> {
  const readers = rows.map(readerOf);
  const people = readers.filter((person) => person !== null);
  const known: Known = { chats, contacts: await contactsOf(tx, people, chats) };
  return rows.map((row, at) => {
    const person = readers[at];
    return person && row.effect.do === 'post' ? dm(known, row.effect, person, triedBy(row)) : null;
  });
}

/** The person whose own DM the row goes to, or null. */
export function readerOf(row: Pick<OutboxRow, 'effect' | 'tried'>): string | null {
  const { effect, tried } = row;
  return effect.do === 'post' && effect.to.to === 'person' && !tried.includes(OFFICE_ROOM) ? effect.to.person : null;
}

/** For a room of a body or office that refused: DMs to the people who would have read the card there. */
export async function fallbackFromRoom(routing: RoutingContext, row: OutboxRow): Promise<Routed[]> {
  const { effect } = row;
  if (effect.do !== 'post') return [];
  const { to } = effect;
  const readers =
    to.to === 'body'
      ? seatsOf(routing.org, to.body, to.legalBody)
      : to.to === 'office'
        ? leadersOf(routing.org, to.office)
        : [];
  const { tx, chats } = routing;
  const known: Known = { chats, contacts: await contactsOf(tx, readers, chats) };
  const there = [...new Set(readers)].filter((person) => isIn(known, person, [row.chat]));
  return there.flatMap((person) => dm(known, { ...effect, to: toPerson(person) }, person, []) ?? []);
}

/** From "who shall get it" to the rooms and DMs of the chats that are switched on. */
import type { StandingBody } from '../bot/body.ts';
import type { Address, ChatName } from '../bot/chat.ts';
import { berlinDay } from '../bot/day.ts';
import { type Effect, type Recipient, toPerson } from '../bot/effect.ts';
import { type Organisation, ROLES, type Role } from '../bot/organisation.ts';
import { bodySet } from '../bot/permission.ts';
import { announcedFile } from './attachments.ts';
import { canonical } from './audit.ts';
import type { Tx } from './connect.ts';
import { callById } from './connectors.ts';
import { incidentPeople, incidentRoomsOf } from './incidents.ts';
import { type MessageRow, messageById, messagesAbout } from './messages.ts';
import type { Org } from './organisation.ts';
import { holdPosts, type OutboxRow, type Routed } from './outbox.ts';
import { identitiesOf, personById } from './people.ts';

export type Post = Extract<Effect, { do: 'post' }>;
/** What a way out depends on. `chats`: those that are switched on. */
export type Ground = { tx: Tx; org: Org; chats: readonly ChatName[]; now: Date };
type Room = { chat: ChatName; id: string; reach?: Record<string, string> };
/** Where a card goes: into these rooms, and to these people by DM. `extra`: they get one only if there is a way. */
type Aim = { rooms: readonly Room[]; people: readonly string[]; extra?: boolean };

/** In `tried`: the room of the person's office has refused as well. */
const OFFICE_ROOM = 'office-room';

/**
 * Turns effects into rows for the outbox. The same card goes to one room or person once, however often it is named.
 * A card that finds nobody is kept as one row without a way (`no-identity`, `no-recipient`), so that it is noticed.
 */
export async function route(
  tx: Tx,
  effects: readonly Effect[],
  org: Org,
  chats: readonly ChatName[],
  now: Date,
): Promise<Routed[]> {
  const ground: Ground = { tx, org, chats, now };
  const ways = new Map<string, Routed>();
  for (const effect of effects) {
    for (const way of await routeOne(ground, effect)) {
      const what = way.effect.do === 'post' ? canonical(way.effect.card) : canonical(way.effect);
      const key = `${way.lane} ${what}`;
      if (!ways.has(key)) ways.set(key, way);
    }
  }
  return [...ways.values()];
}

async function routeOne(ground: Ground, effect: Effect): Promise<Routed[]> {
  const { tx, chats } = ground;
  switch (effect.do) {
    case 'post':
      return routePost(ground, effect);
    case 'refresh': {
      await holdPosts(tx, effect.subject);
      return (await messagesAbout(tx, effect.subject)).flatMap((row) => redraw(row, chats));
    }
    case 'redraw': {
      const row = await messageById(tx, effect.message);
      return row ? redraw(row, chats) : [];
    }
    case 'fetch': {
      const chat = (await announcedFile(tx, effect.attachment))?.chat as ChatName | null | undefined;
      return chat && chats.includes(chat) ? [{ effect, chat, lane: `${chat}:files` }] : [];
    }
    case 'room':
      return chats.includes(effect.chat) ? [{ effect, chat: effect.chat, lane: `${effect.chat}:rooms` }] : [];
    case 'platform': {
      // One after the other for one channel, side by side for several: one that does not answer must not hold up the rest.
      const place = (await callById(tx, effect.call))?.place;
      return place ? [{ effect, chat: 'none', lane: `platform:${place}` }] : [];
    }
    case 'home': {
      const known = (await identitiesOf(tx, effect.person, chats)).find(({ chat }) => chat === 'slack');
      return known ? [{ effect, chat: 'slack', lane: `slack:${known.user}` }] : [];
    }
  }
}

function redraw({ id, chat, room, reach }: MessageRow, chats: readonly ChatName[]): Routed[] {
  const name = chat as ChatName;
  if (!chats.includes(name)) return [];
  const address = { chat: name, room, reach };
  return [{ effect: { do: 'redraw', message: id }, chat: name, lane: `${chat}:${room}`, address }];
}

async function routePost(ground: Ground, effect: Post): Promise<Routed[]> {
  if (effect.to.to === 'room') return [toRoom(effect, effect.to.chat, effect.to.room, effect.to.reach)];
  const { rooms, people, extra } = await aim(ground, effect.to);
  const ways = rooms.map((room) => toRoom(effect, room.chat, room.id, room.reach));
  for (const person of new Set(people)) {
    const own: Post = { ...effect, to: toPerson(person) };
    const way = await dm(ground, own, []);
    if (way) ways.push(way);
    else if (!extra) ways.push({ effect: own, chat: 'none', lane: `none:${person}`, dead: 'no-identity' });
  }
  return ways.length > 0 ? ways : [{ effect, chat: 'none', lane: 'none:nobody', dead: 'no-recipient' }];
}

function toRoom(effect: Post, chat: ChatName, room: string, reach?: Record<string, string>): Routed {
  return { effect, chat, lane: `${chat}:${room}`, address: { chat, room, ...(reach ? { reach } : {}) } };
}

/** The person's DM where they were last seen, among the chats that have not refused yet. */
async function dm({ tx, chats }: Ground, effect: Post, tried: readonly string[]): Promise<Routed | null> {
  if (effect.to.to !== 'person') return null;
  const { person } = effect.to;
  const open = chats.filter((chat) => !tried.includes(chat));
  const [known] = await identitiesOf(tx, person, open);
  if (known) {
    const { chat, user, reach } = known;
    const address: Address = { chat, user, reach, ...(reach.room ? { room: reach.room } : {}) };
    return { effect, chat, lane: `${chat}:${user}`, address, tried: [...tried] };
  }
  const email = open.includes('slack') ? (await personById(tx, person))?.email : null;
  // Asked for anew each time, never remembered as an identity: an identity gives rights, a found address doesn't.
  if (!email) return null;
  return { effect, chat: 'slack', lane: `slack:${email}`, address: { chat: 'slack', email }, tried: [...tried] };
}

async function aim(ground: Ground, to: Exclude<Recipient, { to: 'room' }>): Promise<Aim> {
  const { org, now, tx, chats } = ground;
  const { organisation, gone } = org;
  switch (to.to) {
    case 'person':
      return { rooms: [], people: [to.person] };
    case 'body': {
      const rooms = live(ground, bodySet(to.body as StandingBody, to.legalBody, organisation)?.rooms);
      const seats = seatsOf(org, to.body, to.legalBody);
      if (rooms.length === 0) return { rooms, people: seats };
      const blind = await outside(
        ground,
        seats,
        rooms.map(({ chat }) => chat),
      );
      return { rooms, people: blind, extra: true };
    }
    case 'office': {
      const office = organisation.offices.find(({ id }) => id === to.office);
      const rooms = live(ground, office?.rooms);
      return { rooms, people: rooms.length > 0 ? [] : leadersOf(org, to.office) };
    }
    case 'role':
      return { rooms: [], people: holdersOf(organisation, to.role, now).filter((person) => !gone.has(person)) };
    case 'incident': {
      const open = await incidentRoomsOf(tx, to.incident);
      const rooms = open.filter(({ chat }) => chats.includes(chat as ChatName)) as readonly Room[];
      const people = (await incidentPeople(tx, to.incident)).filter((person) => !gone.has(person));
      const blind = await outside(
        ground,
        people,
        rooms.map(({ chat }) => chat),
      );
      return { rooms, people: rooms.length > 0 ? blind : people, extra: rooms.length > 0 };
    }
    case 'rooms': {
      const rooms = live(ground, organisation.rooms[to.rooms]);
      const operators = organisation.roles.operator.filter((person) => !gone.has(person));
      return { rooms, people: rooms.length > 0 ? [] : operators };
    }
  }
}

const live = ({ chats }: Ground, rooms: readonly Room[] = []): Room[] =>
  rooms.filter(({ chat }) => chats.includes(chat));

function seatsOf({ organisation, gone }: Org, body: string, legalBody: string): string[] {
  const set = bodySet(body as StandingBody, legalBody, organisation);
  if (!set) return [];
  const all = [...(set.lead ? [set.lead] : []), ...set.members, ...set.deputies];
  return all.filter((person) => !gone.has(person));
}

function leadersOf({ organisation, gone }: Org, id: string): string[] {
  const office = organisation.offices.find((candidate) => candidate.id === id);
  if (!office) return [];
  return [...(office.head ? [office.head] : []), ...office.deputies].filter((person) => !gone.has(person));
}

function holdersOf({ roles }: Organisation, role: string, now: Date): readonly string[] {
  if (role === 'reviewer') {
    const today = berlinDay(now);
    return roles.reviewer.filter(({ until }) => today <= until).map(({ person }) => person);
  }
  const known = ROLES.find((name): name is Exclude<Role, 'reviewer'> => name === role);
  return known ? roles[known] : [];
}

/** Those who are in none of these chats and so can't see a room there. */
async function outside({ tx }: Ground, people: readonly string[], chats: readonly ChatName[]): Promise<string[]> {
  const out: string[] = [];
  for (const person of people) if ((await identitiesOf(tx, person, chats)).length === 0) out.push(person);
  return out;
}

/**
 * Another way for a card to a person that was refused, or that had none: the next chat, then the room of their office.
 * The office's copy says for whom it is (`args.for`).
 * @returns null when every way is used up
 */
export async function wayAround(ground: Ground, row: OutboxRow): Promise<Routed | null> {
  if (row.effect.do !== 'post' || row.effect.to.to !== 'person' || row.tried.includes(OFFICE_ROOM)) return null;
  const { effect } = row;
  const { person } = row.effect.to;
  const tried = row.chat === 'none' ? row.tried : [...row.tried, row.chat];
  const next = await dm(ground, effect, tried);
  // What tells of other cards' failures is for the operators' eyes only.
  if (next || effect.card.view === 'undelivered') return next;
  const offices = ground.org.organisation.offices.filter(
    ({ head, staff }) => head === person || staff.includes(person),
  );
  const [room] = offices.flatMap((office) => live(ground, office.rooms));
  if (!room) return null;
  const card = { ...effect.card, args: { ...effect.card.args, for: person } };
  return { ...toRoom({ ...effect, card }, room.chat, room.id), tried: [...tried, OFFICE_ROOM] };
}

/** Whether the row goes to one person's own DM, and whose. */
export function readerOf(row: Pick<OutboxRow, 'effect' | 'tried'>): string | null {
  const { effect, tried } = row;
  return effect.do === 'post' && effect.to.to === 'person' && !tried.includes(OFFICE_ROOM) ? effect.to.person : null;
}

/** A body's or office's room has refused: DMs to those who would have read the card there. */
export async function roundTheRoom(ground: Ground, row: OutboxRow): Promise<Routed[]> {
  if (row.effect.do !== 'post') return [];
  const { to } = row.effect;
  const readers =
    to.to === 'body'
      ? seatsOf(ground.org, to.body, to.legalBody)
      : to.to === 'office'
        ? leadersOf(ground.org, to.office)
        : [];
  const elsewhere = new Set(await outside(ground, readers, [row.chat as ChatName]));
  const ways: Routed[] = [];
  for (const person of new Set(readers)) {
    const way = elsewhere.has(person) ? null : await dm(ground, { ...row.effect, to: toPerson(person) }, []);
    if (way) ways.push(way);
  }
  return ways;
}

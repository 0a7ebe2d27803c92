/** The private room of an incident: opened if the chat can, else a standing room, else individual messages. */
import type { ChatName, Identity } from '../../bot/chat.ts';
import { SendError } from '../../bot/chat.ts';
import { type Effect, post, toPerson } from '../../bot/delivery/effect.ts';
import { entry } from '../../commands/incident/timeline-entry.ts';
import { applyChanges } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { messagesAbout } from '../../db/delivery/messages.ts';
import { enqueue } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import {
  formerPeople,
  incidentById,
  incidentChannelsOf,
  incidentOfThread,
  incidentPeople,
  keepIncidentRoom,
  roomRows,
  setIncidentThread,
} from '../../db/incident/incidents.ts';
import { contactsOf } from '../../db/organisation/people.ts';
import type { Chat } from '../chat.ts';
import { type AttemptEntry, routingContext } from './attempt-entry.ts';
import type { End, Job } from './job.ts';

type RoomEffect = Extract<Effect, { do: 'room' }>;
type Opened = Extract<End, { end: 'opened' }>;
type Member = Identity & { person: string };
type Plan = {
  name: string;
  topic: string;
  room?: string;
  people: Member[];
  /** People who no longer have a role in the incident. */
  leave: Identity[];
  standing?: string;
};

/** Who belongs in the incident's room in this chat, and what already exists. Null if there is no such incident. */
async function plan({ org }: Job, tx: Tx, { incident, chat }: RoomEffect): Promise<Plan | null> {
  const row = await incidentById(tx, incident);
  const routing = await org(tx);
  if (!row || !routing) return null;
  const known = (await roomRows(tx, incident)).find((one) => one.chat === chat && one.state === 'open');
  const all = await incidentPeople(tx, incident);
  const former = known ? (await formerPeople(tx, incident)).filter((person) => !all.includes(person)) : [];
  const contacts = await contactsOf(tx, [...all, ...former], [chat]);
  const members = (persons: readonly string[]): Member[] =>
    persons.flatMap((person) => {
      const own = contacts.get(person)?.known[0];
      return own ? [{ chat, tenant: own.tenant, id: own.user, person }] : [];
    });
  const standing = routing.organisation.incident?.rooms.find((room) => room.chat === chat)?.id;
  return {
    name: `${row.drill ? 'uebung' : 'vorfall'}-${row.number}`,
    topic: `${row.number} ${row.title}`.slice(0, 250),
    people: members(all.filter((person) => !routing.gone.has(person))),
    leave: members(former),
    ...(known?.room ? { room: known.room } : {}),
    ...(standing ? { standing } : {}),
  };
}

/** One attempt. Throws SendError. */
export async function openRoom(
  job: Job & {
    chat: Chat;
    read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
    call: <T>(work: () => Promise<T>) => Promise<T>;
  },
  effect: RoomEffect,
): Promise<End> {
  const wanted = await job.read((tx) => plan(job, tx, effect));
  if (!wanted) return { end: 'gone' };
  const { name, topic, room, people, leave, standing } = wanted;
  // Nobody in the incident uses this chat, so the room would be empty.
  if (people.length === 0) return { end: 'done' };
  const open = job.chat.openRoom?.bind(job.chat);
  if (open) {
    const opened = await job.call(() => open({ name, topic, leave, ...(room ? { room } : {}) }, people));
    const out = new Set(opened.missing.map(({ id }) => id));
    const alone = people.filter(({ id }) => out.has(id)).map(({ person }) => person);
    return { end: 'opened', room: opened.room, missing: alone.length, alone };
  }
  if (!standing) throw new SendError('refused', 'no-incident-room');
  // The team decides who is in a standing room, and a new thread there notifies nobody. So everybody counts as alone.
  return { end: 'opened', room: room ?? standing, missing: 0, alone: people.map(({ person }) => person) };
}

/**
 * Records the open room. The first time, it gets the incident's card and the board if one exists. People who cannot see
 * the room get the card individually.
 */
export async function keepRoom(entry: AttemptEntry, { room, missing, alone }: Opened): Promise<void> {
  const { tx, job, row } = entry;
  if (row.effect.do !== 'room') return;
  const { incident, chat } = row.effect;
  if (!(await keepIncidentRoom(tx, { incident, chat, room, state: 'open', reason: null }, job.now()))) return;
  await note(entry, incident, 'room-opened', { chat, missing });
  const subject = `incident:${incident}`;
  const to = { to: 'room', chat, room, reach: {} } as const;
  const isFrozen = (await incidentChannelsOf(tx, incident)).some(({ place }) => place.target !== null);
  const board = { view: 'incident-board', subject, args: {} };
  const others = (await roomRows(tx, incident)).filter((one) => one.state === 'open' && one.chat !== chat);
  await send(entry, [
    post(to, 'incident', subject),
    ...(isFrozen ? [{ do: 'post', to, card: board, doubt: 'again', under: subject } as const] : []),
    ...(await untold(
      entry,
      alone,
      others.map((one) => one.chat),
    )),
  ]);
}

/** The incident's card for those people who have not received it and have no account in these chats. */
async function untold(
  { tx, row }: AttemptEntry,
  people: readonly string[],
  chats: readonly ChatName[],
): Promise<Effect[]> {
  if (row.effect.do !== 'room') return [];
  const subject = `incident:${row.effect.incident}`;
  const told = new Set((await messagesAbout(tx, subject)).map(({ person }) => person));
  const contacts = await contactsOf(tx, people, chats);
  const alone = people.filter((person) => !told.has(person) && (contacts.get(person)?.known.length ?? 0) === 0);
  return alone.map((person) => post(toPerson(person), 'incident', subject));
}

/** Records that this chat has no room. People who are in no other chat get the card individually. */
export async function refuseRoom(entry: AttemptEntry, reason: string): Promise<void> {
  const { tx, job, row } = entry;
  if (row.effect.do !== 'room') return;
  const { incident, chat } = row.effect;
  if (!(await keepIncidentRoom(tx, { incident, chat, room: null, state: 'refused', reason }, job.now()))) return;
  await note(entry, incident, 'room-refused', { chat, reason });
  const routing = await routingContext(entry);
  if (!routing) return;
  const refused = new Set((await roomRows(tx, incident)).flatMap((one) => (one.state === 'refused' ? [one.chat] : [])));
  const hopeful = routing.chats.filter((name) => !refused.has(name));
  const here = (await incidentPeople(tx, incident)).filter((person) => !routing.org.gone.has(person));
  await send(entry, await untold(entry, here, hopeful));
}

/** In a standing room the first card starts the incident's thread. */
export async function keepThread({ tx }: AttemptEntry, subject: string, chat: ChatName, room: string, thread?: string) {
  if (!thread || !subject.startsWith('incident:')) return;
  if ((await incidentOfThread(tx, chat, room, thread)) === null)
    await setIncidentThread(tx, subject.slice('incident:'.length), chat, room, thread);
}

async function note(
  { tx, job, row, audit }: AttemptEntry,
  incident: string,
  kind: string,
  data: Record<string, string | number>,
) {
  const line = entry({ incident, kind, by: 'system', now: job.now(), data });
  await applyChanges(tx, line.changes);
  const cause = `outbox:${row.id}`;
  audit.push(...line.audit.map((one) => ({ at: job.now(), actor: 'system', ...one, data: one.data ?? {}, cause })));
}

async function send(entry: AttemptEntry, effects: Effect[]): Promise<void> {
  const routing = await routingContext(entry);
  if (!routing || effects.length === 0) return;
  const ways = await route(entry.tx, effects, routing.org, routing.chats, routing.now);
  await enqueue(entry.tx, ways, entry.job.clock());
}

/** Incidents and everything that belongs to them, for commands, clocks and cards. */
import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { ChatName } from '../../bot/chat.ts';
import { type IncidentRole, OPEN_STATES, TASK_STATES } from '../../bot/incident/lifecycle.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import type { Channel } from '../registry/dossiers.ts';
import {
  channels,
  incidentChannels,
  incidentEntries,
  incidentRoles,
  incidentRooms,
  incidentSteps,
  incidents,
  incidentTasks,
} from '../schema.ts';

export type Incident = Stored<'incidents'>;
export type IncidentRoleRow = Stored<'incidentRoles'>;
type IncidentRoom = Stored<'incidentRooms'>;
/** A channel in an incident, called a place: its steps are ticked off here. */
export type IncidentChannel = Stored<'incidentChannels'>;
export type Step = Stored<'incidentSteps'>;
export type IncidentTask = Stored<'incidentTasks'>;
export type Entry = Stored<'incidentEntries'>;

const isOpenIncident = inArray(incidents.state, [...OPEN_STATES]);

export async function incidentById(tx: Tx, id: string): Promise<Incident | null> {
  const [row] = await tx.select().from(incidents).where(eq(incidents.id, id));
  return row ?? null;
}

/** Finds an incident by its number (`V-2026-0001`), ignoring case. */
export async function incidentByNumber(tx: Tx, number: string): Promise<Incident | null> {
  const [row] = await tx
    .select()
    .from(incidents)
    // lower() in the database would leave Ü unchanged in the C locale.
    .where(eq(incidents.number, number.trim().toUpperCase()));
  return row ?? null;
}

/** The incident of a room. In a standing room (Teams) the thread decides. */
export async function incidentOfRoom(tx: Tx, chat: ChatName, room: string, thread?: string): Promise<Incident | null> {
  const rows = await tx
    .select({ incident: incidents, place: incidentRooms })
    .from(incidentRooms)
    .innerJoin(incidents, eq(incidents.id, incidentRooms.incident))
    .where(and(eq(incidentRooms.chat, chat), eq(incidentRooms.room, room)))
    .orderBy(desc(incidents.declaredAt));
  const own = rows.find(({ place }) => thread !== undefined && place.reach.thread === thread);
  return (own ?? rows.find(({ place }) => place.reach.thread === undefined))?.incident ?? null;
}

/** Open incidents, the newest first. */
export function openIncidents(tx: Tx): Promise<Incident[]> {
  return tx.select().from(incidents).where(isOpenIncident).orderBy(desc(incidents.declaredAt));
}

export function rolesIn(tx: Tx, incident: string): Promise<IncidentRoleRow[]> {
  return tx.select().from(incidentRoles).where(eq(incidentRoles.incident, incident)).orderBy(asc(incidentRoles.since));
}

/** Everybody with a role, without duplicates. */
export async function incidentPeople(tx: Tx, incident: string): Promise<string[]> {
  return [...new Set((await rolesIn(tx, incident)).map(({ person }) => person))];
}

/** People who once gave up a role or handed over the lead, according to the timeline. */
export async function formerPeople(tx: Tx, incident: string): Promise<string[]> {
  const rows = await tx
    .select({ kind: incidentEntries.kind, data: incidentEntries.data })
    .from(incidentEntries)
    .where(and(eq(incidentEntries.incident, incident), inArray(incidentEntries.kind, ['role-off', 'handed-over'])));
  const people = rows.map(({ kind, data }) => String((kind === 'role-off' ? data.person : data.from) ?? ''));
  return [...new Set(people)].filter((person) => person !== '');
}

export function roomRows(tx: Tx, incident: string): Promise<IncidentRoom[]> {
  return tx.select().from(incidentRooms).where(eq(incidentRooms.incident, incident));
}

/** The rooms that can be written to. */
export async function incidentRoomsOf(
  tx: Tx,
  incident: string,
): Promise<{ chat: ChatName; id: string; reach: Record<string, string> }[]> {
  const rows = await roomRows(tx, incident);
  return rows.flatMap(({ chat, state, room, reach }) =>
    state === 'open' && room !== null ? [{ chat, id: room, reach }] : [],
  );
}

/**
 * Stores the state of an incident's room in a chat.
 * @returns false if nothing has changed
 */
export async function keepIncidentRoom(
  tx: Tx,
  room: { incident: string; chat: ChatName; room: string | null; state: 'open' | 'refused'; reason: string | null },
  now: Date,
): Promise<boolean> {
  const before = (await roomRows(tx, room.incident)).find(({ chat }) => chat === room.chat);
  if (before?.state === room.state && before.room === room.room) return false;
  const row = { ...room, reach: {}, at: now };
  await tx
    .insert(incidentRooms)
    .values({ id: `${room.incident} ${room.chat}`, ...row })
    .onConflictDoUpdate({ target: incidentRooms.id, set: { ...row, version: sql`${incidentRooms.version} + 1` } });
  return true;
}

/** The incident to which a thread of a standing room belongs. */
export async function incidentOfThread(tx: Tx, chat: ChatName, room: string, thread: string): Promise<string | null> {
  const rows = await tx
    .select()
    .from(incidentRooms)
    .where(and(eq(incidentRooms.chat, chat), eq(incidentRooms.room, room)));
  return rows.find(({ reach }) => reach.thread === thread)?.incident ?? null;
}

/** Stores the thread started by the first card. A later one (a duplicate after a lost response) changes nothing. */
export async function setIncidentThread(tx: Tx, incident: string, chat: ChatName, room: string, thread: string) {
  await tx
    .update(incidentRooms)
    .set({ reach: { thread } })
    .where(
      and(
        eq(incidentRooms.id, `${incident} ${chat}`),
        eq(incidentRooms.room, room),
        sql`not ${incidentRooms.reach} ? 'thread'`,
      ),
    );
}

export type IncidentChannelEntry = { place: IncidentChannel; channel: Channel };

/** The channels of an incident without removed ones: affected ones first, then by name. */
export function incidentChannelsOf(tx: Tx, incident: string): Promise<IncidentChannelEntry[]> {
  return tx
    .select({ place: incidentChannels, channel: channels })
    .from(incidentChannels)
    .innerJoin(channels, eq(channels.id, incidentChannels.channel))
    .where(and(eq(incidentChannels.incident, incident), isNull(incidentChannels.removedAt)))
    .orderBy(asc(incidentChannels.part), asc(channels.platform), asc(channels.name), asc(channels.id));
}

/** The places of these channels in open incidents, newest incident first. */
export function openIncidentChannelsOf(
  tx: Tx,
  channelIds: readonly string[],
): Promise<{ place: IncidentChannel; incident: Incident }[]> {
  if (channelIds.length === 0) return Promise.resolve([]);
  return tx
    .select({ place: incidentChannels, incident: incidents })
    .from(incidentChannels)
    .innerJoin(incidents, eq(incidents.id, incidentChannels.incident))
    .where(and(inArray(incidentChannels.channel, [...channelIds]), isNull(incidentChannels.removedAt), isOpenIncident))
    .orderBy(desc(incidents.declaredAt));
}

export async function incidentChannelById(tx: Tx, id: string): Promise<IncidentChannelEntry | null> {
  const [row] = await tx
    .select({ place: incidentChannels, channel: channels })
    .from(incidentChannels)
    .innerJoin(channels, eq(channels.id, incidentChannels.channel))
    .where(eq(incidentChannels.id, id));
  return row ?? null;
}

/** The steps of these places, in the order of the checklist. */
export function stepsAt(tx: Tx, places: readonly string[]): Promise<Step[]> {
  if (places.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(incidentSteps)
    .where(inArray(incidentSteps.place, [...places]))
    .orderBy(asc(incidentSteps.stage), asc(incidentSteps.order));
}

export function tasksIn(tx: Tx, incident: string): Promise<IncidentTask[]> {
  return tx
    .select()
    .from(incidentTasks)
    .where(eq(incidentTasks.incident, incident))
    .orderBy(asc(incidentTasks.createdAt), asc(incidentTasks.id));
}

/** Open tasks of open and closed incidents. Tasks of a false alarm no longer matter. */
export async function openTasks(tx: Tx): Promise<IncidentTask[]> {
  const rows = await tx
    .select({ task: incidentTasks })
    .from(incidentTasks)
    .innerJoin(incidents, eq(incidents.id, incidentTasks.incident))
    .where(and(isNull(incidentTasks.doneAt), inArray(incidents.state, [...TASK_STATES])));
  return rows.map(({ task }) => task);
}

export async function taskIn(tx: Tx, id: string): Promise<IncidentTask | null> {
  const [row] = await tx.select().from(incidentTasks).where(eq(incidentTasks.id, id));
  return row ?? null;
}

/** The timeline, oldest first. */
export function entriesOf(tx: Tx, incident: string): Promise<Entry[]> {
  return tx
    .select()
    .from(incidentEntries)
    .where(eq(incidentEntries.incident, incident))
    .orderBy(asc(incidentEntries.seq));
}

/** The newest timeline entry by one of these people. */
export async function lastEntryBy(tx: Tx, incident: string, people: readonly string[]): Promise<Entry | null> {
  if (people.length === 0) return null;
  const [last] = await tx
    .select()
    .from(incidentEntries)
    .where(and(eq(incidentEntries.incident, incident), inArray(incidentEntries.by, [...people])))
    .orderBy(desc(incidentEntries.seq))
    .limit(1);
  return last ?? null;
}

/** A person's roles in open incidents. */
export function rolesHeld(tx: Tx, person: string): Promise<{ role: IncidentRole; incident: Incident }[]> {
  return tx
    .select({ role: incidentRoles.role, incident: incidents })
    .from(incidentRoles)
    .innerJoin(incidents, eq(incidents.id, incidentRoles.incident))
    .where(and(eq(incidentRoles.person, person), isOpenIncident))
    .orderBy(desc(incidents.declaredAt));
}

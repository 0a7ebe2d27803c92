/** The local workspace's data: who is in which room, what was said there, and how far each person has read. */
import { and, asc, desc, eq, isNotNull, isNull, max, or, sql } from 'drizzle-orm';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import type { Db, Tx } from '../connect.ts';
import { newId } from '../ids.ts';
import { loadOrganisation } from '../organisation/organisation.ts';
import { incidentRoles, incidentRooms, incidents, localMessages, localReads, people } from '../schema.ts';

/** A person, identified by the id in the organisation file, as in the local workspace. */
type LocalPersonRow = {
  id: string;
  name: string;
  office: string;
  roles: string[];
  lang: 'de' | 'en';
  gone: boolean;
  unread: number;
};
type LocalRoomRow = { id: string; name: string; dm: boolean; unread: number; last: Date | null };
type LocalMessageRow = typeof localMessages.$inferSelect;

/** Older messages stay stored, but showing all of them would be slow. */
const SHOWN = 300;

export const localDm = (person: string): string => `dm:${person}`;

/** The organisation's rooms in the local workspace that a person belongs to, by name. @param key the registry's key */
function localRoomsOf(organisation: Organisation, key: string): { id: string; name: string }[] {
  const { offices, bodies, rooms, roles } = organisation;
  const lists = [
    ...offices
      .filter(({ head, deputies, privacy, staff }) => [head, ...deputies, ...privacy, ...staff].includes(key))
      .map((office) => office.rooms),
    ...bodies
      .filter(({ lead, members, deputies }) => [lead, ...members, ...deputies].includes(key))
      .map((body) => body.rooms),
    rooms.announcements,
    ...(roles.auditor.includes(key) ? [rooms.auditors] : []),
    ...(roles.operator.includes(key) ? [rooms.operators] : []),
  ];
  const found = new Map(
    lists.flat().flatMap(({ chat, id, name }) => (chat === 'local' ? [[id, name ?? id] as const] : [])),
  );
  return [...found].map(([id, name]) => ({ id, name })).sort((a, b) => ORDER.compare(a.name, b.name));
}
const ORDER = new Intl.Collator('de', { numeric: true });

type Seat = { person: string; room: string; name: string };

/** Everybody in the organisation file, in its order, with unread counts. */
export async function localPeople(tx: Tx): Promise<LocalPersonRow[]> {
  const organisation = (await loadOrganisation(tx))?.organisation;
  if (!organisation) return [];
  const rows = await tx
    .select()
    .from(people)
    .where(isNotNull(people.ref))
    .orderBy(asc(people.createdAt), asc(people.ref));
  const incidents = await incidentSeats(tx);
  const seats = rows.flatMap((row) => seatsOf(organisation, row.id, row.ref!, incidents));
  const unread = new Map<string, number>();
  for (const { person, unread: count } of await counts(tx, seats))
    unread.set(person, (unread.get(person) ?? 0) + count);
  return rows.map((row) => ({
    id: row.ref!,
    name: row.name,
    office: officeOf(organisation, row.id),
    roles: rolesOf(organisation, row.id),
    lang: row.lang === 'en' ? 'en' : 'de',
    gone: row.gone,
    unread: unread.get(row.ref!) ?? 0,
  }));
}

/** The person's DM with Kanalwacht, then their rooms. Empty for an unknown person. */
export async function localRooms(tx: Tx, person: string): Promise<LocalRoomRow[]> {
  const organisation = (await loadOrganisation(tx))?.organisation;
  const [row] = await tx.select({ id: people.id }).from(people).where(eq(people.ref, person));
  if (!organisation || !row) return [];
  const seats = seatsOf(organisation, row.id, person, await incidentSeats(tx));
  const states = new Map((await counts(tx, seats)).map((state) => [state.room, state]));
  return seats.map(({ room, name }) => ({
    id: room,
    name,
    dm: room === localDm(person),
    unread: states.get(room)?.unread ?? 0,
    last: states.get(room)?.last ?? null,
  }));
}

/** Rooms of incidents, open to people with a role there. */
type IncidentSeat = { person: string; id: string; name: string };

async function incidentSeats(tx: Tx): Promise<IncidentSeat[]> {
  const rows = await tx
    .select({ person: incidentRoles.person, id: incidentRooms.room, name: incidents.number })
    .from(incidentRooms)
    .innerJoin(incidents, eq(incidents.id, incidentRooms.incident))
    .innerJoin(incidentRoles, eq(incidentRoles.incident, incidents.id))
    .where(and(eq(incidentRooms.chat, 'local'), eq(incidentRooms.state, 'open'), isNotNull(incidentRooms.room)))
    .orderBy(desc(incidents.declaredAt));
  const seats = new Map(rows.map(({ person, id, name }) => [`${person} ${id}`, { person, id: id!, name }]));
  return [...seats.values()];
}

const seatsOf = (organisation: Organisation, key: string, person: string, own: readonly IncidentSeat[]): Seat[] => [
  { person, room: localDm(person), name: 'Kanalwacht' },
  ...own.filter((seat) => seat.person === key).map(({ id, name }) => ({ person, room: id, name })),
  ...localRoomsOf(organisation, key).map(({ id, name }) => ({ person, room: id, name })),
];

function officeOf({ offices, bodies }: Organisation, key: string): string {
  const office =
    offices.find(({ head, staff }) => head === key || staff.includes(key)) ??
    offices.find(({ deputies, privacy }) => deputies.includes(key) || privacy.includes(key)) ??
    bodies.find(({ lead, members, deputies }) => [lead, ...members, ...deputies].includes(key));
  return office?.name ?? '';
}

function rolesOf({ roles }: Organisation, key: string): string[] {
  const { reviewer, ...standing } = roles;
  const held = Object.entries(standing).flatMap(([role, holders]) => (holders.includes(key) ? [role] : []));
  return reviewer.some((seat) => seat.person === key) ? [...held, 'reviewer'] : held;
}

/** Unread counts and last times for many places in one query, because the page asks after every change. */
async function counts(tx: Tx, seats: readonly Seat[]) {
  if (seats.length === 0) return [];
  // A single parameter for any number of seats: a statement with hundreds takes longer to build and plan than to run.
  const values = JSON.stringify(seats.map(({ person, room }) => ({ person, room })));
  const person = sql<string>`seat.person`;
  const room = sql<string>`seat.room`;
  const unread = sql<number>`count(${localMessages.id}) filter (
    where ${localMessages.seq} > coalesce(${localReads.seq}, 0) and ${localMessages.author} <> seat.person)::int`;
  const rows = await tx
    .select({ person, room, unread, last: max(localMessages.at) })
    .from(sql`json_to_recordset(${values}::json) as seat(person text, room text)`)
    .leftJoin(localReads, sql`${localReads.id} = seat.person || ' ' || seat.room`)
    .leftJoin(
      localMessages,
      sql`${localMessages.room} = seat.room and coalesce(${localMessages.onlyFor}, seat.person) = seat.person`,
    )
    .groupBy(person, room);
  return rows;
}

/** The newest 300 messages that this person sees in a room, oldest first. */
export async function localMessagesIn(db: Db | Tx, person: string, room: string): Promise<LocalMessageRow[]> {
  const rows = await db
    .select()
    .from(localMessages)
    .where(visible(person, room))
    .orderBy(desc(localMessages.seq))
    .limit(SHOWN);
  return rows.reverse();
}

const visible = (person: string, room: string) =>
  and(eq(localMessages.room, room), or(isNull(localMessages.onlyFor), eq(localMessages.onlyFor, person)));

type NewMessage = { room: string; author: string; text?: string; card?: object; onlyFor?: string; delivery?: string };

/** @returns the id of the new message, or of the one that the same delivery wrote before */
export async function addLocalMessage(tx: Tx, message: NewMessage, at: Date): Promise<string> {
  const { room, author, text = null, card = null, onlyFor = null, delivery = null } = message;
  const [added] = await tx
    .insert(localMessages)
    .values({ id: newId('message'), room, author, text, card, onlyFor, delivery, at })
    .onConflictDoNothing({ target: localMessages.delivery })
    .returning({ id: localMessages.id });
  if (added) return added.id;
  const twin = delivery === null ? null : await localDelivery(tx, delivery);
  if (!twin) throw new Error('a message of the local workspace was neither written nor there before');
  return twin.id;
}

/** The message written by this outbox effect, if it got that far. */
export async function localDelivery(db: Db | Tx, delivery: string): Promise<{ id: string; room: string } | null> {
  const [row] = await db
    .select({ id: localMessages.id, room: localMessages.room })
    .from(localMessages)
    .where(eq(localMessages.delivery, delivery));
  return row ?? null;
}

/** @returns false if there is no such message */
export async function replaceLocalCard(db: Db | Tx, id: string, card: object): Promise<boolean> {
  const rows = await db
    .update(localMessages)
    .set({ card })
    .where(eq(localMessages.id, id))
    .returning({ id: localMessages.id });
  return rows.length > 0;
}

/** Marks everything in the room as read by this person. */
export async function markLocalRead(tx: Tx, person: string, room: string): Promise<void> {
  const [newest] = await tx
    .select({ seq: max(localMessages.seq) })
    .from(localMessages)
    .where(visible(person, room));
  if (!newest?.seq) return;
  await tx
    .insert(localReads)
    .values({ id: `${person} ${room}`, seq: newest.seq })
    .onConflictDoUpdate({ target: localReads.id, set: { seq: sql`greatest(${localReads.seq}, excluded.seq)` } });
}

/** The registry's key for an id of the organisation file. */
export async function localKey(tx: Tx, person: string): Promise<string | null> {
  const [row] = await tx.select({ id: people.id }).from(people).where(eq(people.ref, person));
  return row?.id ?? null;
}

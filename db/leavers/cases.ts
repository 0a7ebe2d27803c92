/** Leaver cases, their items, and the channels that name a person. */
import { and, asc, desc, eq, inArray, isNotNull, ne, notInArray, or, sql } from 'drizzle-orm';
import { isHarmless } from '../../bot/leavers/case.ts';
import { wallTime } from '../../bot/time/calendar.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Subject } from '../../bot/time/due.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import type { Application, Channel, Task } from '../registry/dossiers.ts';
import { applications, channels, holderStrikes, leaverCases, leaverItems, people, tasks } from '../schema.ts';

export type LeaverCase = Stored<'leaverCases'>;
export type LeaverItem = Stored<'leaverItems'>;
export type RightsRemoval = Stored<'holderStrikes'>;

const isOpenCase = ne(leaverCases.state, 'closed');

export async function caseById(tx: Tx, id: string): Promise<LeaverCase | null> {
  const [row] = await tx.select().from(leaverCases).where(eq(leaverCases.id, id));
  return row ?? null;
}

/** The open case of a person, if there is one. */
export async function openCaseOf(tx: Tx, person: string): Promise<LeaverCase | null> {
  const [row] = await tx
    .select()
    .from(leaverCases)
    .where(and(eq(leaverCases.person, person), isOpenCase));
  return row ?? null;
}

/** The open cases of these people, by person. */
export async function openCasesOf(tx: Tx, people: readonly string[]): Promise<ReadonlyMap<string, LeaverCase>> {
  if (people.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(leaverCases)
    .where(and(inArray(leaverCases.person, [...people]), isOpenCase));
  return new Map(rows.map((row) => [row.person, row]));
}

/** A person's open case, else the newest closed one. */
export async function lastCaseOf(tx: Tx, person: string): Promise<LeaverCase | null> {
  const [row] = await tx
    .select()
    .from(leaverCases)
    .where(eq(leaverCases.person, person))
    .orderBy(desc(isOpenCase), desc(leaverCases.openedAt))
    .limit(1);
  return row ?? null;
}

const isReported = sql`${leaverCases.reports} ->> 'command' is not null`;

/** A person's closed cases that still contain a manual report, newest first. It is removed when the person is back. */
export function standingReports(tx: Tx, person: string): Promise<LeaverCase[]> {
  return tx
    .select()
    .from(leaverCases)
    .where(and(eq(leaverCases.person, person), eq(leaverCases.state, 'closed'), isReported))
    .orderBy(desc(leaverCases.openedAt));
}

/** All open cases, oldest first. */
export function openCases(tx: Tx): Promise<LeaverCase[]> {
  return tx.select().from(leaverCases).where(isOpenCase).orderBy(asc(leaverCases.openedAt), asc(leaverCases.id));
}

export function itemsOf(tx: Tx, cases: readonly string[]): Promise<LeaverItem[]> {
  if (cases.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(leaverItems)
    .where(inArray(leaverItems.case, [...cases]))
    .orderBy(asc(leaverItems.kind), asc(leaverItems.place), asc(leaverItems.right));
}

export async function itemById(tx: Tx, id: string): Promise<LeaverItem | null> {
  const [row] = await tx.select().from(leaverItems).where(eq(leaverItems.id, id));
  return row ?? null;
}

/** The offices of a case's channels. */
export async function officesOfCase(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ office: channels.office })
    .from(leaverItems)
    .innerJoin(channels, eq(channels.id, leaverItems.channel))
    .where(eq(leaverItems.case, id))
    .orderBy(asc(channels.office));
  return rows.map(({ office }) => office);
}

/** The channels of these items, with their applications: the one in force and the one that named the person. */
export async function placesOf(
  tx: Tx,
  items: readonly LeaverItem[],
): Promise<{ channels: ReadonlyMap<string, Channel>; applications: ReadonlyMap<string, Application> }> {
  const ids = named(items.map(({ channel }) => channel));
  const places = ids.length === 0 ? [] : await tx.select().from(channels).where(inArray(channels.id, ids));
  const grounds = named([...places, ...items].map(({ application }) => application));
  const found =
    grounds.length === 0 ? [] : await tx.select().from(applications).where(inArray(applications.id, grounds));
  return {
    channels: new Map(places.map((row) => [row.id, row])),
    applications: new Map(found.map((row) => [row.id, row])),
  };
}

const named = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

/** Open cases that concern these channels, each with all its items. */
export async function openCasesAbout(
  tx: Tx,
  ...about: readonly string[]
): Promise<{ row: LeaverCase; items: LeaverItem[] }[]> {
  if (about.length === 0) return [];
  const rows = await tx
    .selectDistinct({ row: leaverCases })
    .from(leaverCases)
    .innerJoin(leaverItems, eq(leaverItems.case, leaverCases.id))
    .where(and(isOpenCase, inArray(leaverItems.channel, [...about])));
  const items = await itemsOf(
    tx,
    rows.map(({ row }) => row.id),
  );
  return rows.map(({ row }) => ({ row, items: items.filter((item) => item.case === row.id) }));
}

/** Cases with running deadlines: confirmed, and some right or seat is still open. */
export async function leaverSubjects(tx: Tx): Promise<Subject<'leaver-reminder'>[]> {
  const rows = (await openCases(tx)).filter(({ state }) => state === 'confirmed');
  const items = await itemsOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows
    .filter(({ id }) => items.some((item) => item.case === id && !isHarmless(item)))
    .map(({ id, confirmedAt, openedAt, leavesOn }) => {
      const since = confirmedAt ?? openedAt;
      // Announced early: nobody is reminded before the last day.
      const last = leavesOn === null ? since : wallTime(leavesOn, '08:00');
      return { kind: 'leaver-reminder', id, openedAt: new Date(Math.max(last.getTime(), since.getTime())) };
    });
}

/**
 * Cases of people whose last day has passed but who are not yet marked as gone: confirmed ones, and closed ones that
 * were completed earlier and still contain the report.
 */
export async function casesPastLastDay(tx: Tx, now: Date): Promise<LeaverCase[]> {
  const rows = await tx
    .select({ row: leaverCases })
    .from(leaverCases)
    .innerJoin(people, eq(people.id, leaverCases.person))
    .where(
      and(
        or(eq(leaverCases.state, 'confirmed'), and(eq(leaverCases.state, 'closed'), isReported)),
        isNotNull(leaverCases.leavesOn),
        sql`${leaverCases.leavesOn} < ${berlinDay(now)}`,
        eq(people.gone, false),
      ),
    );
  return rows.map(({ row }) => row);
}

export type Held = { channel: Channel; application: Application };

const running = notInArray(channels.state, ['planned', 'closed']);

/** Running channels whose application names the person with rights. */
export function channelsNaming(tx: Tx, person: string): Promise<Held[]> {
  return tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .innerJoin(applications, eq(applications.id, channels.application))
    .where(and(running, sql`${applications.answers} -> 'persons' @> ${JSON.stringify([{ person }])}::jsonb`))
    .orderBy(asc(channels.platform), asc(channels.name), asc(channels.id));
}

export function rightsRemovalsOf(tx: Tx, applicationIds: readonly string[]): Promise<RightsRemoval[]> {
  if (applicationIds.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(holderStrikes)
    .where(inArray(holderStrikes.application, [...applicationIds]));
}

/** Conduct agreements and consents for a channel, newest first. */
export function agreementsOf(tx: Tx, channel: string): Promise<Task[]> {
  return tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.channel, channel), inArray(tasks.kind, ['conduct', 'consent'])))
    .orderBy(desc(tasks.createdAt), desc(tasks.id));
}

/** One person's conduct agreements and consents for all channels, newest first. */
export function agreementsBy(tx: Tx, person: string): Promise<Task[]> {
  return tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.assignee, person), inArray(tasks.kind, ['conduct', 'consent'])))
    .orderBy(desc(tasks.createdAt), desc(tasks.id));
}

/** Running channels supported by an agency. */
export function channelsWithAgency(tx: Tx): Promise<Held[]> {
  return tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .innerJoin(applications, eq(applications.id, channels.application))
    .where(and(running, sql`${applications.answers} ->> 'agencyUsed' = 'yes'`))
    .orderBy(asc(channels.platform), asc(channels.name), asc(channels.id));
}

/** Open cases for which this person is responsible. */
export function casesLedBy(tx: Tx, person: string): Promise<LeaverCase[]> {
  return tx
    .select()
    .from(leaverCases)
    .where(and(isOpenCase, eq(leaverCases.manager, person)))
    .orderBy(asc(leaverCases.openedAt));
}

/** Queries for deadlines: open votes with the questions that stop their clocks, and consents due for renewal. */
import { and, asc, eq, gt, inArray, isNotNull, lte, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '../connect.ts';
import { rightsRemovalsOf } from '../leavers/cases.ts';
import { type Application, type Channel, holdersIn, type Note, type Task, type Vote } from '../registry/dossiers.ts';
import { applications, channels, notes, tasks, votes } from '../schema.ts';

export type OpenVote = { vote: Vote; application: Application; notes: Note[] };

const beingDecided = () =>
  and(
    eq(votes.answer, 'open'),
    isNotNull(votes.openedAt),
    inArray(applications.state, ['head', 'participation', 'query']),
  );

/** Every requested vote that has not been given, with the fields the calendar needs. */
export async function openVotes(tx: Tx): Promise<{ id: string; application: string; body: string; openedAt: Date }[]> {
  const rows = await tx
    .select({ id: votes.id, application: votes.application, body: votes.body, openedAt: votes.openedAt })
    .from(votes)
    .innerJoin(applications, eq(applications.id, votes.application))
    .where(beingDecided());
  return rows.map((row) => ({ ...row, openedAt: row.openedAt! }));
}

/** Questions of these applications, open and answered. */
export async function questionsOf(tx: Tx, ids: readonly string[]): Promise<Note[]> {
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(notes)
    .where(and(inArray(notes.application, [...ids]), eq(notes.kind, 'query')))
    .orderBy(asc(notes.at));
}

/** One vote with its application, if it is still awaited. */
export async function openVote(tx: Tx, id: string): Promise<OpenVote | null> {
  const [row] = await tx
    .select({ vote: votes, application: applications })
    .from(votes)
    .innerJoin(applications, eq(applications.id, votes.application))
    .where(and(eq(votes.id, id), beingDecided()));
  if (!row) return null;
  return { vote: row.vote, application: row.application, notes: await questionsOf(tx, [row.application.id]) };
}

type Consent = { task: Task; channel: Channel; application: Application };

/**
 * Consents in force: given, the newest of this person for this channel, and the person still has rights on it.
 * @param before given at or before this time
 */
export async function standingConsents(tx: Tx, before: Date, id?: string): Promise<Consent[]> {
  const newer = alias(tasks, 'newer');
  const rows = await tx
    .select({ task: tasks, channel: channels, application: applications })
    .from(tasks)
    .innerJoin(channels, eq(channels.id, tasks.channel))
    .innerJoin(applications, eq(applications.id, channels.application))
    .where(
      and(
        eq(tasks.kind, 'consent'),
        eq(tasks.state, 'done'),
        eq(tasks.answer, 'yes'),
        lte(tasks.doneAt, before),
        sql`${channels.state} <> 'closed'`,
        id ? eq(tasks.id, id) : undefined,
        notExists(
          tx
            .select({ id: newer.id })
            .from(newer)
            .where(
              and(
                eq(newer.kind, 'consent'),
                eq(newer.channel, tasks.channel),
                eq(newer.assignee, tasks.assignee),
                or(
                  gt(newer.createdAt, tasks.createdAt),
                  and(eq(newer.createdAt, tasks.createdAt), gt(newer.id, tasks.id)),
                ),
              ),
            ),
        ),
      ),
    );
  const struck = await rightsRemovalsOf(
    tx,
    rows.map(({ application }) => application.id),
  );
  return rows.filter(
    ({ task, application }) =>
      holdersIn(application.answers).includes(task.assignee) &&
      !struck.some((removal) => removal.application === application.id && removal.person === task.assignee),
  );
}

/** Consents that were requested and not answered, with their channels. */
export function openConsents(tx: Tx): Promise<{ task: Task; channel: Channel }[]> {
  return tx
    .select({ task: tasks, channel: channels })
    .from(tasks)
    .innerJoin(channels, eq(channels.id, tasks.channel))
    .where(and(eq(tasks.kind, 'consent'), eq(tasks.state, 'open')))
    .orderBy(asc(tasks.createdAt));
}

/** Writes as data: the changes returned by `decide`, applied with compare-and-set. */
import { isDeepStrictEqual } from 'node:util';
import { and, eq, type InferInsertModel, or, sql } from 'drizzle-orm';
import type { Tx } from './connect.ts';
import { type AccountLink, linkAccount } from './leavers/directory.ts';
import {
  applications,
  attachments,
  channels,
  confirmations,
  connectorGrants,
  counters,
  downloads,
  holderStrikes,
  incidentChannels,
  incidentEntries,
  incidentFiles,
  incidentNotices,
  incidentReceipts,
  incidentRoles,
  incidentRooms,
  incidentSteps,
  incidents,
  incidentTasks,
  incidentTexts,
  incidentTickets,
  leaverCases,
  leaverItems,
  notes,
  people,
  platformCalls,
  snoozes,
  tasks,
  votes,
} from './schema.ts';

const TABLES = {
  applications,
  attachments,
  channels,
  confirmations,
  connectorGrants,
  counters,
  downloads,
  holderStrikes,
  incidentChannels,
  incidentEntries,
  incidentFiles,
  incidentNotices,
  incidentReceipts,
  incidentRoles,
  incidentRooms,
  incidentSteps,
  incidentTasks,
  incidentTexts,
  incidentTickets,
  incidents,
  leaverCases,
  leaverItems,
  notes,
  people,
  platformCalls,
  snoozes,
  tasks,
  votes,
};
type Tables = typeof TABLES;
type Noun = keyof Tables;
export type Row<N extends Noun> = InferInsertModel<Tables[N]>;
export type Stored<N extends Noun> = Tables[N]['$inferSelect'];

type RowChange = {
  [N in Noun]:
    | { insert: N; row: Row<N> }
    /** Written only if the row still has the version that the decision was made on. */
    | { update: N; id: string; seen: number; set: Partial<Omit<Stored<N>, 'id' | 'version'>> }
    | { remove: N; id: string; seen: number };
}[Noun];
export type Change = RowChange | AccountLink;

export const insert = <N extends Noun>(noun: N, row: Row<N>): Change => ({ insert: noun, row }) as Change;
export const update = <N extends Noun>(
  noun: N,
  seen: { id: string; version: number },
  set: Partial<Omit<Stored<N>, 'id' | 'version'>>,
): Change => ({ update: noun, id: seen.id, seen: seen.version, set }) as Change;

export const remove = <N extends Noun>(noun: N, seen: { id: string; version: number }): Change =>
  ({ remove: noun, id: seen.id, seen: seen.version }) as Change;

/** Somebody else wrote first. The transaction is rolled back and the decision repeated on the current data. */
export class Conflict extends Error {
  constructor(what: string) {
    super(`written by somebody else meanwhile: ${what}`);
    this.name = 'Conflict';
  }
}

/** Postgres error codes for a lost race: unique key taken, serialisation failure, deadlock. */
const FASTER = new Set(['23505', '40001', '40P01']);

/** Whether a transaction failed only because somebody else was faster. Repeating the decision may succeed. */
export function isLostRace(error: unknown): boolean {
  if (error instanceof Conflict) return true;
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' && FASTER.has(cause.code);
}

/** Applies the changes in order. @throws Conflict if a row has changed or a unique key is taken */
export async function applyChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  try {
    await apply(tx, changes);
  } catch (error) {
    if (error instanceof Conflict || !isLostRace(error)) throw error;
    throw new Conflict('a unique key or a lock, while writing');
  }
}

/** Rows per statement, for the widest table: Postgres allows at most 65,535 parameters. */
const ROWS = 1000;

type Of<K extends 'insert' | 'update'> = Extract<Change, Record<K, Noun>>;
type Batch = { insert: Noun; rows: Row<Noun>[] } | Of<'update'>[] | Extract<Change, { remove: Noun }> | AccountLink;

/** True for inserts of one noun, or updates with equal values. */
function goesWith(first: Change, next: Change | undefined): boolean {
  if (!next) return false;
  if ('insert' in first) return 'insert' in next && next.insert === first.insert;
  return (
    'update' in first && 'update' in next && next.update === first.update && isDeepStrictEqual(next.set, first.set)
  );
}

/**
 * Merges adjacent compatible changes into one statement: a posting stop for hundreds of channels needs only a handful.
 */
function* together(changes: readonly Change[]): Generator<Batch> {
  for (let at = 0; at < changes.length; ) {
    const first = changes[at]!;
    let end = at + 1;
    // A second update of the same row builds on the first, so it cannot be in the same statement.
    const ids = new Set('update' in first ? [first.id] : []);
    while (end - at < ROWS && goesWith(first, changes[end])) {
      const next = changes[end]!;
      if ('update' in next) {
        if (ids.has(next.id)) break;
        ids.add(next.id);
      }
      end += 1;
    }
    const batch = changes.slice(at, end);
    if ('insert' in first) yield { insert: first.insert, rows: (batch as Of<'insert'>[]).map(({ row }) => row) };
    else yield 'update' in first ? (batch as Of<'update'>[]) : first;
    at = end;
  }
}

async function apply(tx: Tx, changes: readonly Change[]): Promise<void> {
  for (const batch of together(changes)) {
    if (Array.isArray(batch)) {
      const [{ update: noun, set }] = batch as [Of<'update'>];
      const table = TABLES[noun];
      const written = await tx
        .update(table)
        .set({ ...set, version: sql`${table.version} + 1` } as never)
        .where(or(...batch.map(({ id, seen }) => and(eq(table.id, id), eq(table.version, seen)))))
        .returning({ id: table.id });
      const ids = new Set(written.map(({ id }) => id));
      if (written.length < batch.length) {
        throw new Conflict(`${noun} ${batch.find(({ id }) => !ids.has(id))?.id ?? ''}`);
      }
    } else if ('insert' in batch) {
      const table = TABLES[batch.insert];
      const written = await tx
        .insert(table)
        .values(batch.rows as never)
        .onConflictDoNothing()
        .returning({ id: table.id });
      if (written.length < batch.rows.length) throw new Conflict(`${batch.insert} ${batch.rows[0]?.id}`);
    } else if ('link' in batch) {
      if (!(await linkAccount(tx, batch))) throw new Conflict(`account ${batch.link.source} ${batch.link.externalId}`);
    } else {
      const table = TABLES[batch.remove];
      const gone = await tx
        .delete(table)
        .where(and(eq(table.id, batch.id), eq(table.version, batch.seen)))
        .returning({ id: table.id });
      if (gone.length === 0) throw new Conflict(`${batch.remove} ${batch.id}`);
    }
  }
}

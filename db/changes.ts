/** Writes as data: what `decide` wants changed, applied with compare-and-set. */
import { and, eq, type InferInsertModel } from 'drizzle-orm';
import type { Tx } from './connect.ts';
import {
  applications,
  attachments,
  channels,
  confirmations,
  counters,
  holderStrikes,
  leaverCases,
  leaverItems,
  notes,
  people,
  snoozes,
  tasks,
  votes,
} from './schema.ts';

const TABLES = {
  applications,
  attachments,
  channels,
  confirmations,
  counters,
  holderStrikes,
  leaverCases,
  leaverItems,
  notes,
  people,
  snoozes,
  tasks,
  votes,
};
type Tables = typeof TABLES;
export type Noun = keyof Tables;
export type Row<N extends Noun> = InferInsertModel<Tables[N]>;
export type Stored<N extends Noun> = Tables[N]['$inferSelect'];

export type Change = {
  [N in Noun]:
    | { insert: N; row: Row<N> }
    /** Written only if the row still has the version that the decision was made on. */
    | { update: N; id: string; seen: number; set: Partial<Omit<Stored<N>, 'id' | 'version'>> }
    | { remove: N; id: string; seen: number };
}[Noun];

export const insert = <N extends Noun>(noun: N, row: Row<N>): Change => ({ insert: noun, row }) as Change;
export const update = <N extends Noun>(
  noun: N,
  seen: { id: string; version: number },
  set: Partial<Omit<Stored<N>, 'id' | 'version'>>,
): Change => ({ update: noun, id: seen.id, seen: seen.version, set }) as Change;

export const remove = <N extends Noun>(noun: N, seen: { id: string; version: number }): Change =>
  ({ remove: noun, id: seen.id, seen: seen.version }) as Change;

/** Somebody else wrote first: the transaction is rolled back and decided again on what is there now. */
export class Conflict extends Error {
  constructor(what: string) {
    super(`written by somebody else meanwhile: ${what}`);
    this.name = 'Conflict';
  }
}

/** Postgres's words for: somebody else was faster. Unique key taken, serialisation failure, deadlock. */
const FASTER = new Set(['23505', '40001', '40P01']);

/** Applies the changes in order. @throws Conflict when a row has moved on or a unique key is taken. */
export async function applyChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  try {
    await apply(tx, changes);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
    if (typeof cause?.code !== 'string' || !FASTER.has(cause.code)) throw error;
    throw new Conflict(`${cause.code} while writing`);
  }
}

async function apply(tx: Tx, changes: readonly Change[]): Promise<void> {
  for (const change of changes) {
    if ('insert' in change) {
      const written = await tx
        .insert(TABLES[change.insert])
        .values(change.row as never)
        .onConflictDoNothing()
        .returning();
      if (written.length === 0) throw new Conflict(`${change.insert} ${change.row.id}`);
    } else if ('remove' in change) {
      const table = TABLES[change.remove];
      const gone = await tx
        .delete(table)
        .where(and(eq(table.id, change.id), eq(table.version, change.seen)))
        .returning();
      if (gone.length === 0) throw new Conflict(`${change.remove} ${change.id}`);
    } else {
      const table = TABLES[change.update];
      const written = await tx
        .update(table)
        .set({ ...change.set, version: change.seen + 1 } as never)
        .where(and(eq(table.id, change.id), eq(table.version, change.seen)))
        .returning();
      if (written.length === 0) throw new Conflict(`${change.update} ${change.id}`);
    }
  }
}

/** Due work that is done, and reminders that people have postponed. */
import { and, eq, gt, inArray } from 'drizzle-orm';
import type { Due, DueKind, Stage } from '../../bot/time/due.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import { dues, snoozes } from '../schema.ts';

export type Snooze = Stored<'snoozes'>;

/**
 * Claims due work for this transaction. A second process waits for this transaction, and takes over if it fails.
 * @returns false if the work is already done
 */
export async function takeDue(tx: Tx, due: Due, now: Date): Promise<boolean> {
  const { key, kind, stage, id: subject, day } = due;
  const taken = await tx
    .insert(dues)
    .values({ key, kind, stage, subject, day, doneAt: now })
    .onConflictDoNothing()
    .returning();
  return taken.length > 0;
}

/** Rows per statement: Postgres allows at most 65,535 parameters. */
const AT_ONCE = 1000;

/** The keys that are done. */
export async function takenKeys(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  const taken = new Set<string>();
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const part = keys.slice(from, from + AT_ONCE);
    for (const { key } of await tx.select({ key: dues.key }).from(dues).where(inArray(dues.key, part))) taken.add(key);
  }
  return taken;
}

/** When each subject last passed this stage. */
export async function lastDone<K extends DueKind>(tx: Tx, kind: K, stage: Stage<K>): Promise<Map<string, Date>> {
  const rows = await tx
    .select({ subject: dues.subject, doneAt: dues.doneAt })
    .from(dues)
    .where(and(eq(dues.kind, kind), eq(dues.stage, stage)))
    .orderBy(dues.doneAt);
  return new Map(rows.map(({ subject, doneAt }) => [subject, doneAt]));
}

/**
 * When each stage of a kind was last passed, by the first word of the subject: an incident's id, followed by the
 * moment.
 */
export async function lastStages<K extends DueKind>(
  tx: Tx,
  kind: K,
): Promise<Map<string, Partial<Record<Stage<K>, Date>>>> {
  const rows = await tx
    .select({ subject: dues.subject, stage: dues.stage, doneAt: dues.doneAt })
    .from(dues)
    .where(eq(dues.kind, kind))
    .orderBy(dues.doneAt);
  const last = new Map<string, Partial<Record<Stage<K>, Date>>>();
  for (const { subject, stage, doneAt } of rows) {
    const id = subject.split(' ')[0]!;
    last.set(id, { ...last.get(id), [stage]: doneAt });
  }
  return last;
}

export const allSnoozes = (tx: Tx): Promise<Snooze[]> => tx.select().from(snoozes);

export async function snoozeById(tx: Tx, id: string): Promise<Snooze | null> {
  const [row] = await tx.select().from(snoozes).where(eq(snoozes.id, id));
  return row ?? null;
}

/** People who have postponed this reminder to a later day. */
export async function snoozedBy(tx: Tx, what: string, today: string): Promise<Set<string>> {
  const rows = await tx
    .select({ person: snoozes.person })
    .from(snoozes)
    .where(and(eq(snoozes.what, what), gt(snoozes.until, today)));
  return new Set(rows.map(({ person }) => person));
}

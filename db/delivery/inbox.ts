/** Claims each delivery once by the sender's own id. Its answer is shown once, by the holder of its lease. */
import { and, eq, isNotNull, isNull, lt, lte, notInArray } from 'drizzle-orm';
import type { Db, Tx } from '../connect.ts';
import { deliveries, inbox } from '../schema.ts';

/** Milliseconds to show an answer, counted from the commit. Longer than all the calls needed to show it. */
const ANSWER_LEASE = 60_000;

/**
 * The state seen by a repeated delivery. `theirs`: another process is showing the answer. `ours`: nobody managed to
 * show it, so we do. `over`: the person has been answered.
 */
export type Claimed =
  | { fresh: true }
  | { fresh: false; turn: 'theirs' | 'ours'; reply: unknown }
  | { fresh: false; turn: 'over' };

/** Claims a delivery in the transaction that decides it. A redelivery in another process waits for that transaction. */
export async function claim(tx: Tx, key: string, now: Date, leaseMs = ANSWER_LEASE): Promise<Claimed> {
  const [claimed] = await tx.insert(inbox).values({ id: key, receivedAt: now }).onConflictDoNothing().returning();
  if (claimed) return { fresh: true };
  const [left] = await tx
    .update(inbox)
    .set({ leaseUntil: new Date(now.getTime() + leaseMs) })
    .where(and(eq(inbox.id, key), isNull(inbox.answeredAt), lte(inbox.leaseUntil, now)))
    .returning({ reply: inbox.reply });
  if (left) return { fresh: false, turn: 'ours', reply: left.reply };
  const [seen] = await tx
    .select({ reply: inbox.reply, answeredAt: inbox.answeredAt, leaseUntil: inbox.leaseUntil })
    .from(inbox)
    .where(eq(inbox.id, key));
  if (!seen?.leaseUntil || seen.answeredAt) return { fresh: false, turn: 'over' };
  return { fresh: false, turn: 'theirs', reply: seen.reply };
}

/** Stores the answer for the process that shows it. Null: nothing to show. */
export async function keepReply(tx: Tx, key: string, reply: unknown, now: Date, leaseMs = ANSWER_LEASE): Promise<void> {
  const leaseUntil = new Date(now.getTime() + leaseMs);
  await tx
    .update(inbox)
    .set(reply === null ? { answeredAt: now } : { reply, leaseUntil })
    .where(eq(inbox.id, key));
}

/** Records that the person has the answer, and deletes the stored texts in the same statement. */
export async function answered(db: Db, key: string, now: Date): Promise<void> {
  const gone = db
    .$with('gone')
    .as(db.delete(deliveries).where(eq(deliveries.id, key)).returning({ id: deliveries.id }));
  await db.with(gone).update(inbox).set({ answeredAt: now, reply: null, leaseUntil: null }).where(eq(inbox.id, key));
}

/** Records that the answer could not be shown. The next delivery may show it at once. */
export async function release(db: Db, key: string, now: Date): Promise<void> {
  await db
    .update(inbox)
    .set({ leaseUntil: now })
    .where(and(eq(inbox.id, key), isNull(inbox.answeredAt)));
}

/** For a single-process database at start: no other process can still be showing an answer. */
export async function releaseAll(db: Db, now: Date): Promise<void> {
  await db
    .update(inbox)
    .set({ leaseUntil: now })
    .where(and(isNull(inbox.answeredAt), isNotNull(inbox.leaseUntil)));
}

/** Deletes deliveries older than `before`: no chat redelivers after a day. @returns the number of deleted rows */
export async function forgetDeliveries(tx: Tx, before: Date): Promise<number> {
  await tx.delete(deliveries).where(lt(deliveries.receivedAt, before));
  return (await tx.delete(inbox).where(lt(inbox.receivedAt, before)).returning({ id: inbox.id })).length;
}

/** Clears answers without a confirmation, because they were given in the response itself. Answers still owed stay. */
export async function forgetReplies(tx: Tx, before: Date): Promise<void> {
  const owed = tx.select({ id: deliveries.id }).from(deliveries);
  await tx
    .update(inbox)
    .set({ reply: null })
    .where(and(isNotNull(inbox.reply), lt(inbox.receivedAt, before), notInArray(inbox.id, owed)));
}

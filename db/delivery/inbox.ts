/** Each delivery is claimed once by the sender's own id, and its answer shown once, by whoever holds the lease on it. */
import { and, eq, isNotNull, isNull, lt, lte, notInArray } from 'drizzle-orm';
import type { Db, Tx } from '../connect.ts';
import { deliveries, inbox } from '../schema.ts';

/** Milliseconds to show an answer in, from the commit on. Longer than all the calls that showing takes. */
const ANSWER_LEASE = 60_000;

/**
 * What a second delivery meets. `theirs`: somebody is showing this answer; `ours`: they never got to it, and now it is for
 * us to show; `over`: the person has been answered.
 */
export type Claimed =
  | { fresh: true }
  | { fresh: false; turn: 'theirs' | 'ours'; reply: unknown }
  | { fresh: false; turn: 'over' };

/** Claims a delivery in the transaction that decides it. A twin in another process waits here for that transaction. */
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

/** Keeps the answer for whoever may have to show it; null: there is nothing to show. */
export async function keepReply(tx: Tx, key: string, reply: unknown, now: Date, leaseMs = ANSWER_LEASE): Promise<void> {
  const leaseUntil = new Date(now.getTime() + leaseMs);
  await tx
    .update(inbox)
    .set(reply === null ? { answeredAt: now } : { reply, leaseUntil })
    .where(eq(inbox.id, key));
}

/** The person has the answer: what was said goes, in one statement. */
export async function answered(db: Db, key: string, now: Date): Promise<void> {
  const gone = db
    .$with('gone')
    .as(db.delete(deliveries).where(eq(deliveries.id, key)).returning({ id: deliveries.id }));
  await db.with(gone).update(inbox).set({ answeredAt: now, reply: null, leaseUntil: null }).where(eq(inbox.id, key));
}

/** The answer could not be shown: whoever gets the delivery next may show it at once. */
export async function release(db: Db, key: string, now: Date): Promise<void> {
  await db
    .update(inbox)
    .set({ leaseUntil: now })
    .where(and(eq(inbox.id, key), isNull(inbox.answeredAt)));
}

/** For a database of one process, when that starts: nobody is left who could be showing anything. */
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

/** Forgets answers that nobody said had arrived, because they were given in the request itself. Those still owed stay. */
export async function forgetReplies(tx: Tx, before: Date): Promise<void> {
  const owed = tx.select({ id: deliveries.id }).from(deliveries);
  await tx
    .update(inbox)
    .set({ reply: null })
    .where(and(isNotNull(inbox.reply), lt(inbox.receivedAt, before), notInArray(inbox.id, owed)));
}

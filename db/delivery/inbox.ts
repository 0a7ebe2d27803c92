/** Each delivery is claimed once by the sender's own id; its answer is kept for the second time it comes. */
import { eq, lt } from 'drizzle-orm';
import type { Tx } from '../connect.ts';
import { inbox } from '../schema.ts';

/**
 * Claims a delivery in the transaction that answers it. A twin in another process waits here for that transaction.
 * @returns `{ fresh: true }`, or the answer the first delivery got
 */
export async function claim(
  tx: Tx,
  key: string,
  now: Date,
): Promise<{ fresh: true } | { fresh: false; reply: unknown }> {
  const [claimed] = await tx.insert(inbox).values({ id: key, receivedAt: now }).onConflictDoNothing().returning();
  if (claimed) return { fresh: true };
  const [seen] = await tx.select({ reply: inbox.reply }).from(inbox).where(eq(inbox.id, key));
  return { fresh: false, reply: seen?.reply ?? null };
}

export async function keepReply(tx: Tx, key: string, reply: unknown): Promise<void> {
  await tx.update(inbox).set({ reply }).where(eq(inbox.id, key));
}

/** Forgets deliveries older than `before`: no chat repeats one after a day. @returns how many */
export async function forgetDeliveries(tx: Tx, before: Date): Promise<number> {
  return (await tx.delete(inbox).where(lt(inbox.receivedAt, before)).returning({ id: inbox.id })).length;
}

/** Claims each delivery once by the sender's own id, and stores its answer for redeliveries. */
import { eq, lt } from 'drizzle-orm';
import type { Tx } from '../connect.ts';
import { inbox } from '../schema.ts';

/**
 * Claims a delivery in the transaction that answers it. A redelivery in another process waits for that transaction.
 * @returns `{ fresh: true }`, or the answer to the first delivery
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

/** Deletes deliveries older than `before`: no chat redelivers after a day. @returns the number of deleted rows */
export async function forgetDeliveries(tx: Tx, before: Date): Promise<number> {
  return (await tx.delete(inbox).where(lt(inbox.receivedAt, before)).returning({ id: inbox.id })).length;
}

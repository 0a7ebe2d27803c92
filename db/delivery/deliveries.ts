/** Requests whose senders were told "later": stored before that is said, leased to whoever runs them again. */
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { deliveries } from '../schema.ts';

export type Delivery = typeof deliveries.$inferSelect;
/** What a chat needs to run a request again. */
type Kept = Pick<Delivery, 'id' | 'chat' | 'tenant' | 'request'>;

/** Stores it, in a statement of its own. Whoever keeps it works on it until the lease ends. */
export async function keepDelivery(db: Db, kept: Kept, now: Date, leaseMs: number): Promise<void> {
  const { id, chat, tenant, request } = kept;
  await db
    .insert(deliveries)
    .values({ id, chat, tenant, request, receivedAt: now, leaseUntil: new Date(now.getTime() + leaseMs) })
    .onConflictDoNothing();
}

/** Takes up to `most` requests whose process has died, the oldest first; others may ask at the same time. */
export async function takeDeliveries(
  db: Db,
  chats: readonly Delivery['chat'][],
  now: Date,
  leaseMs: number,
  most: number,
): Promise<Delivery[]> {
  if (chats.length === 0) return [];
  const left = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(inArray(deliveries.chat, [...chats]), lte(deliveries.leaseUntil, now)))
    .orderBy(asc(deliveries.receivedAt))
    .limit(most)
    .for('update', { skipLocked: true });
  return db
    .update(deliveries)
    .set({ attempts: sql`${deliveries.attempts} + 1`, leaseUntil: new Date(now.getTime() + leaseMs) })
    .where(inArray(deliveries.id, left))
    .returning();
}

/** Not now: nobody takes it before `until`. */
export async function putBack(db: Db, id: string, until: Date): Promise<void> {
  await db.update(deliveries).set({ leaseUntil: until }).where(eq(deliveries.id, id));
}

/** For a database of one process, when that starts: nobody is left who could be working on anything. */
export async function putBackAll(db: Db, now: Date): Promise<void> {
  await db.update(deliveries).set({ leaseUntil: now });
}

/** Gives a request up for good. */
export async function dropDelivery(db: Db, id: string): Promise<void> {
  await db.delete(deliveries).where(eq(deliveries.id, id));
}

/** Requests whose senders were told "later": stored before that is said, and leased to the process that runs them. */
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { deliveries } from '../schema.ts';

export type Delivery = typeof deliveries.$inferSelect;
/** The data a chat needs to run a request again. */
type Kept = Pick<Delivery, 'id' | 'chat' | 'tenant' | 'request'>;

/** Stores the request in its own statement. The storing process works on it until the lease ends. */
export async function keepDelivery(db: Db, kept: Kept, now: Date, leaseMs: number): Promise<void> {
  const { id, chat, tenant, request } = kept;
  await db
    .insert(deliveries)
    .values({ id, chat, tenant, request, receivedAt: now, leaseUntil: new Date(now.getTime() + leaseMs) })
    .onConflictDoNothing();
}

/** Leases up to `most` requests of dead processes, oldest first. Safe to call concurrently. */
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

/** Postpones the request: nobody takes it before `until`. */
export async function putBack(db: Db, id: string, until: Date): Promise<void> {
  await db.update(deliveries).set({ leaseUntil: until }).where(eq(deliveries.id, id));
}

/** For a single-process database at start: no other process can still be working on a request. */
export async function putBackAll(db: Db, now: Date): Promise<void> {
  await db.update(deliveries).set({ leaseUntil: now });
}

/** Gives a request up for good. */
export async function dropDelivery(db: Db, id: string): Promise<void> {
  await db.delete(deliveries).where(eq(deliveries.id, id));
}

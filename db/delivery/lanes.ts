/**
 * When a room, or a whole chat, may be written to again. In the database, so that any number of processes keep the
 * limits.
 */
import { and, eq, lt } from 'drizzle-orm';
import type { Db, Tx } from '../connect.ts';
import { lanes } from '../schema.ts';

export const EPOCH = new Date(0);

/** Creates missing lanes in sorted order: two transactions that create them in opposite order would deadlock. */
export async function openLanes(tx: Tx, ids: readonly string[]): Promise<void> {
  const rows = [...new Set(ids)].sort().map((id) => ({ id, freeAt: EPOCH }));
  if (rows.length > 0) await tx.insert(lanes).values(rows).onConflictDoNothing();
}

/** Blocks this lane until `until`. */
export async function hold(tx: Db | Tx, lane: string, until: Date): Promise<void> {
  await tx
    .update(lanes)
    .set({ freeAt: until })
    .where(and(eq(lanes.id, lane), lt(lanes.freeAt, until)));
}

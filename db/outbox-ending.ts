/** How an effect's try ends: sent, once more, another way, given up; and what an operator can do about it. */
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Db, Tx } from './connect.ts';
import { EPOCH, openLanes } from './lanes.ts';
import type { OutboxRow, Routed } from './outbox.ts';
import { outbox } from './schema.ts';

/** Rows whose worker died in the middle: back in line, but in doubt whether they went out. @returns how many */
export async function takeBack(db: Db, now: Date): Promise<number> {
  const rows = await db
    .update(outbox)
    .set({ state: 'waiting', doubt: 'crash', leaseUntil: null })
    .where(and(eq(outbox.state, 'sending'), lt(outbox.leaseUntil, now)))
    .returning({ id: outbox.id });
  return rows.length;
}

/** What a worker holds: the row and until when. Who has lost the lease to another worker writes nothing any more. */
export type Claim = Pick<OutboxRow, 'id' | 'leaseUntil'>;
type Ending = Partial<typeof outbox.$inferInsert>;

async function release(tx: Tx, claim: Claim, set: Ending): Promise<boolean> {
  const rows = await tx
    .update(outbox)
    .set({ ...set, leaseUntil: null })
    .where(and(eq(outbox.id, claim.id), eq(outbox.state, 'sending'), eq(outbox.leaseUntil, claim.leaseUntil ?? EPOCH)))
    .returning({ id: outbox.id });
  return rows.length > 0;
}

/** @returns false when the lease was lost: another worker decides how this ends */
export function finish(
  tx: Tx,
  claim: Claim,
  state: 'sent' | 'dead' | 'doubtful',
  now: Date,
  error?: string,
): Promise<boolean> {
  return release(tx, claim, { state, endedAt: now, ...(error ? { lastError: error } : {}) });
}

/**
 * Tries again at `due`.
 * @param how `doubt`: this try may have arrived, look first; `free`: it does not count as an attempt
 */
export function again(
  tx: Tx,
  claim: Claim,
  due: Date,
  error: string,
  how: { doubt?: string; free?: boolean } = {},
): Promise<boolean> {
  return release(tx, claim, {
    state: 'waiting',
    dueAt: due,
    lastError: error,
    ...(how.doubt ? { doubt: how.doubt } : {}),
    ...(how.free ? { attempts: sql`${outbox.attempts} - 1` as unknown as number } : {}),
  });
}

/** Sends a refused effect another way; it starts afresh there, without doubt. */
export async function divert(tx: Tx, claim: Claim, to: Routed, now: Date, error: string): Promise<boolean> {
  await openLanes(tx, [to.lane, to.chat]);
  return release(tx, claim, {
    state: 'waiting',
    effect: to.effect,
    chat: to.chat,
    lane: to.lane,
    address: to.address ?? null,
    tried: to.tried ?? [],
    attempts: 0,
    firstTriedAt: null,
    doubt: null,
    dueAt: now,
    lastError: error,
  });
}

/**
 * An operator sends a dead or doubtful effect once more. What goes to a person looks for its way anew: they may be
 * reachable by now.
 * @returns false when it is in neither state
 */
export async function revive(tx: Tx, id: string, now: Date): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), inArray(outbox.state, ['dead', 'doubtful'])))
    .for('update');
  if (!row) return false;
  const personal = row.effect.do === 'post' && row.effect.to.to === 'person';
  const way = personal ? { chat: 'none', lane: `none:${row.id}`, address: null } : {};
  if (personal) await openLanes(tx, ['none', `none:${row.id}`]);
  await tx
    .update(outbox)
    .set({
      state: 'waiting',
      attempts: 0,
      dueAt: now,
      endedAt: null,
      firstTriedAt: null,
      doubt: null,
      tried: [],
      ...way,
    })
    .where(eq(outbox.id, id));
  return true;
}

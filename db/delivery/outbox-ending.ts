/**
 * How an attempt to execute an effect ends: sent, retried, diverted or given up. Also what an operator can do about it.
 */
import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { type InDoubt, PRIORITY } from '../../bot/delivery/effect.ts';
import type { Db, Tx } from '../connect.ts';
import { outbox } from '../schema.ts';
import { EPOCH, openLanes } from './lanes.ts';
import type { OutboxRow, Routed } from './outbox-row.ts';

/** Returns rows of dead workers to the queue. They may already have been sent. @returns the number of rows */
export async function takeBack(db: Db, now: Date): Promise<number> {
  const rows = await db
    .update(outbox)
    .set({ state: 'waiting', doubt: 'crash', leaseUntil: null })
    .where(and(eq(outbox.state, 'sending'), lt(outbox.leaseUntil, now)))
    .returning({ id: outbox.id });
  return rows.length;
}

/** A worker's claim: the row and the end of its lease. A worker that lost the lease can no longer write. */
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

/** @returns false if the lease was lost and another worker decides how this ends */
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
 * Schedules a retry at `due`.
 * @param how `doubt`: this attempt may have arrived, so search first; `free`: it does not count as an attempt
 */
export function again(
  tx: Tx,
  claim: Claim,
  due: Date,
  error: string,
  how: { doubt?: InDoubt; free?: boolean } = {},
): Promise<boolean> {
  return release(tx, claim, {
    state: 'waiting',
    dueAt: due,
    lastError: error,
    ...(how.doubt ? { doubt: how.doubt } : {}),
    ...(how.free ? { attempts: sql`${outbox.attempts} - 1` as unknown as number } : {}),
  });
}

/** Sends an effect by another route, as a new effect without doubt. */
export async function divert(tx: Tx, claim: Claim, to: Routed, now: Date, error: string): Promise<boolean> {
  await openLanes(tx, [to.lane, to.chat]);
  return release(tx, claim, afresh(to, now, error));
}

const afresh = ({ effect, chat, lane, address, tried }: Routed, now: Date, error: string): Ending => ({
  state: 'waiting',
  effect,
  chat,
  lane,
  address: address ?? null,
  tried: tried ?? [],
  attempts: 0,
  firstTriedAt: null,
  doubt: null,
  dueAt: now,
  lastError: error,
});

/** Urgent posts that wait in a chat and certainly have not arrived. Locked until this transaction ends. */
export function urgentWaiting(tx: Tx, chat: OutboxRow['chat']): Promise<OutboxRow[]> {
  return tx
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.state, 'waiting'),
        eq(outbox.chat, chat),
        lt(outbox.priority, PRIORITY.normal),
        isNull(outbox.doubt),
        // A redraw has no other route, and a decision that queues one must not wait for this lock.
        sql`${outbox.effect} ->> 'do' = 'post'`,
      ),
    )
    .orderBy(asc(outbox.seq))
    .for('update', { skipLocked: true });
}

/** Like `divert`, for rows locked by `urgentWaiting`. */
export async function divertWaiting(
  tx: Tx,
  rows: readonly { id: string; to: Routed }[],
  now: Date,
  error: string,
): Promise<void> {
  await openLanes(
    tx,
    rows.flatMap(({ to }) => [to.lane, to.chat]),
  );
  for (const { id, to } of rows)
    await tx
      .update(outbox)
      .set(afresh(to, now, error))
      .where(eq(outbox.id, id));
}

/**
 * Requeues dead or doubtful effects for an operator. Cards for a person are routed again, because the person may be
 * reachable by now.
 * @returns the rows that were in either state, as they were before
 */
export async function revive(tx: Tx, ids: readonly string[], now: Date): Promise<OutboxRow[]> {
  const rows = await tx
    .select()
    .from(outbox)
    .where(and(inArray(outbox.id, [...ids]), inArray(outbox.state, ['dead', 'doubtful'])))
    .orderBy(asc(outbox.seq))
    .for('update');
  const personal = rows.filter(({ effect }) => effect.do === 'post' && effect.to.to === 'person').map(({ id }) => id);
  if (personal.length > 0) await openLanes(tx, ['none', ...personal.map((id) => `none:${id}`)]);
  const anew = {
    state: 'waiting' as const,
    attempts: 0,
    dueAt: now,
    endedAt: null,
    firstTriedAt: null,
    doubt: null,
    tried: [],
  };
  const lost = { chat: 'none' as const, lane: sql`'none:' || ${outbox.id}`, address: null };
  const all = rows.map(({ id }) => id);
  await tx.update(outbox).set(anew).where(inArray(outbox.id, all));
  await tx.update(outbox).set(lost).where(inArray(outbox.id, personal));
  return rows;
}

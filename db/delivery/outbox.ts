/**
 * Effects as rows: written together with the state they describe, claimed by workers, paced by lanes, ended with an
 * audit entry.
 */
import { and, asc, eq, inArray, lte, notInArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { CHATS } from '../../bot/chat.ts';
import { type Effect, priorityOf } from '../../bot/delivery/effect.ts';
import type { Db, Tx } from '../connect.ts';
import { newId } from '../ids.ts';
import { lanes, outbox } from '../schema.ts';
import { hold, openLanes } from './lanes.ts';
import type { OutboxRow, Routed } from './outbox-row.ts';

export { hold } from './lanes.ts';
export * from './messages.ts';
export * from './outbox-ending.ts';
export * from './outbox-row.ts';

/** Rows per statement: Postgres allows at most 65,535 parameters. */
const ROWS = 1000;

/** Stores routed effects. A redraw that is already waiting is not stored again. */
export async function enqueue(tx: Tx, routed: readonly Routed[], now: Date): Promise<void> {
  await openLanes(
    tx,
    routed.flatMap(({ lane, chat }) => [lane, chat]),
  );
  const wait = await waiting(
    tx,
    routed.flatMap(({ effect }) => coalesceKey(effect) ?? []),
  );
  const rows: (typeof outbox.$inferInsert)[] = [];
  for (const { effect, chat, lane, address, tried, dead } of routed) {
    const coalesce = coalesceKey(effect);
    if (coalesce !== null && wait.has(coalesce)) continue;
    if (coalesce !== null) wait.add(coalesce);
    rows.push({
      id: newId('effect'),
      priority: priorityOf(effect),
      effect,
      chat,
      lane,
      address: address ?? null,
      tried: tried ?? [],
      coalesce,
      lastError: dead ?? null,
      dueAt: now,
      createdAt: now,
    });
  }
  for (let at = 0; at < rows.length; at += ROWS) await tx.insert(outbox).values(rows.slice(at, at + ROWS));
}

function coalesceKey(effect: Effect): string | null {
  if (effect.do === 'redraw') return `redraw:${effect.message}`;
  return null;
}

/**
 * The keys that are already waiting. Their rows are locked: otherwise a worker could now draw the card without this
 * transaction's changes, and nobody would redraw it.
 */
async function waiting(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const found = await tx
    .select({ coalesce: outbox.coalesce })
    .from(outbox)
    .where(and(inArray(outbox.coalesce, [...keys]), eq(outbox.state, 'waiting')))
    .orderBy(asc(outbox.seq))
    .for('share');
  return new Set(found.flatMap(({ coalesce }) => coalesce ?? []));
}

/**
 * Waits for cards about this subject that are being sent, and blocks waiting ones until this transaction ends. Call it
 * before `messagesAbout`, because a card being sent has no row there yet.
 */
export async function holdPosts(tx: Tx, subject: string): Promise<void> {
  await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        inArray(outbox.state, ['waiting', 'sending']),
        sql`${outbox.effect} ->> 'do' = 'post'`,
        sql`${outbox.effect} #>> '{card,subject}' = ${subject}`,
      ),
    )
    .orderBy(asc(outbox.seq))
    .for('share');
}

/**
 * Milliseconds between two messages, by chat. Only chats named here are served; `none` is for effects without a chat.
 */
export type Pace = Partial<Record<Served, { room: number; chat: number }>>;
export type Served = OutboxRow['chat'];

/** Attempts to claim if another worker was faster, or a deciding transaction holds the row. */
const LOOKS = 5;

/**
 * Claims the next due effect whose room and chat are free, and blocks both for the chat's pace. Any number of processes
 * may call it at once: within a chat they take turns, so no room is written to by two.
 * @param leaseMs milliseconds after which another worker takes over an unfinished row, in doubt
 * @returns null if nothing is due, or others are claiming it right now (see `nextDue`)
 */
export async function claimNext(db: Db, pace: Pace, now: Date, leaseMs: number): Promise<OutboxRow | null> {
  for (let look = 0; look < LOOKS; look++) {
    const [next] = await dueNow(db, servedBy(pace), now).limit(1);
    if (!next) return null;
    const claimed = await db.transaction((tx) => claimIn(tx as Tx, next.row.chat, pace, now, leaseMs));
    if (claimed) return claimed;
  }
  return null;
}

export const servedBy = (pace: Pace): Served[] => [...CHATS, 'none' as const].filter((chat) => pace[chat]);

async function claimIn(tx: Tx, chat: Served, pace: Pace, now: Date, leaseMs: number): Promise<OutboxRow | null> {
  // Wait instead of SKIP LOCKED: each losing worker would lock every row first.
  await tx.select({ id: lanes.id }).from(lanes).where(eq(lanes.id, chat)).for('update');
  const [found] = await dueNow(tx, [chat], now).limit(1).for('update', { of: outbox, skipLocked: true });
  if (!found) return null;
  const { row } = found;
  const { room, chat: whole } = pace[chat]!;
  if (room > 0) await hold(tx, row.lane, new Date(now.getTime() + room));
  if (whole > 0) await hold(tx, chat, new Date(now.getTime() + whole));
  const taken = {
    state: 'sending' as const,
    attempts: row.attempts + 1,
    firstTriedAt: row.firstTriedAt ?? now,
    leaseUntil: new Date(now.getTime() + leaseMs),
  };
  await tx.update(outbox).set(taken).where(eq(outbox.id, row.id));
  return { ...row, ...taken };
}

/** Rows that can be claimed now: by priority, then in the order of writing. */
function dueNow(db: Db | Tx, chats: readonly Served[], now: Date) {
  const chatLane = alias(lanes, 'chat_lane');
  return db
    .select({ row: outbox })
    .from(outbox)
    .innerJoin(lanes, eq(lanes.id, outbox.lane))
    .innerJoin(chatLane, eq(chatLane.id, outbox.chat))
    .where(and(claimable(db, chats), lte(outbox.dueAt, now), lte(lanes.freeAt, now), lte(chatLane.freeAt, now)))
    .orderBy(asc(outbox.priority), asc(outbox.seq));
}

/** Waiting in one of these chats, while no row of the same lane is being sent. */
function claimable(tx: Tx | Db, chats: readonly Served[]): SQL | undefined {
  const busy = alias(outbox, 'busy');
  // Evaluated once per query. As a "not exists" for each row it was most of the cost.
  const busyLanes = tx.select({ lane: busy.lane }).from(busy).where(eq(busy.state, 'sending'));
  return and(eq(outbox.state, 'waiting'), inArray(outbox.chat, [...chats]), notInArray(outbox.lane, busyLanes));
}

/** When the next effect of these chats can be claimed; null if none waits. The worker sleeps until then. */
export async function nextDue(db: Db, chats: readonly Served[]): Promise<Date | null> {
  if (chats.length === 0) return null;
  const chatLane = alias(lanes, 'chat_lane');
  const due = sql`min(greatest(${outbox.dueAt}, ${lanes.freeAt}, ${chatLane.freeAt}))`;
  const [row] = await db
    // In milliseconds, because a raw timestamp comes back as text in the server's format.
    .select({ due: sql<number | null>`ceil(extract(epoch from ${due}) * 1000)::float8` })
    .from(outbox)
    .innerJoin(lanes, eq(lanes.id, outbox.lane))
    .innerJoin(chatLane, eq(chatLane.id, outbox.chat))
    .where(claimable(db, chats));
  return row?.due == null ? null : new Date(row.due);
}

/** Number of effects in each state, for /metrics and for tests. */
export async function outboxCounts(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .select({ state: outbox.state, count: sql<number>`count(*)::int` })
    .from(outbox)
    .groupBy(outbox.state);
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

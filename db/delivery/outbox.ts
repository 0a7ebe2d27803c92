/** Effects as rows: written with the state they speak of, claimed by workers, paced by lanes, ended with proof. */
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

/** One statement takes so many rows: Postgres counts at most 65,535 parameters. */
const ROWS = 1000;

/** Stores routed effects. A redraw or home that already waits is not stored twice. */
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
 * Which of these wait already. Locked while asking: a worker that took the waiting row now would draw the card without what
 * this transaction is about to commit, and nobody would draw it again.
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
 * Waits for cards about this subject that are going out this moment, and keeps waiting ones from being drawn until this
 * transaction ends. To be called before `messagesAbout`: a card under way has no row there yet.
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

/** Milliseconds between two messages, by chat. Only chats named here are served; `none` holds what has no way out. */
export type Pace = Partial<Record<Served, { room: number; chat: number }>>;
export type Served = OutboxRow['chat'];

/** Somebody else was faster, or a transaction that decides holds the row: look again this often. */
const LOOKS = 5;

/**
 * Takes the next due effect whose room and chat are free, and holds both back for the pace of the chat. Any number of
 * processes may ask at once: within one chat they take turns, so one room is never written to by two.
 * @param leaseMs after this time without an end another worker takes the row over, in doubt
 * @returns null when nothing is due, or others are taking it this moment (`nextDue` tells)
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
  // Waiting for our turn, not skipping: with one lock for the chat to skip, each loser locked every row before it gave up.
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

/** What can be taken now: the most urgent first, in the order in which it was written. */
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

/** Waiting in one of these chats, and nothing of the same lane is under way. */
function claimable(tx: Tx | Db, chats: readonly Served[]): SQL | undefined {
  const busy = alias(outbox, 'busy');
  // Evaluated once for the whole query; asked for each row ("not exists") it was most of the cost.
  const busyLanes = tx.select({ lane: busy.lane }).from(busy).where(eq(busy.state, 'sending'));
  return and(eq(outbox.state, 'waiting'), inArray(outbox.chat, [...chats]), notInArray(outbox.lane, busyLanes));
}

/** When the next effect of these chats can be taken, for the worker's alarm clock; null when none waits. */
export async function nextDue(db: Db, chats: readonly Served[]): Promise<Date | null> {
  if (chats.length === 0) return null;
  const chatLane = alias(lanes, 'chat_lane');
  const due = sql`min(greatest(${outbox.dueAt}, ${lanes.freeAt}, ${chatLane.freeAt}))`;
  const [row] = await db
    // In milliseconds: a raw timestamp comes back as a text in the server's own style.
    .select({ due: sql<number | null>`ceil(extract(epoch from ${due}) * 1000)::float8` })
    .from(outbox)
    .innerJoin(lanes, eq(lanes.id, outbox.lane))
    .innerJoin(chatLane, eq(chatLane.id, outbox.chat))
    .where(claimable(db, chats));
  return row?.due == null ? null : new Date(row.due);
}

/** How many effects stand in each state: for /metrics and for "nothing left behind" in tests. */
export async function outboxCounts(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .select({ state: outbox.state, count: sql<number>`count(*)::int` })
    .from(outbox)
    .groupBy(outbox.state);
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

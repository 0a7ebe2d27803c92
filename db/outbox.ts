/** Effects as rows: written with the state they speak of, claimed by workers, paced by lanes, ended with proof. */
import { and, asc, eq, inArray, lt, lte, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Address, ChatName } from '../bot/chat.ts';
import type { Effect } from '../bot/effect.ts';
import type { Db, Tx } from './connect.ts';
import { newId } from './ids.ts';
import { lanes, messages, outbox } from './schema.ts';

export type OutboxRow = typeof outbox.$inferSelect;
/** One effect with its way out. `address` is absent for what is no message, or when there is no way (`dead` says why). */
export type Routed = { effect: Effect; chat: ChatName | 'none'; lane: string; address?: Address; tried?: string[]; dead?: string };

const EPOCH = new Date(0);

/** Stores routed effects. A redraw or home that already waits is not stored twice. */
export async function enqueue(tx: Tx, routed: readonly Routed[], now: Date): Promise<void> {
  for (const { effect, chat, lane, address, tried, dead } of routed) {
    const coalesce = coalesceKey(effect);
    if (coalesce && (await waits(tx, coalesce))) continue;
    for (const id of [lane, chat]) await tx.insert(lanes).values({ id, freeAt: EPOCH }).onConflictDoNothing();
    await tx.insert(outbox).values({
      id: newId('effect'),
      effect,
      chat,
      lane,
      address: address ?? null,
      tried: tried ?? [],
      coalesce,
      dueAt: now,
      createdAt: now,
      ...(dead ? { state: 'dead', lastError: dead, endedAt: now } : {}),
    });
  }
}

function coalesceKey(effect: Effect): string | null {
  if (effect.do === 'redraw') return `redraw:${effect.message}`;
  if (effect.do === 'home') return `home:${effect.person}`;
  return null;
}

async function waits(tx: Tx, key: string): Promise<boolean> {
  const found = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.coalesce, key), eq(outbox.state, 'waiting')))
    .limit(1);
  return found.length > 0;
}

export type Pace = Record<string, { room: number; chat: number }>;

/**
 * Takes the next due effect whose room and chat are free, and holds both back for the pace of the chat. Any number of
 * processes may ask at once: rows and lanes are locked together, so one room is never written to by two.
 * @param leaseMs after this time without an end another worker takes the row over, in doubt
 */
export async function claimNext(db: Db, pace: Pace, now: Date, leaseMs: number): Promise<OutboxRow | null> {
  const chats = Object.keys(pace);
  if (chats.length === 0) return null;
  const chatLane = alias(lanes, 'chat_lane');
  const busy = alias(outbox, 'busy');
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select({ row: outbox })
      .from(outbox)
      .innerJoin(lanes, eq(lanes.id, outbox.lane))
      .innerJoin(chatLane, eq(chatLane.id, outbox.chat))
      .where(
        and(
          eq(outbox.state, 'waiting'),
          inArray(outbox.chat, chats),
          lte(outbox.dueAt, now),
          lte(lanes.freeAt, now),
          lte(chatLane.freeAt, now),
          notExists(
            tx
              .select({ one: sql`1` })
              .from(busy)
              .where(and(eq(busy.lane, outbox.lane), eq(busy.state, 'sending'))),
          ),
        ),
      )
      .orderBy(asc(outbox.dueAt), asc(outbox.seq))
      .limit(1)
      .for('update', { of: [outbox, lanes, chatLane], skipLocked: true });
    if (!found) return null;
    const { row } = found;
    const { room, chat } = pace[row.chat]!;
    if (room > 0) await hold(tx, row.lane, new Date(now.getTime() + room));
    if (chat > 0) await hold(tx, row.chat, new Date(now.getTime() + chat));
    const taken = {
      state: 'sending',
      attempts: row.attempts + 1,
      firstTriedAt: row.firstTriedAt ?? now,
      leaseUntil: new Date(now.getTime() + leaseMs),
    };
    await tx.update(outbox).set(taken).where(eq(outbox.id, row.id));
    return { ...row, ...taken };
  });
}

/** Nothing goes out in this lane before `until`. */
export async function hold(tx: Db | Tx, lane: string, until: Date): Promise<void> {
  await tx.update(lanes).set({ freeAt: until }).where(and(eq(lanes.id, lane), lt(lanes.freeAt, until)));
}

/** Rows whose worker died in the middle: back in line, but in doubt whether they went out. @returns how many */
export async function takeBack(db: Db, now: Date): Promise<number> {
  const rows = await db
    .update(outbox)
    .set({ state: 'waiting', doubt: 'crash', leaseUntil: null })
    .where(and(eq(outbox.state, 'sending'), lt(outbox.leaseUntil, now)))
    .returning({ id: outbox.id });
  return rows.length;
}

export async function finish(tx: Tx, id: string, state: 'sent' | 'dead' | 'doubtful', now: Date, error?: string) {
  await tx
    .update(outbox)
    .set({ state, endedAt: now, leaseUntil: null, ...(error ? { lastError: error } : {}) })
    .where(eq(outbox.id, id));
}

/** Tries again at `due`. `doubt` says that this try may have arrived. */
export async function again(tx: Tx, id: string, due: Date, error: string, doubt: string | null): Promise<void> {
  await tx
    .update(outbox)
    .set({ state: 'waiting', dueAt: due, leaseUntil: null, lastError: error, ...(doubt ? { doubt } : {}) })
    .where(eq(outbox.id, id));
}

/** An operator sends a dead or doubtful effect once more. @returns false when it is in neither state */
export async function revive(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(outbox)
    .set({ state: 'waiting', attempts: 0, dueAt: now, endedAt: null, doubt: null, tried: [] })
    .where(and(eq(outbox.id, id), inArray(outbox.state, ['dead', 'doubtful'])))
    .returning({ id: outbox.id });
  return rows.length > 0;
}

export async function outboxRow(tx: Db | Tx, id: string): Promise<OutboxRow | null> {
  const [row] = await tx.select().from(outbox).where(eq(outbox.id, id));
  return row ?? null;
}

/** When the next waiting effect may be due, for the worker's alarm clock; null when nothing waits. */
export async function nextDue(db: Db): Promise<Date | null> {
  const chatLane = alias(lanes, 'chat_lane');
  const [row] = await db
    .select({ due: sql<string | null>`min(greatest(${outbox.dueAt}, ${lanes.freeAt}, ${chatLane.freeAt}))` })
    .from(outbox)
    .innerJoin(lanes, eq(lanes.id, outbox.lane))
    .innerJoin(chatLane, eq(chatLane.id, outbox.chat))
    .where(eq(outbox.state, 'waiting'));
  return row?.due ? new Date(row.due) : null;
}

/** How many effects stand in each state: for /metrics and for "nothing left behind" in tests. */
export async function outboxCounts(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .select({ state: outbox.state, count: sql<number>`count(*)::int` })
    .from(outbox)
    .groupBy(outbox.state);
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

export type MessageRow = typeof messages.$inferSelect;

export async function addMessage(tx: Tx, row: Omit<MessageRow, 'id'>): Promise<void> {
  await tx
    .insert(messages)
    .values({ id: newId('message'), ...row })
    .onConflictDoUpdate({
      target: [messages.chat, messages.room, messages.message],
      set: { view: row.view, subject: row.subject, args: row.args, drawn: row.drawn },
    });
}

export function messagesAbout(tx: Tx, subject: string): Promise<MessageRow[]> {
  return tx.select().from(messages).where(eq(messages.subject, subject)).orderBy(asc(messages.at), asc(messages.id));
}

export async function messageById(tx: Db | Tx, id: string): Promise<MessageRow | null> {
  const [row] = await tx.select().from(messages).where(eq(messages.id, id));
  return row ?? null;
}

export async function messageAt(tx: Tx, chat: ChatName, room: string, message: string): Promise<MessageRow | null> {
  const [row] = await tx
    .select()
    .from(messages)
    .where(and(eq(messages.chat, chat), eq(messages.room, room), eq(messages.message, message)));
  return row ?? null;
}

export async function setDrawn(tx: Tx, id: string, drawn: string): Promise<void> {
  await tx.update(messages).set({ drawn }).where(eq(messages.id, id));
}

export async function forgetMessage(tx: Tx, id: string): Promise<void> {
  await tx.delete(messages).where(eq(messages.id, id));
}

/** Undelivered effects, grouped by cause: refused or left unclear by one chat for one reason. */
import { and, count, desc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { CHATS } from '../../bot/chat.ts';
import type { Db, Tx } from '../connect.ts';
import { messages, outbox } from '../schema.ts';

type Row = typeof outbox.$inferSelect;
export type Cause = { chat: Row['chat']; state: 'dead' | 'doubtful'; reason: string };

/** The subject of the operators' card about a cause. A reason may contain colons, the other parts do not. */
export const subjectOf = ({ chat, state, reason }: Cause): string => `undelivered:${chat}:${state}:${reason}`;

const ANYWHERE = [...CHATS, 'none'] as const;

/** @returns null if this is not such a subject */
export function causeIn(subject: string): Cause | null {
  const [, chat, state, reason] = /^undelivered:([^:]+):([^:]+):(.+)$/s.exec(subject) ?? [];
  const known = ANYWHERE.find((name) => name === chat);
  return known && reason && (state === 'dead' || state === 'doubtful') ? { chat: known, state, reason } : null;
}

/** @returns null if the effect was not given up */
export const causeOf = ({ chat, state, lastError }: Row): Cause | null =>
  (state === 'dead' || state === 'doubtful') && lastError ? { chat, state, reason: lastError } : null;

/** True for cards about undelivered cards. Their own failures are not reported, or they would multiply. */
export const isQuiet = ({ effect }: Pick<Row, 'effect'>): boolean =>
  effect.do === 'post' && effect.card.view === 'undelivered';

const open = ({ chat, state, reason }: Cause) =>
  and(
    eq(outbox.state, state),
    eq(outbox.chat, chat),
    eq(outbox.lastError, reason),
    // `isQuiet` in SQL. Older versions also stored start pages.
    sql`${outbox.effect} ->> 'do' <> 'home'`,
    sql`${outbox.effect} #>> '{card,view}' is distinct from 'undelivered'`,
  );

/** Effects given up for this cause and not sent again, newest first. */
export function undelivered(tx: Db | Tx, cause: Cause, most: number, skip = 0): Promise<Row[]> {
  const newest = [desc(outbox.endedAt), desc(outbox.seq)];
  return tx
    .select()
    .from(outbox)
    .where(open(cause))
    .orderBy(...newest)
    .limit(most)
    .offset(skip);
}

export async function countUndelivered(tx: Tx, cause: Cause): Promise<number> {
  const [row] = await tx.select({ all: count() }).from(outbox).where(open(cause));
  return row?.all ?? 0;
}

/** Milliseconds after which nobody looks at a quiet card any longer. */
const QUIET_MS = 24 * 3_600_000;

/**
 * Whether this failure needs a new card for the operators: all others of its cause are settled, or the last one was
 * long ago. Otherwise it appears on the existing card. Of two processes asking at once, one waits for the other's
 * transaction.
 */
export async function needsCard(tx: Tx, cause: Cause, row: Pick<Row, 'id'>, now: Date): Promise<boolean> {
  const subject = subjectOf(cause);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${subject}))`);
  const [under] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(inArray(outbox.state, ['waiting', 'sending']), sql`${outbox.effect} #>> '{card,subject}' = ${subject}`))
    .limit(1);
  if (under) return false;
  const [copy] = await tx.select({ id: messages.id }).from(messages).where(eq(messages.subject, subject)).limit(1);
  const [lately] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(open(cause), ne(outbox.id, row.id), gt(outbox.endedAt, new Date(now.getTime() - QUIET_MS))))
    .limit(1);
  if (copy && lately) return false;
  // The old card keeps its content; this failure belongs to the new one.
  await tx.delete(messages).where(eq(messages.subject, subject));
  return true;
}

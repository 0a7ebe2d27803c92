/** What could not be delivered, by its cause: what one chat has refused, or left unclear, for one reason. */
import { and, count, desc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { CHATS } from '../../bot/chat.ts';
import type { Db, Tx } from '../connect.ts';
import { messages, outbox } from '../schema.ts';

type Row = typeof outbox.$inferSelect;
export type Cause = { chat: Row['chat']; state: 'dead' | 'doubtful'; reason: string };

/** The operators' card about a cause. A reason may hold colons, the other two don't. */
export const subjectOf = ({ chat, state, reason }: Cause): string => `undelivered:${chat}:${state}:${reason}`;

const ANYWHERE = [...CHATS, 'none'] as const;

/** @returns null for what is no such subject */
export function causeIn(subject: string): Cause | null {
  const [, chat, state, reason] = /^undelivered:([^:]+):([^:]+):(.+)$/s.exec(subject) ?? [];
  const known = ANYWHERE.find((name) => name === chat);
  return known && reason && (state === 'dead' || state === 'doubtful') ? { chat: known, state, reason } : null;
}

/** @returns null for what is not given up */
export const causeOf = ({ chat, state, lastError }: Row): Cause | null =>
  (state === 'dead' || state === 'doubtful') && lastError ? { chat, state, reason: lastError } : null;

/** Of these nobody is told: cards about other cards would breed. */
export const isQuiet = ({ effect }: Pick<Row, 'effect'>): boolean =>
  effect.do === 'post' && effect.card.view === 'undelivered';

const open = ({ chat, state, reason }: Cause) =>
  and(
    eq(outbox.state, state),
    eq(outbox.chat, chat),
    eq(outbox.lastError, reason),
    // `isQuiet`, asked of the database. Older versions stored start pages, too.
    sql`${outbox.effect} ->> 'do' <> 'home'`,
    sql`${outbox.effect} #>> '{card,view}' is distinct from 'undelivered'`,
  );

/** What is given up for this cause and was not sent again, the newest first. */
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

/** A card that was quiet for so long is looked at by nobody any more. */
const QUIET_MS = 24 * 3_600_000;

/**
 * Whether the operators need a card of their own for this failure: everything else of its cause is settled, or the last trouble
 * is long ago. Else it shows on the card there is. Of two processes that ask at once one waits for the other's transaction.
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
  // What stands on an old card stays there: this trouble belongs to the new one.
  await tx.delete(messages).where(eq(messages.subject, subject));
  return true;
}

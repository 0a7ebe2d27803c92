/** Notices with their receipts, and texts for the public. */
import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { Severity } from '../../bot/incident/lifecycle.ts';
import { OPEN_STATES } from '../../bot/incident/lifecycle.ts';
import { RECIPIENT_KINDS } from '../../bot/organisation/organisation.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import { incidentEntries, incidentNotices, incidentReceipts, incidents, incidentTexts, outbox } from '../schema.ts';

export type Notice = Stored<'incidentNotices'>;
export type Receipt = Stored<'incidentReceipts'>;
export type OutsideText = Stored<'incidentTexts'>;

const isOpenIncident = inArray(incidents.state, [...OPEN_STATES]);

/** The notices of an incident, oldest first. */
export function noticesOf(tx: Tx, incident: string): Promise<Notice[]> {
  return tx
    .select()
    .from(incidentNotices)
    .where(eq(incidentNotices.incident, incident))
    .orderBy(asc(incidentNotices.at), asc(incidentNotices.id));
}

export async function noticeById(tx: Tx, id: string): Promise<Notice | null> {
  const [row] = await tx.select().from(incidentNotices).where(eq(incidentNotices.id, id));
  return row ?? null;
}

/** The recipients of a notice in sending order; of the same moment in the order of the matrix, heads first. */
export async function receiptsOf(tx: Tx, notice: string): Promise<Receipt[]> {
  const rows = await tx
    .select()
    .from(incidentReceipts)
    .where(eq(incidentReceipts.notice, notice))
    .orderBy(asc(incidentReceipts.sentAt), asc(incidentReceipts.id));
  const rank = ({ because }: Receipt) => RECIPIENT_KINDS.indexOf(because);
  return rows.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime() || rank(a) - rank(b));
}

export const receiptId = (notice: string, person: string): string => `${notice} ${person}`;

export async function receiptById(tx: Tx, id: string): Promise<Receipt | null> {
  const [row] = await tx.select().from(incidentReceipts).where(eq(incidentReceipts.id, id));
  return row ?? null;
}

type Unread = { notice: string; sentAt: Date; reopenedAt: Date | null; severity: Severity };

/** Notices in open incidents that somebody has not read, by notice and sending time. */
export function unreadNotices(tx: Tx): Promise<Unread[]> {
  return tx
    .selectDistinct({
      notice: incidentReceipts.notice,
      sentAt: incidentReceipts.sentAt,
      reopenedAt: incidents.reopenedAt,
      severity: incidents.severity,
    })
    .from(incidentReceipts)
    .innerJoin(incidents, eq(incidents.id, incidentReceipts.incident))
    .where(and(isOpenIncident, isNull(incidentReceipts.readAt), isNull(incidentReceipts.phonedAt)));
}

/** The texts of an incident, in the order of creation. */
export function textsOf(tx: Tx, incident: string): Promise<OutsideText[]> {
  return tx
    .select()
    .from(incidentTexts)
    .where(eq(incidentTexts.incident, incident))
    .orderBy(asc(incidentTexts.number), asc(incidentTexts.id));
}

export async function textById(tx: Tx, id: string): Promise<OutsideText | null> {
  const [row] = await tx.select().from(incidentTexts).where(eq(incidentTexts.id, id));
  return row ?? null;
}

/** Ids of texts in open incidents that were submitted and are not yet published. */
export async function textsOnTheirWay(tx: Tx): Promise<string[]> {
  const rows = await tx
    .select({ id: incidentTexts.id })
    .from(incidentTexts)
    .innerJoin(incidents, eq(incidents.id, incidentTexts.incident))
    .where(and(isOpenIncident, inArray(incidentTexts.state, ['review', 'approved'])));
  return rows.map(({ id }) => id);
}

/** Everybody who wrote on a text: its author, and editors according to the timeline. */
export async function authorsOf(tx: Tx, text: Pick<OutsideText, 'id' | 'incident' | 'author'>): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ by: incidentEntries.by })
    .from(incidentEntries)
    .where(
      and(
        // In any incident, because two may have been merged since.
        eq(incidentEntries.kind, 'text-edited'),
        sql`${incidentEntries.data} ->> 'text' = ${text.id}`,
      ),
    );
  return [...new Set([text.author, ...rows.map(({ by }) => by)])];
}

/** Whether a phone list for this notice has been sent or is on its way. */
export async function phoneListOut(tx: Tx, notice: string): Promise<boolean> {
  const found = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        ne(outbox.state, 'dead'),
        sql`${outbox.effect} #>> '{card,view}' = 'incident-phone'`,
        sql`${outbox.effect} #>> '{card,args,notice}' = ${notice}`,
      ),
    )
    .limit(1);
  return found.length > 0;
}

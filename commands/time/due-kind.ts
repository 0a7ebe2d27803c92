/** The shape of a kind of due: its subjects and what happens to them. */

import type { Effect, Recipient } from '../../bot/delivery/effect.ts';
import type { Calendar } from '../../bot/time/calendar.ts';
import type { Due, DueKind, Subject } from '../../bot/time/due.ts';
import type { Change } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import type { AuditNote } from '../command.ts';

export type DueContext = { tx: Tx; org: Org; now: Date; calendar: Calendar };

/** What one due writes and sends. An empty one still keeps its key, so it does not come up again. */
export type Done = { effects?: Effect[]; changes?: Change[]; audit?: AuditNote[] };

export type Kind<K extends DueKind> = {
  /** Reads every subject that may become due. bot/time/due.ts decides whether it is due now. */
  subjects(context: DueContext): Promise<Subject<K>[]>;
  /**
   * Carries out one stage in the transaction that took its key. Checks again: it may be settled since the list was
   * made.
   */
  act(context: DueContext, due: Due<K>): Promise<Done>;
};

/** A reminder. If its delivery is uncertain, operators see it and it is not sent twice. */
export const remind = (to: Recipient, view: string, subject: string, args: Record<string, string> = {}): Effect => ({
  do: 'post',
  to,
  card: { view, subject, args },
  doubt: 'show',
});

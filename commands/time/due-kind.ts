/** The shape of everything that can become due: who or what it may happen to, and what happens then. */

import type { Effect, Recipient } from '../../bot/delivery/effect.ts';
import type { Calendar } from '../../bot/time/calendar.ts';
import type { Due, DueKind, Subject } from '../../bot/time/due.ts';
import type { Change } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import type { AuditNote } from '../command.ts';

export type DueContext = { tx: Tx; org: Org; now: Date; calendar: Calendar };

/** What one due brings about; without anything the key is kept all the same, so it is not asked again. */
export type Done = { effects?: Effect[]; changes?: Change[]; audit?: AuditNote[] };

export type Kind<K extends DueKind> = {
  /** Reads everything that may become due, whether or not it is now: that is for bot/time/due.ts to say. */
  subjects(context: DueContext): Promise<Subject<K>[]>;
  /** Carries out one stage, in the transaction that has taken its key. Looks again: since the list was made it may be settled. */
  act(context: DueContext, due: Due<K>): Promise<Done>;
};

/** A reminder: where nobody knows whether it arrived it is shown to the operators and not sent twice. */
export const remind = (to: Recipient, view: string, subject: string, args: Record<string, string> = {}): Effect => ({
  do: 'post',
  to,
  card: { view, subject, args },
  doubt: 'show',
});

/** The shape of a departure report and of its consequences, shared by all sources. */
import type { Effect } from '../../bot/delivery/effect.ts';
import type { Certainty, Reports, Source } from '../../bot/leavers/case.ts';
import type { Seat } from '../../bot/leavers/recipients.ts';
import type { Change } from '../../db/changes.ts';
import type { Held, LeaverCase, LeaverItem, RightsRemoval } from '../../db/leavers/cases.ts';
import type { Account } from '../../db/leavers/directory.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import type { AuditNote } from '../command.ts';

export type Report = {
  person: string;
  source: Source;
  certainty: Certainty;
  /** Accounts that this decision links. Their managers cannot be read by person before it is written. */
  linked?: readonly Account[];
  /** What other sources report at the same time. */
  also?: Reports;
  /** The last day as an ISO day. Absent: unknown, or at once. */
  leavesOn?: string;
  reason?: string;
  /** Who reports it: a person's key, or `system`. */
  by: string;
  /** The channels a report is limited to (consent, removal). Absent: all. */
  channels?: readonly string[];
  /** The registry stops counting the person on these channels at once. */
  removal?: boolean;
  /** The version this decision approves. The registry does not return it before it is written. */
  joins?: Held;
};

export type Consequences = { case: string | null; changes: Change[]; effects: Effect[]; audit: AuditNote[] };

/** A report without consequences. */
export const NOTHING: Consequences = { case: null, changes: [], effects: [], audit: [] };

/** What `reportDeparture` reads before it decides. */
export type DepartureFacts = {
  org: Org;
  now: Date;
  row: LeaverCase | null;
  /** The closed case in which a person reported somebody as gone who has no open case. */
  record: LeaverCase | null;
  items: LeaverItem[];
  held: Held[];
  removals: RightsRemoval[];
  seats: Seat[];
};

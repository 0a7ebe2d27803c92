/** What a report of somebody leaving is, and what follows from it: the words that all sources of it share. */
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
  /** Accounts that become the person's with this very decision: what they know of managers can't be read there yet. */
  linked?: readonly Account[];
  /** What other sources say in the same breath. */
  also?: Reports;
  /** ISO day, the last one; absent: not known, or at once. */
  leavesOn?: string;
  reason?: string;
  /** Who says so: a person's key, or `system`. */
  by: string;
  /** For what concerns some channels only (consent, taken off); absent: all. */
  channels?: readonly string[];
  /** The registry stops counting the person on these channels now. */
  removal?: boolean;
  /** A version that becomes the registry's own with this very decision: it can't be read there yet. */
  joins?: Held;
};

export type Consequences = { case: string | null; changes: Change[]; effects: Effect[]; audit: AuditNote[] };

/** For a report of which nothing follows. */
export const NOTHING: Consequences = { case: null, changes: [], effects: [], audit: [] };

/** What is read before it is decided. */
export type DepartureFacts = {
  org: Org;
  now: Date;
  row: LeaverCase | null;
  /** Where it stands that somebody without an open case is gone because a person typed it. */
  record: LeaverCase | null;
  items: LeaverItem[];
  held: Held[];
  removals: RightsRemoval[];
  seats: Seat[];
};

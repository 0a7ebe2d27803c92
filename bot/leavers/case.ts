/**
 * The life of a leaver case: suspected → confirmed → closed. A person has at most one open case, whatever the sources
 * say. Only confirmations close it, never time.
 */
export const CASE_STATES = ['suspected', 'confirmed', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CASE_EVENTS = [
  'hint',
  'confirm',
  'rights-removed',
  'second-person-confirmed',
  'credentials-changed',
  'application-approved',
  'struck',
  'reactivated',
] as const;
export type CaseEvent = (typeof CASE_EVENTS)[number];

/** `settle`: derived from the reports and the items (see `settleCase`). */
type Target = CaseState | 'same' | 'settle';

const OPEN = {
  hint: 'same',
  'rights-removed': 'same',
  'second-person-confirmed': 'settle',
  'credentials-changed': 'settle',
  'application-approved': 'settle',
  struck: 'settle',
  reactivated: 'settle',
} as const;

const CASE_TABLE = {
  suspected: { ...OPEN, confirm: 'confirmed' },
  confirmed: { ...OPEN, confirm: 'same' },
  // Somebody who leaves a second time gets a new case; the old one stays as a record.
  closed: {},
} as const satisfies Record<CaseState, Partial<Record<CaseEvent, Target>>>;

export function caseTarget(state: CaseState, event: CaseEvent): Target | undefined {
  return (CASE_TABLE[state] as Partial<Record<CaseEvent, Target>>)[event];
}

export type Certainty = 'suspected' | 'confirmed';

/**
 * Who can report that somebody leaves. `leaves`: the person leaves the city, not only a channel. `directory`: an
 * account was closed; hints from two such sources confirm each other. `about`: all channels of the person, or single
 * ones.
 */
export const SOURCES = {
  /** Microsoft Entra, authoritative. */
  graph: { leaves: true, directory: true, about: 'all' },
  /** A closed Slack account is not a resignation. */
  slack: { leaves: true, directory: true, about: 'all' },
  /** `active: false` also comes when somebody is merely unassigned from the app. */
  scim: { leaves: true, directory: true, about: 'all' },
  local: { leaves: true, directory: true, about: 'all' },
  /** Typed by somebody in a position to know. */
  command: { leaves: true, directory: false, about: 'all' },
  /** The person changed departments; the account stays. */
  moved: { leaves: false, directory: false, about: 'all' },
  /** The holder has revoked the consent. */
  consent: { leaves: false, directory: false, about: 'channels' },
  /** The holder did not answer the yearly question, asked twice; they may only be away. */
  'yearly-check': { leaves: false, directory: false, about: 'channels' },
  /** The agency's contract for a channel has ended; the same person's contract for another channel may go on. */
  contract: { leaves: false, directory: false, about: 'channels' },
  /** Taken off a channel by their department. */
  removed: { leaves: false, directory: false, about: 'channels' },
  /** The person had left before an application that names them was approved. */
  named: { leaves: false, directory: false, about: 'channels' },
} as const satisfies Record<string, { leaves: boolean; directory: boolean; about: 'all' | 'channels' }>;
export type Source = keyof typeof SOURCES;

/** Directories that report accounts; the local workspace has none. */
export type DirectorySource = Extract<Source, 'graph' | 'slack' | 'scim'>;

/** What each source reports and has not withdrawn. */
export type Reports = Readonly<Partial<Record<Source, Certainty>>>;

const entries = (reports: Reports) => Object.entries(reports) as [Source, Certainty][];

/** The combined certainty of all reports; null if none is left. */
export function certaintyOf(reports: Reports): Certainty | null {
  const all = entries(reports);
  if (all.length === 0) return null;
  const hints = all.filter(([source]) => SOURCES[source].directory);
  return all.some(([, certainty]) => certainty === 'confirmed') || hints.length > 1 ? 'confirmed' : 'suspected';
}

/**
 * Whether people may say that somebody stays after all. They may withdraw a hint, or a typed report and what followed
 * from it. A confirmed report by a directory is corrected there, and the correction arrives by itself.
 */
export function mayTakeBack(state: CaseState, reports: Reports): boolean {
  if (state === 'suspected') return true;
  if (reports.command === undefined) return false;
  // In a closed case only the person's return is left to decide; everything else is done.
  if (state === 'closed') return !reportedByDirectory(reports);
  return entries(reports).every(([source]) => source === 'command' || source === 'named');
}

/** Whether a directory reports it, too; then a withdrawal by people does not bring the person back. */
export const reportedByDirectory = (reports: Reports): boolean =>
  entries(reports).some(([source]) => SOURCES[source].directory);

/** Which event a report is, given the reports before it. */
export const eventOf = (before: Reports, after: Reports): 'hint' | 'confirm' | 'reactivated' =>
  entries(after).length < entries(before).length
    ? 'reactivated'
    : certaintyOf(after) === 'confirmed'
      ? 'confirm'
      : 'hint';

/**
 * Whether the person no longer acts or counts. Somebody who revokes a consent or changes offices still works here. So
 * does somebody whose last day is still ahead, unless a directory reports them.
 * @param leavesOn the last day as an ISO day; null: at once
 * @param today ISO day in Berlin
 */
export function isGone(reports: Reports, leavesOn: string | null, today: string): boolean {
  const leaving = Object.fromEntries(entries(reports).filter(([source]) => SOURCES[source].leaves)) as Reports;
  if (certaintyOf(leaving) !== 'confirmed') return false;
  const byDirectory = entries(leaving).some(([source]) => SOURCES[source].directory);
  return byDirectory || leavesOn === null || leavesOn < today;
}

/** One function of the person on one channel, or one seat (head, member of a body, role). */
export type Item = {
  kind: 'channel' | 'seat';
  removedBy: string | null;
  /** Who checked the platform's own list of roles; never the person who removed. */
  secondBy: string | null;
  /** The account has a shared login, so its credentials must change. */
  shared: boolean;
  credentialsAt: Date | null;
  /** How the registry stopped naming the person: new application, removal, channel closed, seat refilled. */
  struck: 'application' | 'removed' | 'closed' | 'seat' | null;
};

export type Step = 'remove' | 'second' | 'credentials' | 'apply' | 'seat';

/** What is still to be done for one item; empty when nothing is. */
export function stepsOf(item: Item): Step[] {
  if (item.kind === 'seat') return item.struck === null ? ['seat'] : [];
  // A channel that is shut down has no rights left to remove.
  if (item.struck === 'closed') return [];
  const steps: Step[] = [];
  if (item.removedBy === null) steps.push('remove');
  else if (item.secondBy === null) steps.push('second');
  if (item.shared && item.credentialsAt === null) steps.push('credentials');
  if (item.struck === null) steps.push('apply');
  return steps;
}

/** The platform no longer lets the person in; only the registry's own record is still open. */
export const isHarmless = (item: Item): boolean => stepsOf(item).every((step) => step === 'apply' || step === 'seat');

type Settled = { state: CaseState; because: 'reactivated' | 'done' | null };

/** The state that follows from the reports and from what is done. */
export function settleCase(reports: Reports, items: readonly Item[]): Settled {
  const certainty = certaintyOf(reports);
  if (certainty === null) return { state: 'closed', because: 'reactivated' };
  if (items.every((item) => stepsOf(item).length === 0)) return { state: 'closed', because: 'done' };
  return { state: certainty, because: null };
}

/** Why somebody can't confirm a removal. */
export function secondPersonBlocker(item: Item, person: string): 'not-removed' | 'same-person' | null {
  if (item.removedBy === null) return 'not-removed';
  return item.removedBy === person ? 'same-person' : null;
}

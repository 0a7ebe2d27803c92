/** The life of a channel: a state machine separate from the application's. */
import type { ApplicationState } from '../registration/application.ts';
import type { ApplicationKind } from '../registration/application-kind.ts';

export const CHANNEL_STATES = [
  'planned',
  'created',
  'published',
  'unapproved',
  'dormant',
  'compromised',
  'closed',
] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

export const CHANNEL_EVENTS = [
  'submitted',
  'found',
  'approved',
  'went-public',
  'closed',
  'dropped',
  'compromised',
  'made-dormant',
  'restored',
] as const;
export type ChannelEvent = (typeof CHANNEL_EVENTS)[number];

/** Placeholder in the table for the channel's state before the incident. */
const BEFORE = 'before';

/** Nothing leads to `published` without `approved`: service agreement §4 requires consent before publication. */
const CHANNEL_TABLE = {
  planned: { approved: 'created', dropped: 'closed', compromised: 'compromised' },
  created: { 'went-public': 'published', closed: 'closed', compromised: 'compromised', 'made-dormant': 'dormant' },
  published: { closed: 'closed', compromised: 'compromised', 'made-dormant': 'dormant' },
  // Found on the platform without an approved application: listed openly until the late application is decided.
  unapproved: { approved: 'published', closed: 'closed', compromised: 'compromised', 'made-dormant': 'dormant' },
  dormant: { closed: 'closed', compromised: 'compromised', restored: BEFORE },
  compromised: { closed: 'closed', 'made-dormant': 'dormant', restored: BEFORE },
  // An abandoned account can be taken over, too.
  closed: { submitted: 'planned', found: 'unapproved', compromised: 'compromised' },
} as const satisfies Record<ChannelState, Partial<Record<ChannelEvent, ChannelState | typeof BEFORE>>>;

/**
 * The state after an event; an event without an effect leaves it as it is.
 * @param before the state that `restored` returns to (see `stateBack`)
 */
export function channelAfter(state: ChannelState, event: ChannelEvent, before: ChannelState = state): ChannelState {
  const to = (CHANNEL_TABLE[state] as Partial<Record<ChannelEvent, ChannelState | typeof BEFORE>>)[event];
  return to === BEFORE ? before : (to ?? state);
}

/** States that an incident sets. They are not restored, unless the channel was in one when it came in. */
export const isMarked = (state: ChannelState): boolean => state === 'compromised' || state === 'dormant';

/** What the registry has decided about a channel, by the state of its current application. */
const DECIDED = {
  draft: [],
  head: [],
  participation: [],
  query: [],
  approved: ['approved'],
  published: ['approved', 'went-public'],
  rejected: ['dropped'],
  withdrawn: ['dropped'],
  // Renewed: until the renewal is decided, the registry relies on the previous version, if that was approved.
  archived: ['approved'],
} as const satisfies Record<ApplicationState, readonly ChannelEvent[]>;

type Decided = { kind: ApplicationKind; state: ApplicationState; decidedAt: Date | null };

/** State after an incident: the earlier one plus the registry decisions that the incident's mark hid meanwhile. */
export function stateBack(before: ChannelState, application: Decided | null): ChannelState {
  // A channel closes when the closing down is done, not when it is approved.
  if (!application || application.kind === 'closure') return before;
  const { state, decidedAt } = application;
  if (state === 'archived' && decidedAt === null) return before;
  const events: readonly ChannelEvent[] = DECIDED[state];
  return events.reduce<ChannelState>((now, event) => channelAfter(now, event), before);
}

/** A channel in one incident, as far as the registry's state depends on it. */
export type Mark = {
  place: string;
  /** State when the channel came in; already marked if another incident had it then. */
  before: ChannelState;
  addedAt: Date;
  /** The incident is open, and the channel is affected or frozen in it and not given back yet. */
  holds: boolean;
};

/**
 * The registry's state of a channel after one incident lets it go. While another incident holds the channel, the state
 * stays. Otherwise it is the last state before the overlapping marks, plus what was decided since.
 * @param marks all places of the channel in incidents that are not drills
 */
export function stateAfterIncident(
  state: ChannelState,
  place: string,
  marks: readonly Mark[],
  application: Decided | null,
): ChannelState {
  if (marks.some((mark) => mark.place !== place && mark.holds)) return state;
  const own = marks.find((mark) => mark.place === place);
  const earlier = marks
    .filter(({ addedAt }) => !own || addedAt <= own.addedAt)
    .sort((a, b) => Number(b.place === place) - Number(a.place === place) || +b.addedAt - +a.addedAt);
  const before = earlier.find((mark) => !isMarked(mark.before)) ?? own;
  return channelAfter(state, 'restored', stateBack(before?.before ?? state, application));
}

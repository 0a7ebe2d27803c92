/** The life of a channel, a machine of its own beside the application's. */
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

/** Stands in the table for the state that the channel had before the incident. */
const BEFORE = 'before';

/** Nothing leads to `published` past `approved`: service agreement §4 wants consent before publication. */
const CHANNEL_TABLE = {
  planned: { approved: 'created', dropped: 'closed', compromised: 'compromised' },
  created: { 'went-public': 'published', closed: 'closed', compromised: 'compromised', 'made-dormant': 'dormant' },
  published: { closed: 'closed', compromised: 'compromised', 'made-dormant': 'dormant' },
  // Found on the platform without an approved application: listed openly until the late application is decided.
  unapproved: { approved: 'published', closed: 'closed', compromised: 'compromised', 'made-dormant': 'dormant' },
  dormant: { closed: 'closed', compromised: 'compromised', restored: BEFORE },
  compromised: { closed: 'closed', 'made-dormant': 'dormant', restored: BEFORE },
  // An account that was given up can be taken over, too.
  closed: { submitted: 'planned', found: 'unapproved', compromised: 'compromised' },
} as const satisfies Record<ChannelState, Partial<Record<ChannelEvent, ChannelState | typeof BEFORE>>>;

/**
 * The state after an event; an event that changes nothing leaves it as it is.
 * @param before the state that `restored` gives back: see `stateBack`
 */
export function channelAfter(state: ChannelState, event: ChannelEvent, before: ChannelState = state): ChannelState {
  const to = (CHANNEL_TABLE[state] as Partial<Record<ChannelEvent, ChannelState | typeof BEFORE>>)[event];
  return to === BEFORE ? before : (to ?? state);
}

/** What an incident makes of a channel: no state to give back, unless it came with it. */
export const isMarked = (state: ChannelState): boolean => state === 'compromised' || state === 'dormant';

/** What the registry has decided on a channel, by the state of the application that it stands on. */
const DECIDED = {
  draft: [],
  head: [],
  participation: [],
  query: [],
  approved: ['approved'],
  published: ['approved', 'went-public'],
  rejected: ['dropped'],
  withdrawn: ['dropped'],
  // Renewed: until that is decided the registry stands on the version before, if that was approved.
  archived: ['approved'],
} as const satisfies Record<ApplicationState, readonly ChannelEvent[]>;

type Decided = { kind: ApplicationKind; state: ApplicationState; decidedAt: Date | null };

/**
 * What a channel is once an incident lets it go: what it was before, and what the registry has decided meanwhile, which the
 * incident's mark stood in the way of.
 */
export function stateBack(before: ChannelState, application: Decided | null): ChannelState {
  // A channel closes when its closing down is done, not when that is approved.
  if (!application || application.kind === 'closure') return before;
  const { state, decidedAt } = application;
  if (state === 'archived' && decidedAt === null) return before;
  const events: readonly ChannelEvent[] = DECIDED[state];
  return events.reduce<ChannelState>((now, event) => channelAfter(now, event), before);
}

/** A channel's place in an incident, as far as the registry's mark goes. */
export type Mark = {
  place: string;
  /** What the channel was when it came in: marked, where another incident had it then. */
  before: ChannelState;
  addedAt: Date;
  /** The incident is open, and the channel is hit in it or frozen, and not given back. */
  holds: boolean;
};

/**
 * What the registry says of a channel once one of its places lets it go: what it says now while another one holds it, else
 * what the channel was before the first of the marks that were laid on each other, and what was decided since.
 * @param marks all places of the channel in incidents that are no drills
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

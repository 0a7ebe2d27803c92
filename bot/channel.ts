/** The life of a channel, a machine of its own beside the application's. */
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

export const CHANNEL_EVENTS = ['submitted', 'found', 'approved', 'went-public', 'closed', 'dropped'] as const;
export type ChannelEvent = (typeof CHANNEL_EVENTS)[number];

/** Nothing leads to `published` past `approved`: service agreement §4 wants consent before publication. */
export const CHANNEL_TABLE = {
  planned: { approved: 'created', dropped: 'closed' },
  created: { 'went-public': 'published', closed: 'closed' },
  published: { closed: 'closed' },
  // Found on the platform without an approved application: listed openly until the late application is decided.
  unapproved: { approved: 'published', closed: 'closed' },
  dormant: { closed: 'closed' },
  compromised: { closed: 'closed' },
  closed: { submitted: 'planned', found: 'unapproved' },
} as const satisfies Record<ChannelState, Partial<Record<ChannelEvent, ChannelState>>>;

/** The state after an event; an event that changes nothing leaves it as it is. */
export function channelAfter(state: ChannelState, event: ChannelEvent): ChannelState {
  return (CHANNEL_TABLE[state] as Partial<Record<ChannelEvent, ChannelState>>)[event] ?? state;
}

/** What everybody may know about a channel: whether it is the city's, and whether it can be trusted now. */
import type { ChannelState } from './channel.ts';

/** In German only: the city addresses its residents, and websites read the file. */
const PUBLIC = {
  published: 'aktiv',
  dormant: 'ruhend',
  compromised: 'kompromittiert',
} as const satisfies Partial<Record<ChannelState, string>>;
export type PublicState = (typeof PUBLIC)[keyof typeof PUBLIC];

/**
 * States in which a channel is public. Planned ones do not exist yet; the city has not approved the unapproved ones.
 */
export const PUBLIC_CHANNEL_STATES = Object.keys(PUBLIC) as (keyof typeof PUBLIC)[];

/** @returns null if the state is not public */
export const publicState = (state: string): PublicState | null =>
  (PUBLIC as Record<string, PublicState | undefined>)[state] ?? null;

/** What everybody may know of a channel: whether it is the city's, and whether it can be trusted now. */
import type { ChannelState } from './channel.ts';

/** In German: the file is the city's word to its residents, and its readers are websites. */
const PUBLIC = {
  published: 'aktiv',
  dormant: 'ruhend',
  compromised: 'kompromittiert',
} as const satisfies Partial<Record<ChannelState, string>>;
export type PublicState = (typeof PUBLIC)[keyof typeof PUBLIC];

/** States in which a channel is shown. Planned ones are not there yet, unapproved ones are not the city's word. */
export const PUBLIC_CHANNEL_STATES = Object.keys(PUBLIC) as (keyof typeof PUBLIC)[];

/** @returns null: not for the public */
export const publicState = (state: string): PublicState | null =>
  (PUBLIC as Record<string, PublicState | undefined>)[state] ?? null;

/** What an application asks for: a new channel, the next version, a late registration, the end. */
export const KINDS = ['new', 'renewal', 'late', 'closure'] as const;
export type ApplicationKind = (typeof KINDS)[number];

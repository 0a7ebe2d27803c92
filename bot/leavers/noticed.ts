/** Whether anybody would learn that somebody leaves. A person typed in by name has no account, and no directory speaks of them. */
import type { Day } from '../time/calendar.ts';
import { SOURCES, type Source } from './case.ts';

export type NoticeFacts = {
  /** The person's accounts; `active` null: the directory has not said, so it is open as far as we know. */
  accounts: readonly { source: Source; active: boolean | null }[];
  /** The directories that are in operation. */
  sources: readonly Source[];
  /** The last day of an agency's contract. */
  contractEnd: Day | null;
  /** Somebody has said already that the person leaves. */
  reported: boolean;
};

/** What would tell of it, the surest first. */
const WAYS = {
  account: ({ accounts, sources }) =>
    accounts.some(({ source, active }) => active !== false && SOURCES[source].directory && sources.includes(source)),
  contract: ({ contractEnd }) => contractEnd !== null,
  report: ({ reported }) => reported,
} as const satisfies Record<string, (facts: NoticeFacts) => boolean>;
export type Way = keyof typeof WAYS;

/** @returns null when a leaving would not be noticed */
export const noticedBy = (facts: NoticeFacts): Way | null =>
  (Object.keys(WAYS) as Way[]).find((way) => WAYS[way](facts)) ?? null;

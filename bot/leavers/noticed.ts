/**
 * Whether anybody would learn that a person leaves. A person entered by name has no account, so no directory reports
 * them.
 */
import type { Day } from '../time/calendar.ts';
import { SOURCES, type Source } from './case.ts';

export type NoticeFacts = {
  /** The person's accounts; `active` null: unknown, treated as open. */
  accounts: readonly { source: Source; active: boolean | null }[];
  /** The directories that are in operation. */
  sources: readonly Source[];
  /** The last day of an agency's contract. */
  contractEnd: Day | null;
  /** Somebody has already reported that the person leaves. */
  reported: boolean;
};

/** What would reveal a departure, most reliable first. */
const WAYS = {
  account: ({ accounts, sources }) =>
    accounts.some(({ source, active }) => active !== false && SOURCES[source].directory && sources.includes(source)),
  contract: ({ contractEnd }) => contractEnd !== null,
  report: ({ reported }) => reported,
} as const satisfies Record<string, (facts: NoticeFacts) => boolean>;
export type Way = keyof typeof WAYS;

/** @returns null if a departure would go unnoticed */
export const noticedBy = (facts: NoticeFacts): Way | null =>
  (Object.keys(WAYS) as Way[]).find((way) => WAYS[way](facts)) ?? null;

/** Combines the parts of one decision: changes, effects and audit notes. */
import type { Outcome } from './command.ts';

/** What a decision writes and sends: an outcome without its answer. */
export type Written = Required<Omit<Outcome, 'answer'>>;

/**
 * @param parts in the order in which they are written; null and undefined are skipped
 * @returns an outcome without its answer: `{ answer, ...combine(line, told) }`
 */
export const combine = (...parts: readonly (Partial<Omit<Outcome, 'answer'>> | null | undefined)[]): Written => ({
  changes: parts.flatMap((part) => part?.changes ?? []),
  effects: parts.flatMap((part) => part?.effects ?? []),
  audit: parts.flatMap((part) => part?.audit ?? []),
});

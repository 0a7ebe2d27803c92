/** Several parts of one decision, each with its changes, effects and audit notes, as one. */
import type { Outcome } from './command.ts';

/** What a decision writes and sends: an outcome without its answer. */
export type Written = Required<Omit<Outcome, 'answer'>>;

/**
 * @param parts in the order in which they are written; null and undefined are parts that this decision does not have
 * @returns an outcome but for its answer: `{ answer, ...joined(line, told) }`
 */
export const combine = (...parts: readonly (Partial<Omit<Outcome, 'answer'>> | null | undefined)[]): Written => ({
  changes: parts.flatMap((part) => part?.changes ?? []),
  effects: parts.flatMap((part) => part?.effects ?? []),
  audit: parts.flatMap((part) => part?.audit ?? []),
});

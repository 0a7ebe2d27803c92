/**
 * Which bodies take part, in which order and with which weight. Data, because another city may order it differently.
 * Source: service agreement §4 and annex 1 no. 2–4; the chosen readings are in DECISIONS.md.
 */

import type { ApplicationKind } from '../registration/application-kind.ts';
import type { Body } from './body.ts';
import type { Slot } from './slot.ts';

export type BodyRule = {
  body: Body;
  /** `consent`: must be Ja. `opinion`: a Nein blocks until the head has weighed it and given reasons. */
  kind: 'consent' | 'opinion';
  /** Asked once these have answered. */
  after: readonly Body[];
};

const FULL = [
  { body: 'head', kind: 'consent', after: [] },
  { body: 'fb3', kind: 'opinion', after: ['head'] },
  { body: 'privacy', kind: 'opinion', after: ['head'] },
  { body: 'security', kind: 'opinion', after: ['head'] },
  { body: 'fb11', kind: 'consent', after: ['head', 'fb3'] },
  { body: 'council', kind: 'consent', after: ['head', 'fb3'] },
] as const satisfies BodyRule[];

const PARTICIPATION = {
  new: FULL,
  renewal: FULL,
  late: FULL,
  // Closing takes nothing from anybody: head and FB 3 decide, the others are only informed.
  closure: [
    { body: 'head', kind: 'consent', after: [] },
    { body: 'fb3', kind: 'opinion', after: ['head'] },
  ],
} as const satisfies Record<ApplicationKind, BodyRule[]>;

export const bodiesFor = (kind: ApplicationKind): readonly BodyRule[] => PARTICIPATION[kind];

/** Ja, or a Nein that the head has weighed; then the next body may be asked. */
export const hasAnswered = (slot: Slot): boolean => slot.answer === 'yes' || (slot.answer === 'no' && slot.weighed);

/** The overview line of the old database, in its order, extended by head and IT security. */
export const OVERVIEW = ['head', 'fb3', 'privacy', 'council', 'fb11', 'security'] as const satisfies Body[];

/** Merges two incidents: which of two records of the same channel is kept, and what holds for both. Pure. */

import { type ChannelState, isMarked } from '../registry/channel.ts';
import type { IncidentState } from './lifecycle.ts';
import { STAGES, type Stage } from './stage.ts';

type MergedChannel = {
  part: 'hit' | 'related';
  stage: Stage | null;
  target: Stage | null;
  snapshot: unknown;
  before: ChannelState;
};

const rank = ({ part, stage, target, snapshot }: MergedChannel): number[] => [
  part === 'hit' ? 1 : 0,
  stage === null ? -1 : STAGES.indexOf(stage),
  target === null ? -1 : STAGES.indexOf(target),
  snapshot === null ? 0 : 1,
];

/** Whether the first of two records of one channel is further along; if they are equal, the second is kept. */
export function isFurther(first: MergedChannel, second: MergedChannel): boolean {
  const [a, b] = [rank(first), rank(second)];
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at]! > b[at]!;
}

/** The channel's state before both incidents: a record with a marked `before` began during the other incident. */
export const stateBefore = (
  first: Pick<MergedChannel, 'before'>,
  second: Pick<MergedChannel, 'before'>,
): ChannelState => (isMarked(second.before) ? first.before : second.before);

const DATA_LOSS = ['excluded', 'open', 'possible'] as const;
type DataLoss = (typeof DATA_LOSS)[number];

/** The worse of two judgements about lost data. */
export const worseLoss = (a: DataLoss, b: DataLoss): DataLoss =>
  DATA_LOSS[Math.max(DATA_LOSS.indexOf(a), DATA_LOSS.indexOf(b))]!;

/**
 * State of the incident that is kept, never calmer than the absorbed one. `confirm-first`: it must be confirmed before.
 */
export function stateAfterMerge(from: IncidentState, into: IncidentState): IncidentState | 'confirm-first' {
  if (into === 'reported') return from === 'reported' ? 'reported' : 'confirm-first';
  if (from === 'reported' || from === into) return into;
  const calm = ['confirmed', 'contained', 'lost', 'restored'];
  return calm.indexOf(from) < calm.indexOf(into) ? 'confirmed' : into;
}

/**
 * How fast an incident was handled: the figures of the report, read from the timeline. Pure.
 */
import { minutesBetween } from './clock.ts';

/** What the figures are read from. `kind`: as in the timeline. */
type Moment = { at: Date; kind: string };

/** Which kind of timeline line ends which interval. It begins with the declaration; the first such line counts. */
export const FIGURES = {
  confirmed: ['confirm'],
  'internal-notice': ['notice-first'],
  // A channel that is made dormant at once may skip S0.
  'posting-stop': ['reached-S0', 'reached-S1', 'reached-S2', 'reached-S3'],
  'public-warning': ['text-published'],
  contained: ['contain'],
  restored: ['restore'],
  closed: ['close'],
} as const satisfies Record<string, readonly string[]>;
export type Figure = keyof typeof FIGURES;

/** @returns minutes from the declaration to each step; null: it never came */
export function figuresOf(declaredAt: Date, moments: readonly Moment[]): Record<Figure, number | null> {
  const first = (kinds: readonly string[]): Date | null => moments.find(({ kind }) => kinds.includes(kind))?.at ?? null;
  const entries = Object.entries(FIGURES).map(([figure, kinds]) => [figure, minutesBetween(declaredAt, first(kinds))]);
  return Object.fromEntries(entries) as Record<Figure, number | null>;
}

/** Minutes between the request for a text's release and the release, in the order of the texts. */
export const approvalMinutes = (texts: readonly { askedAt: Date | null; approvedAt: Date | null }[]): number[] =>
  texts.flatMap(({ askedAt, approvedAt }) => minutesBetween(askedAt, approvedAt) ?? []);

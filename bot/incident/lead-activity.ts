/** Breaking the glass is for a lead who does not answer: whether this one was there a moment ago. */
import { minutesBetween } from './clock.ts';

/**
 * Whoever leads and did something in the incident within these minutes is taken to be there. Our proposal; as long as one
 * waits in the worst case before somebody who has not read the notice is written to again (`UNREAD_MINUTES`).
 */
export const LEAD_MINUTES = 10;

/**
 * @param heardAt when whoever leads last did something in the incident; null: never
 * @returns how many minutes ago, at least one; null when that is too long ago to count on them
 */
export function activeMinutes(heardAt: Date | null, now: Date): number | null {
  const minutes = minutesBetween(heardAt, now);
  return minutes === null || minutes >= LEAD_MINUTES ? null : Math.max(1, minutes);
}

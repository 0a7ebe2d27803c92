/** Break-glass is for a lead who does not answer: tells whether the lead was active just now. */
import { minutesBetween } from './clock.ts';

/**
 * A lead who did something in the incident within these minutes counts as present. Our proposal: as long as the bot
 * waits at severity 1 before it sends an unread notice again (`UNREAD_MINUTES`).
 */
export const LEAD_MINUTES = 10;

/**
 * @param heardAt when the lead last did something in the incident; null: never
 * @returns how many minutes ago, at least one; null if the lead no longer counts as present
 */
export function activeMinutes(heardAt: Date | null, now: Date): number | null {
  const minutes = minutesBetween(heardAt, now);
  return minutes === null || minutes >= LEAD_MINUTES ? null : Math.max(1, minutes);
}

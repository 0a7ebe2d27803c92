/** How often the bot asks about a lost account: weekly in the first month, then monthly. */
import { addDays, type Day } from '../time/calendar.ts';

const WEEKS = 4;
const MONTH = 30;

const daysUntil = (turn: number): number => (turn <= WEEKS ? turn * 7 : WEEKS * 7 + (turn - WEEKS) * MONTH);

/** The day of the last turn reached by `today`, and the day of the next. @returns null before the first turn */
export function followUp(lost: Day, today: Day): { day: Day; next: Day } | null {
  let turn = 0;
  while (addDays(lost, daysUntil(turn + 1)) <= today) turn += 1;
  return turn === 0 ? null : { day: addDays(lost, daysUntil(turn)), next: addDays(lost, daysUntil(turn + 1)) };
}

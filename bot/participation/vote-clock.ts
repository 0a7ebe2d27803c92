/**
 * How long a body has for its vote. The clock is shown, and that is all it does: it knows no answer, so silence never
 * becomes Ja. § 66 (2) LPVG NRW lets silence count as consent, the service agreement's § 4 wants consent to be there; if
 * FB 11 relies on the law, that is an act of its own with a reason (registry.md 3.2, no. 14).
 */
import { addDays, type Calendar, type Day, daysFrom } from '../time/calendar.ts';
import { berlinDay } from '../time/day.ts';

/** The staff council's two weeks; for the other bodies our proposal. A city may set another number. */
export const DEADLINE_DAYS = 14;

/** A question while it was open; `to` null: it still is. */
export type Pause = { from: Date; to: Date | null };

export type VoteTime = {
  /** When the body was asked. That day is not counted (§ 187 (1) BGB). */
  openedAt: Date;
  /** The questions that stop this clock, in any order, also overlapping. */
  pauses: readonly Pause[];
  /** Calendar days, `DEADLINE_DAYS` unless the city has set another number. */
  days: number;
};

export type VoteClock =
  /** `daysLeft` is 0 on the last day. */
  | { state: 'running'; deadline: Day; daysLeft: number }
  /** A question is open; `daysLeft` go on counting once it is answered. */
  | { state: 'paused'; since: Day; daysLeft: number }
  | { state: 'overdue'; deadline: Day; daysOver: number };

/**
 * A day on which a question was open does not count, the day of the question and that of the answer included. A deadline
 * ends on a working day (§ 193 BGB). A question asked when it has passed does not bring it back.
 */
export function voteClock(calendar: Calendar, { openedAt, pauses, days }: VoteTime, now: Date): VoteClock {
  const spans = pauses.map(({ from, to }) => ({ from: berlinDay(from), to: to && berlinDay(to) }));
  const stop = (day: Day) => spans.find(({ from, to }) => from <= day && (to === null || day <= to));
  let day = berlinDay(openedAt);
  for (let left = days; left > 0 || stop(day) || !calendar.isWorkingDay(day); ) {
    day = addDays(day, 1);
    const span = stop(day);
    if (span?.to === null) return { state: 'paused', since: span.from, daysLeft: left };
    if (!span && left > 0) left -= 1;
  }
  const daysLeft = daysFrom(berlinDay(now), day);
  return daysLeft >= 0
    ? { state: 'running', deadline: day, daysLeft }
    : { state: 'overdue', deadline: day, daysOver: -daysLeft };
}

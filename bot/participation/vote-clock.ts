/**
 * How long a body has for its vote. The clock is only shown; it never turns silence into Ja. § 66 (2) LPVG NRW counts
 * silence as consent, but § 4 of the service agreement requires actual consent. If FB 11 relies on the law, that is a
 * separate act with a reason.
 */
import { addDays, type Calendar, type Day, daysFrom } from '../time/calendar.ts';
import { berlinDay } from '../time/day.ts';

/** Two weeks for the staff council; our proposal for the other bodies. A city may set another number. */
export const DEADLINE_DAYS = 14;

/** The time in which a question was open; `to` null: it still is. */
export type Pause = { from: Date; to: Date | null };

export type VoteTime = {
  /** When the body was asked. That day is not counted (§ 187 (1) BGB). */
  openedAt: Date;
  /** The questions that stop this clock, in any order; they may overlap. */
  pauses: readonly Pause[];
  /** Calendar days, `DEADLINE_DAYS` unless the city has set another number. */
  days: number;
};

export type VoteClock =
  /** `daysLeft` is 0 on the last day. */
  | { state: 'running'; deadline: Day; daysLeft: number }
  /** A question is open; counting resumes at `daysLeft` once it is answered. */
  | { state: 'paused'; since: Day; daysLeft: number }
  | { state: 'overdue'; deadline: Day; daysOver: number };

/**
 * Days on which a question was open do not count, including the days of the question and the answer. A deadline ends on
 * a working day (§ 193 BGB). A question asked after the deadline does not reopen it.
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

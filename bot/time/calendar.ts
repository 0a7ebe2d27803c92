/** Working days, office hours and local time in Berlin. The caller supplies the public holidays. */
import { berlinDay } from './day.ts';

/** A day of Berlin's calendar in ISO, `2026-11-21`. */
export type Day = string;
/** The public holidays of one year. A city adds the days on which its offices are shut. */
export type Holidays = (year: number) => ReadonlySet<Day>;

/** Office hours on a working day: from the first minute up to, but not including, the last. */
export const OFFICE_HOURS = { from: '08:00', to: '18:00' } as const;
/** For work without readers. Nothing is planned from 02:00 to 03:00: clock changes repeat or skip that hour. */
export const NIGHT = '03:30';

const MS_PER_DAY = 86_400_000;

/** @throws RangeError if the day does not exist: `2027-02-29` would silently become 1 March */
function midnightUtc(day: Day): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) throw new RangeError(`no such day: ${day}`);
  return ms;
}
const dayAt = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** @param n calendar days, also negative */
export const addDays = (day: Day, n: number): Day => dayAt(midnightUtc(day) + n * MS_PER_DAY);

/** Calendar days from one day to another; negative when `to` is earlier. */
export const daysFrom = (from: Day, to: Day): number => (midnightUtc(to) - midnightUtc(from)) / MS_PER_DAY;

/** The same date in another year; 29 February becomes the 28th in years without it (§ 188 (3) BGB). */
export function addYears(day: Day, n: number): Day {
  const moved = new Date(midnightUtc(day));
  const month = moved.getUTCMonth();
  moved.setUTCFullYear(moved.getUTCFullYear() + n);
  if (moved.getUTCMonth() !== month) moved.setUTCDate(0);
  return dayAt(moved.getTime());
}

const WALL = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'medium' });
/** `2026-11-21 18:00:00`, what a clock in Berlin shows. */
const shown = (date: Date): string => WALL.format(date);

const MS_PER_HOUR = 3_600_000;
/** By hour since 1970: clocks change on the hour, and Intl is too slow for a tick that asks ten thousand times. */
const offsets = new Map<number, number>();
/** How far Berlin is ahead of UTC at a moment, in milliseconds. */
function ahead(ms: number): number {
  const hour = Math.floor(ms / MS_PER_HOUR);
  const start = hour * MS_PER_HOUR;
  const offset = offsets.get(hour) ?? Date.parse(`${shown(new Date(start)).replace(' ', 'T')}Z`) - start;
  offsets.set(hour, offset);
  return offset;
}

/**
 * The moment at which clocks in Berlin show a time.
 *
 * @param time `08:00`
 * @returns the first of the two moments in the hour that autumn repeats. For a time that spring skips, the moment as
 *   far after the gap as it lies within it (02:30 becomes 03:30), like Temporal and java.time
 * @throws RangeError for a day or time that does not exist on any calendar or clock
 */
export function wallTime(day: Day, time: string): Date {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`no such time: ${time}`);
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  const wall = midnightUtc(day) + (hours * 60 + minutes) * 60_000;
  const before = wall - ahead(wall - MS_PER_DAY);
  const after = wall - ahead(wall + MS_PER_DAY);
  return new Date([before, after].find((ms) => ms + ahead(ms) === wall) ?? before);
}

/**
 * Whether clocks in Berlin show this time on this day: one night in spring skips an hour.
 * @throws RangeError as `wallTime`
 */
export const isValidLocalTime = (day: Day, time: string): boolean => shown(wallTime(day, time)) === `${day} ${time}:00`;

export type Calendar = {
  /** Monday to Friday, except holidays. */
  isWorkingDay(day: Day): boolean;
  /** The first working day after this day. */
  nextWorkingDay(day: Day): Day;
  /** This day, or the next working day if it is not one: where a deadline ends (§ 193 BGB). */
  onWorkingDay(day: Day): Day;
  /**
   * @param n whole working days, also negative; the day itself is not counted (§ 187 (1) BGB); 0 returns it as it is
   * @throws RangeError if `n` is not a whole number
   */
  addWorkingDays(day: Day, n: number): Day;
  /**
   * How many working days `addWorkingDays` needs from one to the other: `to` is counted, `from` is not. Negative
   * backwards.
   */
  workingDaysBetween(from: Day, to: Day): number;
  /** @param month 1 to 12 */
  firstWorkingDayOfMonth(year: number, month: number): Day;
  /** @returns the first `count` working days of a month, in order; the January list may be spread over them */
  firstWorkingDays(year: number, month: number, count: number): Day[];
  /**
   * Quiet hours: outside office hours and on days off.
   *
   * @param matter severity 1 is never quiet, everything else is
   * @returns when quiet hours end, or null if it may be sent now
   */
  quietUntil(now: Date, matter?: { severity?: number }): Date | null;
  /** When a message that is ready now is sent: at once if urgent, else when quiet hours end. */
  sendAt(now: Date, urgent: boolean): Date;
};

/** @param holidays asked once per year, so it may calculate */
export function createCalendar(holidays: Holidays): Calendar {
  const known = new Map<number, ReadonlySet<Day>>();
  function isHoliday(day: Day): boolean {
    const year = Number(day.slice(0, 4));
    const days = known.get(year) ?? holidays(year);
    known.set(year, days);
    return days.has(day);
  }

  function isWorkingDay(day: Day): boolean {
    const weekday = new Date(midnightUtc(day)).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !isHoliday(day);
  }

  function addWorkingDays(day: Day, n: number): Day {
    if (!Number.isInteger(n)) throw new RangeError(`not a whole number of working days: ${n}`);
    let at = day;
    for (let left = Math.abs(n); left > 0; ) {
      at = addDays(at, Math.sign(n));
      if (isWorkingDay(at)) left -= 1;
    }
    return at;
  }

  function workingDaysBetween(from: Day, to: Day): number {
    const direction = Math.sign(daysFrom(from, to));
    let count = 0;
    for (let at = from; at !== to; ) {
      at = addDays(at, direction);
      if (isWorkingDay(at)) count += direction;
    }
    return count;
  }

  const nextWorkingDay = (day: Day) => addWorkingDays(day, 1);

  function firstWorkingDays(year: number, month: number, count: number): Day[] {
    const eve = addDays(`${year}-${String(month).padStart(2, '0')}-01`, -1);
    return Array.from({ length: count }, (_, i) => addWorkingDays(eve, i + 1));
  }

  function quietUntil(now: Date, { severity }: { severity?: number } = {}): Date | null {
    if (severity === 1) return null;
    const day = berlinDay(now);
    const time = shown(now).slice(11, 16);
    if (!isWorkingDay(day) || time >= OFFICE_HOURS.to) return wallTime(nextWorkingDay(day), OFFICE_HOURS.from);
    return time < OFFICE_HOURS.from ? wallTime(day, OFFICE_HOURS.from) : null;
  }

  return {
    isWorkingDay,
    nextWorkingDay,
    onWorkingDay: (day) => nextWorkingDay(addDays(day, -1)),
    addWorkingDays,
    workingDaysBetween,
    firstWorkingDayOfMonth: (year, month) => firstWorkingDays(year, month, 1)[0]!,
    firstWorkingDays,
    quietUntil,
    sendAt: (now, urgent) => (urgent ? now : (quietUntil(now) ?? now)),
  };
}

/** Working days, office hours and the nights on which the clocks change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import {
  addDays,
  addYears,
  createCalendar,
  type Day,
  daysFrom,
  NIGHT,
  OFFICE_HOURS,
  wallTime,
} from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';

const calendar = createCalendar(nrwHolidays);
const HOUR = 3_600_000;

/** `2027-03-28 03:30`, read by other means than the code's own. */
const inBerlin = (date: Date): string => {
  const parts = new Intl.DateTimeFormat('de-DE', {
    timeZone: 'Europe/Berlin',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(date);
  const part = (type: string) => parts.find((p) => p.type === type)?.value;
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
};

/** The last Sundays of March and October, 01:00 UTC (directive 2000/84/EC). */
const SPRING: Day[] = ['2026-03-29', '2027-03-28', '2028-03-26', '2029-03-25', '2030-03-31'];
const AUTUMN: Day[] = ['2026-10-25', '2027-10-31', '2028-10-29', '2029-10-28', '2030-10-27'];

const anyDay = fc.integer({ min: 0, max: 5478 }).map((n) => addDays('2024-01-01', n));
const anyMoment = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2038-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('addDays, daysFrom, addYears', () => {
  it.each<[Day, number, Day]>([
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2027-03-27', 2, '2027-03-29'],
    ['2027-10-30', 2, '2027-11-01'],
  ])('%s and %i days is %s', (from, n, to) => {
    expect(addDays(from, n)).toBe(to);
    expect(daysFrom(from, to)).toBe(n);
  });

  it.each<[Day, number, Day]>([
    ['2027-03-15', 1, '2028-03-15'],
    ['2028-02-29', 1, '2029-02-28'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2027-02-28', 1, '2028-02-28'],
    ['2026-12-31', 1, '2027-12-31'],
  ])('%s and %i years is %s', (from, n, to) => {
    expect(addYears(from, n)).toBe(to);
  });

  it.each(['2027-02-29', '2026-04-31', '2026-13-01', '2026-1-1', '', 'morgen'])(
    'refuses %s, which is no day',
    (day) => {
      expect(() => addDays(day, 1)).toThrow(RangeError);
      expect(() => calendar.isWorkingDay(day)).toThrow(RangeError);
      expect(() => wallTime(day, '08:00')).toThrow(RangeError);
    },
  );
});

describe('wallTime', () => {
  it.each([
    ['2026-11-21', '08:00', '2026-11-21T07:00:00.000Z'],
    ['2026-07-01', '08:00', '2026-07-01T06:00:00.000Z'],
    ['2026-12-31', '23:59', '2026-12-31T22:59:00.000Z'],
    ['2027-01-01', '00:00', '2026-12-31T23:00:00.000Z'],
    ['2028-02-29', '12:00', '2028-02-29T11:00:00.000Z'],
  ])('%s %s is %s', (day, time, utc) => {
    expect(wallTime(day, time).toISOString()).toBe(utc);
  });

  it.each(SPRING)('spring night of %s: the hour from two to three does not exist and is put behind the gap', (day) => {
    expect(wallTime(day, '01:59').toISOString()).toBe(`${day}T00:59:00.000Z`);
    expect(wallTime(day, '02:00').toISOString()).toBe(`${day}T01:00:00.000Z`);
    expect(inBerlin(wallTime(day, '02:30'))).toBe(`${day} 03:30`);
    expect(wallTime(day, '03:00').toISOString()).toBe(`${day}T01:00:00.000Z`);
    expect(wallTime(day, NIGHT).toISOString()).toBe(`${day}T01:30:00.000Z`);
    expect(wallTime(day, '08:00').toISOString()).toBe(`${day}T06:00:00.000Z`);
    expect(wallTime(addDays(day, 1), '00:00').getTime() - wallTime(day, '00:00').getTime()).toBe(23 * HOUR);
  });

  it.each(AUTUMN)('autumn night of %s: the hour from two to three comes twice, the first one counts', (day) => {
    expect(wallTime(day, '01:59').toISOString()).toBe(`${addDays(day, -1)}T23:59:00.000Z`);
    expect(wallTime(day, '02:00').toISOString()).toBe(`${day}T00:00:00.000Z`);
    expect(wallTime(day, '02:30').toISOString()).toBe(`${day}T00:30:00.000Z`);
    expect(wallTime(day, '03:00').toISOString()).toBe(`${day}T02:00:00.000Z`);
    expect(wallTime(day, NIGHT).toISOString()).toBe(`${day}T02:30:00.000Z`);
    expect(wallTime(day, '08:00').toISOString()).toBe(`${day}T07:00:00.000Z`);
    expect(wallTime(addDays(day, 1), '00:00').getTime() - wallTime(day, '00:00').getTime()).toBe(25 * HOUR);
  });

  it('is what a clock in Berlin shows then, whatever the day, but for the hour that a spring night leaves out', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(23), fc.nat(59), (day, hour, minute) => {
        fc.pre(!(hour === 2 && day.slice(5, 7) === '03'));
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        expect(inBerlin(wallTime(day, time))).toBe(`${day} ${time}`);
      }),
    );
  });

  it.each(['24:00', '8:00', '08:60', '08', ''])('refuses %s, which is no time', (time) => {
    expect(() => wallTime('2026-11-21', time)).toThrow(RangeError);
  });
});

describe('isWorkingDay, nextWorkingDay, onWorkingDay', () => {
  it.each<[string, Day, boolean]>([
    ['a Monday', '2026-11-23', true],
    ['a Saturday', '2026-11-21', false],
    ['a Sunday', '2026-11-22', false],
    ['Corpus Christi, a Thursday', '2026-06-04', false],
    ['the Friday after it', '2026-06-05', true],
    ['Christmas Eve on a Thursday', '2026-12-24', true],
    ['a Friday, 29 February', '2036-02-29', true],
  ])('%s', (_, day, expected) => {
    expect(calendar.isWorkingDay(day)).toBe(expected);
  });

  it.each<[Day, Day]>([
    ['2026-11-20', '2026-11-23'],
    ['2026-04-02', '2026-04-07'],
    ['2026-12-24', '2026-12-28'],
    ['2026-12-31', '2027-01-04'],
    ['2027-12-31', '2028-01-03'],
    ['2028-02-28', '2028-02-29'],
  ])('after %s comes %s', (day, next) => {
    expect(calendar.nextWorkingDay(day)).toBe(next);
  });

  it('puts off only what is no working day', () => {
    expect(calendar.onWorkingDay('2026-11-20')).toBe('2026-11-20');
    expect(calendar.onWorkingDay('2026-11-21')).toBe('2026-11-23');
    expect(calendar.onWorkingDay('2027-01-01')).toBe('2027-01-04');
  });

  it('keeps the days on which a city shuts its offices', () => {
    const shut = createCalendar((year) => new Set([...nrwHolidays(year), `${year}-12-24`, `${year}-12-31`]));
    expect(shut.nextWorkingDay('2026-12-23')).toBe('2026-12-28');
    expect(shut.nextWorkingDay('2026-12-30')).toBe('2027-01-04');
  });

  it('asks for the holidays of a year once', () => {
    const asked: number[] = [];
    const counting = createCalendar((year) => {
      asked.push(year);
      return nrwHolidays(year);
    });
    counting.addWorkingDays('2026-12-01', 60);
    expect(asked).toEqual([2026, 2027]);
  });
});

describe('addWorkingDays, workingDaysBetween', () => {
  it.each<[Day, number, Day]>([
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-21', 1, '2026-11-23'],
    ['2026-12-23', 3, '2026-12-29'],
    ['2026-12-30', 3, '2027-01-05'],
    ['2027-01-05', -3, '2026-12-30'],
    ['2026-11-21', 0, '2026-11-21'],
    ['2026-04-01', 2, '2026-04-07'],
  ])('%s and %i working days is %s', (from, n, to) => {
    expect(calendar.addWorkingDays(from, n)).toBe(to);
    expect(calendar.workingDaysBetween(from, to)).toBe(n);
  });

  it('each takes back what the other did', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -300, max: 300 }), (day, n) => {
        const there = calendar.addWorkingDays(day, n);
        expect(calendar.workingDaysBetween(day, there)).toBe(n);
        expect(calendar.addWorkingDays(calendar.onWorkingDay(day), n)).toSatisfy(calendar.isWorkingDay);
        const back = calendar.addWorkingDays(calendar.addWorkingDays(calendar.onWorkingDay(day), n), -n);
        expect(back).toBe(calendar.onWorkingDay(day));
      }),
      { numRuns: 60 },
    );
  });

  it.each([Number.NaN, 1.5, Number.POSITIVE_INFINITY])('refuses %f days', (n) => {
    expect(() => calendar.addWorkingDays('2026-11-21', n)).toThrow(RangeError);
  });
});

describe('firstWorkingDayOfMonth, firstWorkingDays', () => {
  it.each<[string, number, Day]>([
    ['Monday', 2029, '2029-01-02'],
    ['Tuesday', 2030, '2030-01-02'],
    ['Wednesday', 2031, '2031-01-02'],
    ['Thursday', 2026, '2026-01-02'],
    ['Friday', 2027, '2027-01-04'],
    ['Saturday', 2028, '2028-01-03'],
    ['Sunday', 2034, '2034-01-02'],
  ])('January, when 1 January is a %s', (weekday, year, day) => {
    const first = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
    expect(first.format(Date.UTC(year, 0, 1))).toBe(weekday);
    expect(calendar.firstWorkingDayOfMonth(year, 1)).toBe(day);
  });

  it.each<[number, number, Day]>([
    [2026, 5, '2026-05-04'],
    [2026, 11, '2026-11-02'],
    [2027, 11, '2027-11-02'],
    [2028, 2, '2028-02-01'],
    [2026, 12, '2026-12-01'],
  ])('of %i-%i is %s', (year, month, day) => {
    expect(calendar.firstWorkingDayOfMonth(year, month)).toBe(day);
  });

  it('counts on over days off', () => {
    expect(calendar.firstWorkingDays(2026, 1, 3)).toEqual(['2026-01-02', '2026-01-05', '2026-01-06']);
    expect(calendar.firstWorkingDays(2026, 1, 0)).toEqual([]);
  });

  it('refuses a thirteenth month', () => {
    expect(() => calendar.firstWorkingDayOfMonth(2026, 13)).toThrow(RangeError);
  });
});

describe('quietUntil, sendAt', () => {
  it.each<[string, string, string | null]>([
    ['Monday, one minute to eight', '2026-11-23T06:59:59Z', '2026-11-23T07:00:00.000Z'],
    ['Monday at eight', '2026-11-23T07:00:00Z', null],
    ['Monday, one minute to six', '2026-11-23T16:59:59Z', null],
    ['Monday at six', '2026-11-23T17:00:00Z', '2026-11-24T07:00:00.000Z'],
    ['Monday after midnight', '2026-11-22T23:30:00Z', '2026-11-23T07:00:00.000Z'],
    ['Friday evening', '2026-11-20T20:00:00Z', '2026-11-23T07:00:00.000Z'],
    ['Saturday noon', '2026-11-21T11:00:00Z', '2026-11-23T07:00:00.000Z'],
    ['Christmas Eve, evening', '2026-12-24T18:00:00Z', '2026-12-28T07:00:00.000Z'],
    ['New Year’s Eve, midnight', '2026-12-31T23:00:00Z', '2027-01-04T07:00:00.000Z'],
    ['the evening before the spring night', '2027-03-27T20:00:00Z', '2027-03-30T06:00:00.000Z'],
    ['within the autumn night', '2027-10-31T00:30:00Z', '2027-11-02T07:00:00.000Z'],
  ])('%s', (_, now, until) => {
    expect(calendar.quietUntil(new Date(now))?.toISOString() ?? null).toBe(until);
  });

  it('is never quiet for severity 1, and for the others like for everything', () => {
    const night = new Date('2026-12-25T02:00:00Z');
    expect(calendar.quietUntil(night, { severity: 1 })).toBeNull();
    expect(calendar.quietUntil(night, { severity: 2 })).toEqual(calendar.quietUntil(night));
  });

  it('sends the urgent at once, everything else in office hours and not before now', () => {
    fc.assert(
      fc.property(anyMoment, (now) => {
        expect(calendar.sendAt(now, true)).toBe(now);
        const at = calendar.sendAt(now, false);
        expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(calendar.quietUntil(at)).toBeNull();
        expect(calendar.isWorkingDay(berlinDay(at))).toBe(true);
        // The longest row of days off is Easter, from Thursday evening to Tuesday morning.
        expect(at.getTime() - now.getTime()).toBeLessThan(5 * 24 * HOUR);
      }),
    );
  });

  it.each([...Object.values(OFFICE_HOURS), NIGHT])('plans nothing in the hour of the clock change: %s', (time) => {
    expect(time.slice(0, 2)).not.toBe('02');
  });
});

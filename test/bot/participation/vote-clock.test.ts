/** The staff council's clock: when it runs, stands and has run out, and that it never votes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import { bodiesFor } from '../../../bot/participation/participation.ts';
import { DEADLINE_DAYS, type Pause, type VoteTime, voteClock } from '../../../bot/participation/vote-clock.ts';
import { settle } from '../../../bot/registration/application.ts';
import { addDays, createCalendar, daysFrom, wallTime } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';

const calendar = createCalendar(nrwHolidays);
const noon = (day: string) => wallTime(day, '12:00');
const makeVote = (overrides: Partial<VoteTime> = {}): VoteTime => ({
  openedAt: noon('2026-11-23'),
  pauses: [],
  days: DEADLINE_DAYS,
  ...overrides,
});
const pause = (from: string, to: string | null): Pause => ({ from: noon(from), to: to === null ? null : noon(to) });
const clock = (vote: Partial<VoteTime>, today: string) => voteClock(calendar, makeVote(vote), noon(today));

describe('voteClock', () => {
  it('runs two weeks, the day of asking not counted', () => {
    expect(clock({}, '2026-11-23')).toEqual({ state: 'running', deadline: '2026-12-07', daysLeft: 14 });
    expect(clock({}, '2026-12-07')).toEqual({ state: 'running', deadline: '2026-12-07', daysLeft: 0 });
    expect(clock({}, '2026-12-08')).toEqual({ state: 'overdue', deadline: '2026-12-07', daysOver: 1 });
  });

  it.each([
    ['another number of days', { days: 21 }, '2026-12-14'],
    ['an evening: Berlin’s day counts, not UTC’s', { openedAt: new Date('2026-11-23T23:30:00Z') }, '2026-12-08'],
    ['a deadline on a Sunday', { openedAt: noon('2026-11-22'), days: 7 }, '2026-11-30'],
    ['a deadline on a Sunday before a holiday', { openedAt: noon('2027-03-14') }, '2027-03-30'],
    ['a deadline on New Year’s Day', { openedAt: noon('2026-12-18') }, '2027-01-04'],
    ['over the end of February in a leap year', { openedAt: noon('2028-02-22') }, '2028-03-07'],
    ['over the spring night', { openedAt: noon('2027-03-17') }, '2027-03-31'],
  ] as const)('%s', (_, vote, deadline) => {
    expect(clock(vote, '2026-11-23')).toMatchObject({ state: 'running', deadline });
  });

  it.each<[string, Pause[], string]>([
    ['one question', [pause('2026-11-25', '2026-11-27')], '2026-12-10'],
    ['asked and answered on one day', [pause('2026-11-25', '2026-11-25')], '2026-12-08'],
    [
      'two questions at the same time',
      [pause('2026-11-26', '2026-11-27'), pause('2026-11-25', '2026-11-26')],
      '2026-12-10',
    ],
    [
      'one question within another',
      [pause('2026-11-25', '2026-11-27'), pause('2026-11-26', '2026-11-26')],
      '2026-12-10',
    ],
    [
      'two questions one after the other',
      [pause('2026-11-25', '2026-11-26'), pause('2026-12-01', '2026-12-01')],
      '2026-12-10',
    ],
    ['over before the body was asked', [pause('2026-11-02', '2026-11-20')], '2026-12-07'],
    ['begun before the body was asked', [pause('2026-11-20', '2026-11-24')], '2026-12-08'],
    ['on the last day', [pause('2026-12-07', '2026-12-09')], '2026-12-10'],
    ['after the last day: too late', [pause('2026-12-08', '2026-12-20')], '2026-12-07'],
    ['answered before it was asked, by a clock that jumped back', [pause('2026-11-27', '2026-11-25')], '2026-12-07'],
  ])('days with a question do not count: %s', (_, pauses, deadline) => {
    expect(clock({ pauses }, '2026-11-23')).toMatchObject({ state: 'running', deadline });
  });

  it('stands while a question is open, however long', () => {
    const vote = { pauses: [pause('2026-11-26', null)] };
    expect(clock(vote, '2026-11-26')).toEqual({ state: 'paused', since: '2026-11-26', daysLeft: 12 });
    expect(clock(vote, '2027-11-26')).toEqual({ state: 'paused', since: '2026-11-26', daysLeft: 12 });
    expect(clock({ pauses: [pause('2026-11-23', null)] }, '2027-01-01')).toMatchObject({ daysLeft: 14 });
  });

  it('stands for a question on the Monday to which the deadline was put off', () => {
    const vote = { openedAt: noon('2026-11-22'), days: 7 };
    expect(clock({ ...vote, pauses: [pause('2026-11-30', null)] }, '2026-12-05')).toMatchObject({
      state: 'paused',
      daysLeft: 0,
    });
    expect(clock({ ...vote, pauses: [pause('2026-11-30', '2026-12-03')] }, '2026-12-05')).toMatchObject({
      deadline: '2026-12-04',
    });
  });

  it('stays overdue when the question comes afterwards', () => {
    expect(clock({ pauses: [pause('2026-12-09', null)] }, '2026-12-10')).toMatchObject({
      state: 'overdue',
      daysOver: 3,
    });
  });

  it('ends on a working day without an open question, with all its days in it', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-11-01', n));
    const pauses = fc.array(
      fc.tuple(day, fc.nat(20)).map(([from, n]) => pause(from, addDays(from, n))),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(day, pauses, fc.integer({ min: 1, max: 30 }), (opened, pauses, days) => {
        const result = voteClock(calendar, { openedAt: noon(opened), pauses, days }, noon(opened));
        if (result.state !== 'running') throw new Error(`the clock is ${result.state} on its first day`);
        const standing = (d: string) => pauses.some(({ from, to }) => berlinDay(from) <= d && d <= berlinDay(to!));
        const all = Array.from({ length: daysFrom(opened, result.deadline) }, (_, i) => addDays(opened, i + 1));
        expect(calendar.isWorkingDay(result.deadline) && !standing(result.deadline)).toBe(true);
        expect(all.filter((d) => !standing(d)).length).toBeGreaterThanOrEqual(days);
      }),
      { numRuns: 60 },
    );
  });

  it('never turns silence into Ja: an open vote keeps the application open, however long ago its time ran out', () => {
    const slots = bodiesFor('new').map(({ body }) => ({
      body,
      answer: body === 'council' ? ('open' as const) : ('yes' as const),
      weighed: false,
    }));
    expect(settle('new', slots, 0)).toBe('participation');
    fc.assert(
      fc.property(fc.integer({ min: 15, max: 3000 }), (n) => {
        const late = clock({}, addDays('2026-11-23', n));
        expect(Object.keys(late).sort()).toEqual(['daysOver', 'deadline', 'state']);
        expect(late.state).toBe('overdue');
      }),
      { numRuns: 30 },
    );
  });
});

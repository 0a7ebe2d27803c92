/** The 72 hours are hours, not days: they end an hour later or earlier by the clock on the wall when summer time begins or ends. */
import { describe, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import {
  AFTER_ACTION_STEPS,
  afterActionDay,
  DRILL_STEPS,
  drillDay,
  GDPR_STEPS,
  gdprDeadline,
  gdprHoursLeft,
  gdprReminders,
  minutesBetween,
  REPORTED_MINUTES,
  TASK_STEPS,
  UPDATE_STEPS,
  updateDue,
} from '../../../bot/incident/clock.ts';
import { createCalendar, wallTime } from '../../../bot/time/calendar.ts';
import { sayTime } from '../../../cards/text.ts';

const calendar = createCalendar(nrwHolidays);
const shown = (at: Date) => sayTime('de', at);

it('rings at the steps that were agreed', () => {
  expect({ GDPR_STEPS, REPORTED_MINUTES, UPDATE_STEPS, AFTER_ACTION_STEPS, DRILL_STEPS, TASK_STEPS }).toEqual({
    GDPR_STEPS: [36, 60, 72],
    REPORTED_MINUTES: [5, 30],
    UPDATE_STEPS: [0.8, 1.2],
    AFTER_ACTION_STEPS: [8, 10, 12],
    DRILL_STEPS: [60, 90],
    TASK_STEPS: [1, 3],
  });
});

it('counts working days to the report, days to the drill, and minutes that have passed', () => {
  const closed = wallTime('2026-11-20', '12:00');
  expect(afterActionDay(closed, calendar)).toBe('2026-12-04');
  expect(drillDay(closed)).toBe('2027-02-18');
  expect(updateDue(closed, 1) > closed).toBe(true);
  expect(minutesBetween(closed, new Date(closed.getTime() + 150_000))).toBe(3);
  expect(minutesBetween(closed, closed)).toBe(0);
  expect([minutesBetween(null, closed), minutesBetween(closed, null)]).toEqual([null, null]);
});

describe('over the night in which the clock is changed', () => {
  it.each([
    [
      'forward',
      wallTime('2027-03-26', '12:00'),
      '29.03.2027, 13:00 Uhr',
      '28.03.2027, 00:00 Uhr',
      '29.03.2027, 01:00 Uhr',
    ],
    [
      'back',
      wallTime('2026-10-23', '12:00'),
      '26.10.2026, 11:00 Uhr',
      '25.10.2026, 00:00 Uhr',
      '25.10.2026, 23:00 Uhr',
    ],
  ])('%s: with severity 1 they ring after 36, 60 and 72 full hours', (_way, aware, deadline, half, near) => {
    expect(shown(gdprDeadline(aware))).toBe(deadline);
    expect(gdprReminders(aware, true, calendar).map(shown)).toEqual([half, near, deadline]);
    expect(gdprHoursLeft(aware, aware)).toBe(72);
  });

  it.each([
    // Aware on Thursday: the hours end on Sunday, so both rings come on Friday, an hour before quiet time.
    ['forward', wallTime('2027-03-18', '15:00'), wallTime('2027-03-19', '17:00')],
    ['back', wallTime('2026-10-22', '15:00'), wallTime('2026-10-23', '17:00')],
    ['forward, over the night', wallTime('2028-03-23', '15:00'), wallTime('2028-03-24', '17:00')],
  ])('%s: in office hours by the clock on the wall, before the deadline', (_way, aware, friday) => {
    const [half, near] = gdprReminders(aware, false, calendar);
    expect([half, near].map((at) => shown(at!))).toEqual([shown(friday), shown(friday)]);
    expect(near!.getTime()).toBeLessThan(gdprDeadline(aware).getTime());
  });

  it('nobody is told of more hours than there are, to the minute', () => {
    const aware = wallTime('2026-10-23', '12:00');
    const last = gdprDeadline(aware).getTime();
    expect([-3_600_000, -3_599_999, -1, 0, 3_600_000].map((ms) => gdprHoursLeft(aware, new Date(last + ms)))).toEqual([
      1, 0, 0, 0, 0,
    ]);
  });
});

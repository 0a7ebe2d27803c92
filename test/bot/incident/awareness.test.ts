/** Since when the city knew: read as people type it, on the nights of the clock change too, and rung for once whatever is corrected. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import { AWARE_DAYS, awareProblem, readMoment } from '../../../bot/incident/awareness.ts';
import { gdprReminders } from '../../../bot/incident/clock.ts';
import { createCalendar, wallTime } from '../../../bot/time/calendar.ts';
import { type Due, dueNow, type Stage, type Subject } from '../../../bot/time/due.ts';
import { sayDate, sayTime } from '../../../cards/text.ts';

const HOUR = 3_600_000;
const utc = (iso: string) => new Date(iso);

describe('a moment', () => {
  it.each([
    ['21.11.2026 14:30', '2026-11-21T13:30:00Z', ''],
    ['21.11.2026, 14:30 Uhr', '2026-11-21T13:30:00Z', ''],
    ['1.7.2026 um 9.05 Uhr von der Presse gemeldet', '2026-07-01T07:05:00Z', 'von der Presse gemeldet'],
    ['2026-11-21 14:30 noticed by the press', '2026-11-21T13:30:00Z', 'noticed by the press'],
    ['2026-11-21T14:30', '2026-11-21T13:30:00Z', ''],
    ['21.11.2026 14:30: gesehen', '2026-11-21T13:30:00Z', 'gesehen'],
    // Clocks are put back: the hour comes twice, the first one counts.
    ['25.10.2026 01:59', '2026-10-24T23:59:00Z', ''],
    ['25.10.2026 02:30', '2026-10-25T00:30:00Z', ''],
    ['25.10.2026 03:00', '2026-10-25T02:00:00Z', ''],
    // And forward: the hour is left out.
    ['28.03.2027 01:59', '2027-03-28T00:59:00Z', ''],
    ['28.03.2027 03:00', '2027-03-28T01:00:00Z', ''],
  ])('%s', (text, at, rest) => {
    const read = readMoment(text);
    expect(read.at).toEqual(utc(at));
    expect(read.rest).toBe(rest);
  });

  it.each([
    ['28.03.2027 02:00 gesehen', 'skipped-hour'],
    ['28.03.2027 02:59', 'skipped-hour'],
    ['gestern Abend', 'no-moment'],
    ['', 'no-moment'],
    ['21.11.2026', 'no-moment'],
    ['31.11.2026 14:30', 'no-moment'],
    ['21.13.2026 14:30', 'no-moment'],
    ['21.11.2026 24:00', 'no-moment'],
    ['21.11.2026 14:300', 'no-moment'],
    ['14:30 21.11.2026', 'no-moment'],
    ['21.11.26 14:30', 'no-moment'],
  ])('%s: %s', (text, problem) => expect(readMoment(text).at).toBe(problem));

  it('that clocks show is read as the same moment, in the doubled hour as the first of the two', () => {
    const nights = ['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31'].map((day) =>
      utc(`${day}T01:00:00Z`).getTime(),
    );
    const near = fc
      .tuple(fc.constantFrom(...nights), fc.integer({ min: -300, max: 300 }))
      .map(([ms, m]) => ms + m * 60_000);
    const any = fc
      .integer({ min: 0, max: 60 * 24 * 900 })
      .map((m) => utc('2026-01-01T00:00:00Z').getTime() + m * 60_000);
    fc.assert(
      fc.property(fc.oneof(near, any), (ms) => {
        const at = new Date(ms);
        const time = sayTime('de', at).slice(-9, -4);
        const read = readMoment(`${sayDate('de', at)} ${time}`).at;
        expect(read).toBeInstanceOf(Date);
        expect([0, HOUR]).toContain(ms - (read as Date).getTime());
        expect(sayTime('de', read as Date)).toBe(sayTime('de', at));
        expect(readMoment(sayTime('de', at)).at).toEqual(read);
      }),
    );
  });
});

describe('the city', () => {
  const declaredAt = utc('2026-11-23T09:00:00Z');
  const now = utc('2026-11-24T09:00:00Z');
  const days = (n: number) => new Date(declaredAt.getTime() - n * 24 * HOUR);
  it.each([
    ['knew before the report', days(2), declaredAt, undefined],
    ['was sure only after it', utc('2026-11-23T15:00:00Z'), declaredAt, undefined],
    ['knows since this very moment', now, declaredAt, undefined],
    ['can’t know tomorrow', new Date(now.getTime() + 60_000), declaredAt, 'moment-future'],
    ['may have known for thirty days', days(AWARE_DAYS), declaredAt, undefined],
    ['not for longer', new Date(days(AWARE_DAYS).getTime() - 60_000), declaredAt, 'moment-too-early'],
    ['unless what was merged into it is older', days(40), days(50), undefined],
    ['and not longer than that', days(51), days(50), 'moment-too-early'],
    ['knows what stands there already', declaredAt, declaredAt, 'moment-stands'],
  ] as const)('%s', (_, at, awareAt, expected) =>
    expect(awareProblem(at, { declaredAt, awareAt }, now)).toBe(expected),
  );
});

describe('the rings of a clock that is corrected', () => {
  const calendar = createCalendar(nrwHolidays);
  const start = wallTime('2026-10-22', '12:00');
  type Rang = { stage: Stage<'gdpr-clock'>; at: Date; awareAt: Date };

  /** Ticks every hour over the clock change of autumn. @param moves the hour at which it is set, and to which hour */
  function live(moves: readonly { after: number; to: number }[], severity: 1 | 2): Rang[] {
    const rang: Rang[] = [];
    const keys = new Set<string>();
    let awareAt = start;
    for (let hour = 0; hour < 250; hour++) {
      const now = new Date(start.getTime() + hour * HOUR);
      for (const { after, to } of moves) if (after === hour) awareAt = new Date(start.getTime() + to * HOUR);
      const rung = Object.fromEntries(rang.map(({ stage, at }) => [stage, at]));
      const subject: Subject = { kind: 'gdpr-clock', id: `in_1 ${awareAt.toISOString()}`, awareAt, severity, rung };
      for (const { key, stage } of dueNow([subject], calendar, now) as Due<'gdpr-clock'>[]) {
        if (keys.has(key)) continue;
        keys.add(key);
        rang.push({ stage, at: now, awareAt });
      }
    }
    return rang;
  }
  const said = (rang: Rang[]) => rang.map(({ stage, at }) => `${stage} ${(at.getTime() - start.getTime()) / HOUR}`);

  it.each([
    ['as it is', [], ['half 36', 'near 60', 'over 72']],
    ['set back a little before the first', [{ after: 10, to: -10 }], ['half 26', 'near 50', 'over 62']],
    ['set back after the first', [{ after: 40, to: -10 }], ['half 36', 'near 50', 'over 62']],
    ['set back past the next, at once and once', [{ after: 40, to: -30 }], ['half 36', 'near 40', 'over 42']],
    ['set back past the end, at once and once', [{ after: 10, to: -90 }], ['over 10']],
    [
      'set back twice',
      [
        { after: 61, to: -20 },
        { after: 62, to: -40 },
      ],
      ['half 36', 'near 60', 'over 61'],
    ],
    ['put off: again when the time comes', [{ after: 40, to: 30 }], ['half 36', 'half 66', 'near 90', 'over 102']],
    [
      'put off and set back again',
      [
        { after: 40, to: 30 },
        { after: 41, to: 0 },
      ],
      ['half 36', 'near 60', 'over 72'],
    ],
  ] as const)('%s', (_, moves, expected) => expect(said(live(moves, 1))).toEqual(expected));

  it('come once for each moment, never twice when it is only set back, and the last one always', () => {
    const move = fc.record({ after: fc.integer({ min: 1, max: 140 }), to: fc.integer({ min: -200, max: 60 }) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 4 }), fc.constantFrom(1 as const, 2 as const), (given, severity) => {
        const moves = given.filter(({ after, to }) => to <= after);
        const rang = live(moves, severity);
        const each = rang.map(({ stage, awareAt }) => `${stage} ${awareAt.toISOString()}`);
        expect(new Set(each).size).toBe(each.length);
        const order = [...moves].sort((a, b) => a.after - b.after).map(({ to }) => to);
        const back = order.every((to, i) => to <= Math.min(0, ...order.slice(0, i)));
        const all = rang.map(({ stage }) => stage);
        if (back) expect(new Set(all).size).toBe(all.length);
        const last = new Date(start.getTime() + (order.at(-1) ?? 0) * HOUR);
        const [, , over] = gdprReminders(last, severity === 1, calendar);
        expect(rang.some(({ stage, at }) => stage === 'over' && at >= over!)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

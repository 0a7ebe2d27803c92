/**
 * The library against the law: § 2 (1) of the Gesetz über die Sonn- und Feiertage (Feiertagsgesetz NW) of 23 April 1989
 * (GV. NW. S. 222), last changed 20 December 1994 (GV. NW. S. 1114). Written out, not calculated: a list that both sides
 * take from the same formula proves nothing.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';

const LAW: Record<number, [name: string, day: string][]> = {
  2026: [
    ['Neujahrstag', '2026-01-01'],
    ['Karfreitag', '2026-04-03'],
    ['Ostermontag', '2026-04-06'],
    ['1. Mai', '2026-05-01'],
    ['Christi Himmelfahrt', '2026-05-14'],
    ['Pfingstmontag', '2026-05-25'],
    ['Fronleichnam', '2026-06-04'],
    ['3. Oktober', '2026-10-03'],
    ['Allerheiligen', '2026-11-01'],
    ['1. Weihnachtstag', '2026-12-25'],
    ['2. Weihnachtstag', '2026-12-26'],
  ],
  2027: [
    ['Neujahrstag', '2027-01-01'],
    ['Karfreitag', '2027-03-26'],
    ['Ostermontag', '2027-03-29'],
    ['1. Mai', '2027-05-01'],
    ['Christi Himmelfahrt', '2027-05-06'],
    ['Pfingstmontag', '2027-05-17'],
    ['Fronleichnam', '2027-05-27'],
    ['3. Oktober', '2027-10-03'],
    ['Allerheiligen', '2027-11-01'],
    ['1. Weihnachtstag', '2027-12-25'],
    ['2. Weihnachtstag', '2027-12-26'],
  ],
  2028: [
    ['Neujahrstag', '2028-01-01'],
    ['Karfreitag', '2028-04-14'],
    ['Ostermontag', '2028-04-17'],
    ['1. Mai', '2028-05-01'],
    ['Christi Himmelfahrt', '2028-05-25'],
    ['Pfingstmontag', '2028-06-05'],
    ['Fronleichnam', '2028-06-15'],
    ['3. Oktober', '2028-10-03'],
    ['Allerheiligen', '2028-11-01'],
    ['1. Weihnachtstag', '2028-12-25'],
    ['2. Weihnachtstag', '2028-12-26'],
  ],
  2029: [
    ['Neujahrstag', '2029-01-01'],
    ['Karfreitag', '2029-03-30'],
    ['Ostermontag', '2029-04-02'],
    ['1. Mai', '2029-05-01'],
    ['Christi Himmelfahrt', '2029-05-10'],
    ['Pfingstmontag', '2029-05-21'],
    ['Fronleichnam', '2029-05-31'],
    ['3. Oktober', '2029-10-03'],
    ['Allerheiligen', '2029-11-01'],
    ['1. Weihnachtstag', '2029-12-25'],
    ['2. Weihnachtstag', '2029-12-26'],
  ],
  2030: [
    ['Neujahrstag', '2030-01-01'],
    ['Karfreitag', '2030-04-19'],
    ['Ostermontag', '2030-04-22'],
    ['1. Mai', '2030-05-01'],
    ['Christi Himmelfahrt', '2030-05-30'],
    ['Pfingstmontag', '2030-06-10'],
    ['Fronleichnam', '2030-06-20'],
    ['3. Oktober', '2030-10-03'],
    ['Allerheiligen', '2030-11-01'],
    ['1. Weihnachtstag', '2030-12-25'],
    ['2. Weihnachtstag', '2030-12-26'],
  ],
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('nrwHolidays', () => {
  it.each(Object.keys(LAW).map(Number))('has the eleven holidays of %i and no other day', (year) => {
    expect([...nrwHolidays(year)].sort()).toEqual(LAW[year]!.map(([, day]) => day));
  });

  it.each([
    ['Epiphany', '2026-01-06'],
    ['Assumption', '2026-08-15'],
    ['Reformation Day', '2026-10-31'],
    ['Repentance Day', '2026-11-18'],
    ['Christmas Eve', '2026-12-24'],
    ['New Year’s Eve', '2026-12-31'],
  ])('leaves out %s, a holiday elsewhere or a custom', (_, day) => {
    expect(nrwHolidays(2026).has(day)).toBe(false);
  });

  it('knows the Reformation’s 500 years, a holiday in 2017 only', () => {
    expect(nrwHolidays(2017).has('2017-10-31')).toBe(true);
    expect(nrwHolidays(2017).size).toBe(12);
  });

  it.each([
    ['Pacific/Kiritimati', -14 * 60],
    ['Pacific/Pago_Pago', 11 * 60],
  ])('are the same on a server in %s', (zone, offset) => {
    const here = [...nrwHolidays(2027)];
    vi.stubEnv('TZ', zone);
    expect(new Date().getTimezoneOffset()).toBe(offset);
    expect([...nrwHolidays(2027)]).toEqual(here);
  });
});

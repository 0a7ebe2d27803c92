/** The public holidays of North Rhine-Westphalia, from feiertagejs: § 2 (1) of the Feiertagsgesetz NW. */
import { getHolidays } from 'feiertagejs';
import type { Holidays } from '../../bot/time/calendar.ts';
import { berlinDay } from '../../bot/time/day.ts';

/** Uses `date`, which is noon in UTC: the library's `dateString` is a day off on servers in distant time zones. */
export const nrwHolidays: Holidays = (year) => new Set(getHolidays(year, 'NW').map(({ date }) => berlinDay(date)));

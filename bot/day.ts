/** Calendar days in Berlin, wherever the server stands. */
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });

/** ISO day, `2026-11-21`. */
export const berlinDay = (date: Date): string => DAY.format(date);

/** Whole days from one moment to another, by Berlin's calendar; negative when `to` is earlier. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((Date.parse(berlinDay(to)) - Date.parse(berlinDay(from))) / 86_400_000);
}

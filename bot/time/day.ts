/** Calendar days in Berlin, whatever the server's time zone. */
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });

/** ISO day, `2026-11-21`. */
export const berlinDay = (date: Date): string => DAY.format(date);

/**
 * When the city became aware of an incident: the 72 hours run from there (GDPR Art. 33). The moment of the report
 * counts until somebody knows better. It can be earlier: noticed on Saturday, reported on Monday. It can be later: a
 * suspicion that only afterwards became a reasonable degree of certainty, which is what "aware" means (EDPB Guidelines
 * 9/2022).
 */
import { isValidLocalTime, wallTime } from '../time/calendar.ts';

/** How many days before the report the city may have known. Our proposal: anything earlier is a typing error. */
export const AWARE_DAYS = 30;
const DAY = 86_400_000;

const MOMENT =
  /^(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?:,?\s+(?:um\s+)?|T)(\d{1,2})[:.](\d{2})(?:\s*Uhr)?[,:]?(?=\s|$)/i;

type Moment = {
  /** `no-moment`: not a moment, or one that does not exist. `skipped-hour`: clocks never showed it. */
  at: Date | 'no-moment' | 'skipped-hour';
  /** The moment as it was typed. */
  typed: string;
  /** The text after it. */
  rest: string;
};

/**
 * Reads `21.11.2026 14:30` (also `2026-11-21 14:30`, or as the cards write it) in Berlin's time.
 * @returns the first of the two moments if the clocks went back and showed it twice: its deadline is surely kept
 */
export function readMoment(text: string): Moment {
  const found = MOMENT.exec(text.trim());
  if (!found) return { at: 'no-moment', typed: text.trim(), rest: '' };
  const [typed, d, m, y, iy, im, id, hour = '', minute = ''] = found;
  const day = `${y ?? iy}-${(m ?? im ?? '').padStart(2, '0')}-${(d ?? id ?? '').padStart(2, '0')}`;
  const rest = text.trim().slice(typed.length).trim();
  try {
    const time = `${hour.padStart(2, '0')}:${minute}`;
    return { at: isValidLocalTime(day, time) ? wallTime(day, time) : 'skipped-hour', typed, rest };
  } catch {
    return { at: 'no-moment', typed, rest };
  }
}

/** Why the city can't have become aware then; undefined: it can. With a reason the moment may move either way. */
export function awareProblem(
  at: Date,
  { declaredAt, awareAt }: { declaredAt: Date; awareAt: Date },
  now: Date,
): 'moment-future' | 'moment-too-early' | 'moment-stands' | undefined {
  if (at > now) return 'moment-future';
  if (at.getTime() === awareAt.getTime()) return 'moment-stands';
  // An incident merged into this one may have been known for longer.
  const earliest = Math.min(declaredAt.getTime() - AWARE_DAYS * DAY, awareAt.getTime());
  return at.getTime() < earliest ? 'moment-too-early' : undefined;
}

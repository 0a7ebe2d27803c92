/**
 * When the city became aware of an incident: from there the 72 hours run (GDPR Art. 33). The report's moment stands for it
 * until somebody knows better: noticed on Saturday and reported on Monday, or reported on a suspicion that only later became
 * a reasonable degree of certainty, which is what "aware" means (EDPB Guidelines 9/2022).
 */
import { isValidLocalTime, wallTime } from '../time/calendar.ts';

/** How long before the report somebody may have known, in days. Our proposal: what lies further back is mistyped. */
export const AWARE_DAYS = 30;
const DAY = 86_400_000;

const MOMENT =
  /^(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?:,?\s+(?:um\s+)?|T)(\d{1,2})[:.](\d{2})(?:\s*Uhr)?[,:]?(?=\s|$)/i;

type Moment = {
  /** `no-moment`: nothing that can be read as one, or none that exists; `skipped-hour`: clocks never showed it. */
  at: Date | 'no-moment' | 'skipped-hour';
  /** The moment as it was typed. */
  typed: string;
  /** What follows it. */
  rest: string;
};

/**
 * Reads `21.11.2026 14:30` (also `2026-11-21 14:30`, or as the cards write it) in Berlin's time.
 * @returns in the autumn night's doubled hour the first of the two: the deadline that is surely kept
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

/** Why it can't have been then; undefined: it can. Earlier and later than it stands are both possible, with a reason. */
export function awareProblem(
  at: Date,
  { declaredAt, awareAt }: { declaredAt: Date; awareAt: Date },
  now: Date,
): 'moment-future' | 'moment-too-early' | 'moment-stands' | undefined {
  if (at > now) return 'moment-future';
  if (at.getTime() === awareAt.getTime()) return 'moment-stands';
  // What was merged into it may have been known for longer.
  const earliest = Math.min(declaredAt.getTime() - AWARE_DAYS * DAY, awareAt.getTime());
  return at.getTime() < earliest ? 'moment-too-early' : undefined;
}

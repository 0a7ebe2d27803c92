/** The clocks of an incident: the next update, the report to the supervisory authority, what follows the closing. */
import { addDays, type Calendar, wallTime } from '../time/calendar.ts';
import { berlinDay } from '../time/day.ts';
import { type Severity, UPDATE_MINUTES } from './lifecycle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** GDPR Art. 33 (1): without undue delay and, where feasible, not later than 72 hours after having become aware of it. */
const GDPR_HOURS = 72;
/** Hours after which the data-protection officer is reminded; the last is the deadline itself. */
export const GDPR_STEPS = [36, 60, GDPR_HOURS] as const;
/** Minutes after which an unconfirmed report goes to IT security, and to the heads of the offices. Our proposal. */
export const REPORTED_MINUTES = [5, 30] as const;
/** Fractions of the time between two updates: reminder and escalation. */
export const UPDATE_STEPS = [0.8, 1.2] as const;
/** Working days for the after-action report; a reminder before, an escalation after. */
const AFTER_ACTION_DAYS = 10;
export const AFTER_ACTION_STEPS = [8, AFTER_ACTION_DAYS, 12] as const;
/** Days after the closing by which a drill is held. */
const DRILL_DAYS = 90;
export const DRILL_STEPS = [60, DRILL_DAYS] as const;

/** Working days after the last day of an open task: reminder and escalation. Our proposal. */
export const TASK_STEPS = [1, 3] as const;

/** When the next status update is due, counted from the last one or from the confirmation. */
export const updateDue = (since: Date, severity: Severity): Date =>
  new Date(since.getTime() + UPDATE_MINUTES[severity] * MINUTE);

export const gdprDeadline = (awareAt: Date): Date => new Date(awareAt.getTime() + GDPR_HOURS * HOUR);

/** An hour before quiet hours, so that one hour is left to decide. */
const LAST_HOUR = '17:00';

/**
 * When the reminders of the 72 hours fire: in office hours, unless that would be after the deadline. Then they move to
 * the last office hour before. If there was none since the city became aware, they fire at night.
 */
export function gdprReminders(awareAt: Date, urgent: boolean, calendar: Calendar): Date[] {
  const deadline = gdprDeadline(awareAt);
  return GDPR_STEPS.map((hours) => {
    const planned = new Date(awareAt.getTime() + hours * HOUR);
    const later = calendar.sendAt(planned, urgent);
    if (hours === GDPR_HOURS || later < deadline) return later;
    let day = berlinDay(planned);
    while (!calendar.isWorkingDay(day) || wallTime(day, LAST_HOUR) > planned) day = addDays(day, -1);
    const earlier = wallTime(day, LAST_HOUR);
    return earlier > awareAt ? earlier : planned;
  });
}

/** Whole hours left of the 72, rounded down so that nobody counts on too many. */
export const gdprHoursLeft = (awareAt: Date, now: Date): number =>
  Math.max(0, Math.floor((gdprDeadline(awareAt).getTime() - now.getTime()) / HOUR));

/** ISO day by which the report is due. */
export const afterActionDay = (closedAt: Date, calendar: Calendar): string =>
  calendar.addWorkingDays(berlinDay(closedAt), AFTER_ACTION_DAYS);

/** ISO day by which a drill is due. */
export const drillDay = (closedAt: Date): string => addDays(berlinDay(closedAt), DRILL_DAYS);

/** Whole minutes between two moments of an incident; null while one of them is missing. */
export const minutesBetween = (from: Date | null, to: Date | null): number | null =>
  from === null || to === null ? null : Math.max(0, Math.round((to.getTime() - from.getTime()) / MINUTE));

/** The clocks of an incident: when the next update is due, how long the supervisory authority waits, what follows the end. */
import { addDays, type Calendar, wallTime } from '../time/calendar.ts';
import { berlinDay } from '../time/day.ts';
import { type Severity, UPDATE_MINUTES } from './lifecycle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** GDPR Art. 33 (1): without undue delay and, where feasible, not later than 72 hours after having become aware of it. */
const GDPR_HOURS = 72;
/** Hours after which the data-protection officer is reminded; the last one is the deadline itself. */
export const GDPR_STEPS = [36, 60, GDPR_HOURS] as const;
/** Minutes after which a report that nobody has confirmed goes to IT security, and to who leads the offices. Our proposal. */
export const REPORTED_MINUTES = [5, 30] as const;
/** Parts of the time between two updates at which somebody is reminded, and at which it climbs (incident.md 4, step 12). */
export const UPDATE_STEPS = [0.8, 1.2] as const;
/** Working days for the report about what was learnt (incident.md 4, step 18); a reminder before, an escalation after. */
const AFTER_ACTION_DAYS = 10;
export const AFTER_ACTION_STEPS = [8, AFTER_ACTION_DAYS, 12] as const;
/** Days after the end by which it is practised once more (incident.md 4, step 19). */
const DRILL_DAYS = 90;
export const DRILL_STEPS = [60, DRILL_DAYS] as const;

/** Working days after its last day at which a task that is not done is asked for, and at which it climbs. Our proposal. */
export const TASK_STEPS = [1, 3] as const;

/** When the next status update is due, counted from the last one or from the confirmation. */
export const updateDue = (since: Date, severity: Severity): Date =>
  new Date(since.getTime() + UPDATE_MINUTES[severity] * MINUTE);

export const gdprDeadline = (awareAt: Date): Date => new Date(awareAt.getTime() + GDPR_HOURS * HOUR);

/** An hour before quiet time, so that there is one left to decide in. */
const LAST_HOUR = '17:00';

/**
 * When the reminders of the 72 hours ring. In office hours, unless that would be after the deadline: then they are brought
 * forward to the last office hour before, and where there has been none since the city knows, they ring at night.
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

/** Whole hours until the 72 are over, rounded down so that nobody counts on more than there is. */
export const gdprHoursLeft = (awareAt: Date, now: Date): number =>
  Math.max(0, Math.floor((gdprDeadline(awareAt).getTime() - now.getTime()) / HOUR));

/** ISO day by which the report is due. */
export const afterActionDay = (closedAt: Date, calendar: Calendar): string =>
  calendar.addWorkingDays(berlinDay(closedAt), AFTER_ACTION_DAYS);

/** ISO day by which a drill is due. */
export const drillDay = (closedAt: Date): string => addDays(berlinDay(closedAt), DRILL_DAYS);

/** Whole minutes between two moments of an incident; null while one of them has not come. */
export const minutesBetween = (from: Date | null, to: Date | null): number | null =>
  from === null || to === null ? null : Math.max(0, Math.round((to.getTime() - from.getTime()) / MINUTE));

/**
 * What is due, as data. A key names the matter and its calendar day, and is stored once. So no second process, restart
 * or clock that jumps back makes the same thing happen twice. Nothing is scheduled ahead: each tick calculates again,
 * so a night of downtime is caught up.
 */

import {
  AFTER_ACTION_STEPS,
  DRILL_STEPS,
  gdprReminders,
  REPORTED_MINUTES,
  TASK_STEPS,
  UPDATE_STEPS,
} from '../incident/clock.ts';
import { followUp } from '../incident/follow-up.ts';
import { type Severity, UPDATE_MINUTES } from '../incident/lifecycle.ts';
import { UNREAD_MINUTES } from '../incident/recipients.ts';
import { voteClock } from '../participation/vote-clock.ts';
import { addDays, addYears, type Calendar, type Day, NIGHT, OFFICE_HOURS, wallTime } from './calendar.ts';
import { berlinDay } from './day.ts';
import type { Facts, Subject, TextWait } from './due-facts.ts';
import { type DueKind, QUIET, STAGES, type Stage } from './due-stages.ts';

export type { Subject } from './due-facts.ts';
export { type DueKind, STAGES, type Stage } from './due-stages.ts';

/** Something that is due. A union over the kinds. */
export type Due<K extends DueKind = DueKind> = {
  [P in K]: {
    kind: P;
    stage: Stage<P>;
    id: string;
    /**
     * The day the rule names, before weekends and holidays move it, so that a changed list of holidays makes no second
     * key. For a vote, the deadline itself: if a question moves it, the reminders start again.
     */
    day: Day;
    /** Unique for kind, stage, id and day. */
    key: string;
    /** Since when it is due. */
    from: Date;
  };
}[K];

/** When one stage is due: from a moment up to, but not including, another, after which it is pointless. */
type Term<K extends DueKind> = { stage: Stage<K>; day: Day; from: Date; until: Date | null };

/** Working days between asking and asking again, and from there to the last stage. Our proposal; the seeds name none. */
const CHASE_DAYS = 10;
/** Working days before the end of a contract: time enough for a new application or for removing the rights. */
const CONTRACT_DAYS = 10;
/** A name is kept this long after its last task, unless the city has set another number. */
export const RETENTION_DAYS = 365;

/** Calendar days around a vote's deadline. */
const VOTE_DAYS = 3;

const morning = (day: Day): Date => wallTime(day, OFFICE_HOURS.from);

type Rules = { [K in DueKind]: (facts: Facts[K], calendar: Calendar, now: Date) => Term<K>[] };

const RULES: Rules = {
  digest: ({ since }, calendar, now) => monthly(since, calendar, now),

  'january-list'({ since, sentAt }, calendar, now) {
    const [year] = yearAndMonth(now);
    const day = firstOf(year, 1);
    if (sentAt && yearAndMonth(sentAt)[0] === year) return chase(['repeat', 'escalate'], day, sentAt, calendar);
    const from = morning(calendar.firstWorkingDayOfMonth(year, 1));
    // From July on the next January is nearer than the last.
    return from < since ? [] : [{ stage: 'list', day, from, until: wallTime(`${year}-07-01`, '00:00') }];
  },

  'consent-yearly'({ givenAt, askedAt }, calendar) {
    const day = addYears(berlinDay(givenAt), 1);
    const from = morning(calendar.onWorkingDay(day));
    if (askedAt && askedAt >= from) return chase(['repeat', 'missed'], day, askedAt, calendar);
    return [{ stage: 'ask', day, from, until: null }];
  },

  'contract-end'({ endsOn }, calendar) {
    const starts = [calendar.addWorkingDays(endsOn, -CONTRACT_DAYS), calendar.onWorkingDay(addDays(endsOn, 1))];
    return stagesFrom(STAGES['contract-end'], endsOn, starts.map(morning));
  },

  'vote-deadline'(vote, calendar, now) {
    const clock = voteClock(calendar, vote, now);
    if (clock.state === 'paused') return [];
    const day = clock.deadline;
    // Days off move the first reminder earlier and the last one later, so there are never less than three days.
    const before = calendar.addWorkingDays(addDays(day, 1 - VOTE_DAYS), -1);
    const starts = [before, day, calendar.onWorkingDay(addDays(day, VOTE_DAYS))].map(morning);
    return stagesFrom(STAGES['vote-deadline'], day, starts).filter(({ from }) => from > vote.openedAt);
  },

  'leaver-reminder'({ openedAt }, calendar) {
    // Nobody sees a case that opens at night or on a day off before office hours begin.
    const seen = berlinDay(calendar.sendAt(openedAt, false));
    const starts = [1, 2, 3].map((n) => morning(calendar.addWorkingDays(seen, n)));
    return stagesFrom(STAGES['leaver-reminder'], berlinDay(openedAt), starts);
  },

  retention({ taskEndedAt, days }) {
    const day = addDays(berlinDay(taskEndedAt), days);
    return [{ stage: 'delete', day, from: wallTime(day, NIGHT), until: null }];
  },

  snooze({ until }, calendar) {
    return [{ stage: 'again', day: until, from: morning(calendar.onWorkingDay(until)), until: null }];
  },

  'notice-unread'({ sentAt, severity }, calendar) {
    const { again, phone } = UNREAD_MINUTES[severity];
    const first = minutesAfter(sentAt, again, severity, calendar);
    const last =
      phone === null
        ? morning(calendar.nextWorkingDay(berlinDay(first)))
        : minutesAfter(first, phone - again, severity, calendar);
    return stagesFrom(STAGES['notice-unread'], berlinDay(sentAt), [first, last]);
  },

  'approval-wait': nextAfter,
  'co-sign-wait': nextAfter,

  'incident-reported'({ declaredAt }) {
    const starts = REPORTED_MINUTES.map((minutes) => new Date(declaredAt.getTime() + minutes * 60_000));
    return stagesFrom(STAGES['incident-reported'], berlinDay(declaredAt), starts);
  },

  'incident-update'({ since, severity }, calendar) {
    const every = UPDATE_MINUTES[severity];
    const starts = UPDATE_STEPS.map((part) => minutesAfter(since, every * part, severity, calendar));
    return stagesFrom(STAGES['incident-update'], berlinDay(since), starts);
  },

  'gdpr-clock'({ awareAt, severity, rung }, calendar) {
    const stages = stagesFrom(
      STAGES['gdpr-clock'],
      berlinDay(awareAt),
      gdprReminders(awareAt, severity === 1, calendar),
    );
    // The moment may be corrected. Moved earlier: fired reminders are not repeated. Moved later: they fire again.
    return stages.filter(({ stage, from }) => (rung[stage]?.getTime() ?? Number.NEGATIVE_INFINITY) < from.getTime());
  },

  'after-action'({ closedAt }, calendar) {
    const day = berlinDay(closedAt);
    const starts = AFTER_ACTION_STEPS.map((n) => morning(calendar.addWorkingDays(day, n)));
    return stagesFrom(STAGES['after-action'], day, starts);
  },

  'drill-due'({ closedAt }, calendar) {
    const day = berlinDay(closedAt);
    return stagesFrom(
      STAGES['drill-due'],
      day,
      DRILL_STEPS.map((n) => morning(calendar.onWorkingDay(addDays(day, n)))),
    );
  },

  'incident-task'({ dueOn }, calendar) {
    const starts = TASK_STEPS.map((n) => morning(calendar.addWorkingDays(dueOn, n)));
    return stagesFrom(STAGES['incident-task'], dueOn, starts);
  },

  'account-lost'({ lostAt }, calendar, now) {
    const turn = followUp(berlinDay(lostAt), berlinDay(now));
    const at = (day: Day) => morning(calendar.onWorkingDay(day));
    return turn ? [{ stage: 'ask', day: turn.day, from: at(turn.day), until: at(turn.next) }] : [];
  },

  'emergency-pack'({ madeAt }, _calendar, now) {
    const today = berlinDay(now);
    // The last night that has begun; a pack made since then is current.
    const day = wallTime(today, NIGHT) <= now ? today : addDays(today, -1);
    const from = wallTime(day, NIGHT);
    return from > madeAt ? [{ stage: 'make', day, from, until: null }] : [];
  },

  'pack-card': ({ since }, calendar, now) => monthly(since, calendar, now),
};

/** Due on the first working day of the month. A missed month is not caught up: this month's message covers it. */
function monthly(since: Date, calendar: Calendar, now: Date) {
  const [year, month] = yearAndMonth(now);
  const from = morning(calendar.firstWorkingDayOfMonth(year, month));
  return from < since ? [] : [{ stage: 'send' as const, day: firstOf(year, month), from, until: null }];
}

function nextAfter({ askedAt, minutes, severity }: TextWait, calendar: Calendar) {
  const from = minutesAfter(askedAt, minutes, severity, calendar);
  return [{ stage: 'next' as const, day: berlinDay(askedAt), from, until: null }];
}

/** Some minutes later; if that is in quiet hours, when they end, except at severity 1. */
const minutesAfter = (from: Date, minutes: number, severity: Severity, calendar: Calendar): Date =>
  calendar.sendAt(new Date(from.getTime() + minutes * 60_000), severity === 1);

/** Stages that each last until the next begins; the last one does not end. */
function stagesFrom<S extends string>(stages: readonly S[], day: Day, starts: readonly Date[]) {
  return stages.map((stage, i) => ({ stage, day, from: starts[i]!, until: starts[i + 1] ?? null }));
}

/**
 * The stages after an unanswered question, counted from when it was really sent: a question that downtime delayed is
 * not chased at once.
 */
function chase<S extends string>(stages: readonly [S, S], day: Day, sentAt: Date, calendar: Calendar) {
  const after = (n: number) => morning(calendar.addWorkingDays(berlinDay(sentAt), n * CHASE_DAYS));
  return stagesFrom(stages, day, [after(1), after(2)]);
}

/**
 * What is due now and not yet pointless. Repeated calls return it again: the caller leaves out the keys that are
 * stored.
 *
 * @param now in quiet hours only severity 1 and what nobody has to read is due
 */
export function dueNow(subjects: Iterable<Subject>, calendar: Calendar, now: Date): Due[] {
  const quiet = calendar.quietUntil(now) !== null;
  // Severity 1 is never quiet.
  const sleeps = (subject: Subject) => QUIET[subject.kind] && !('severity' in subject && subject.severity === 1);
  return [...subjects].flatMap((subject) => (quiet && sleeps(subject) ? [] : dueOf(subject, calendar, now)));
}

function dueOf<K extends DueKind>(subject: Subject<K>, calendar: Calendar, now: Date): Due[] {
  const { kind, id } = subject;
  return RULES[kind](subject, calendar, now)
    .filter(({ from, until }) => from <= now && (until === null || now < until))
    .map(({ stage, day, from }) => ({ kind, stage, id, day, from, key: dueKey(kind, stage, id, day) }) as Due);
}

/**
 * @returns `vote-deadline.before v_1 2026-12-05`. Kind and stage contain no space and the day has a fixed length, so
 *   two different things never share a key, whatever their ids
 */
export const dueKey = <K extends DueKind>(kind: K, stage: Stage<K>, id: string, day: Day): string =>
  `${kind}.${stage} ${id} ${day}`;

const firstOf = (year: number, month: number): Day => `${year}-${String(month).padStart(2, '0')}-01`;

function yearAndMonth(now: Date): readonly [number, number] {
  const [year, month] = berlinDay(now).split('-').map(Number) as [number, number, number];
  return [year, month];
}

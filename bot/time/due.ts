/**
 * What is due, as data. A key says what and for which day of the calendar; it is stored once, so neither a second process,
 * nor a restart, nor a clock that jumps back makes the same thing happen twice. Nothing is scheduled ahead: each tick asks
 * anew, and so a night of downtime is caught up.
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
import { type VoteTime, voteClock } from '../participation/vote-clock.ts';
import { addDays, addYears, type Calendar, type Day, NIGHT, OFFICE_HOURS, wallTime } from './calendar.ts';
import { berlinDay } from './day.ts';
import { type DueKind, QUIET, STAGES, type Stage } from './due-stages.ts';

export { type DueKind, STAGES, type Stage } from './due-stages.ts';

type Rung = Partial<Record<(typeof STAGES)['gdpr-clock'][number], Date>>;

/** `id` names the text, the moment somebody was asked last, and who is next; `minutes`: how long each of them has. */
type TextWait = { id: string; askedAt: Date; minutes: number; severity: Severity };

/** What each kind needs to know. `id` is whatever may have it once: a person, an office, a vote, a case. */
type Facts = {
  /** `since`: when this person or this installation came to be; what lay before is not made up for. */
  digest: { id: string; since: Date };
  /** `sentAt`: when the list last went out. Left out of the subjects once everything is confirmed. */
  'january-list': { id: string; since: Date; sentAt: Date | null };
  /** `askedAt`: when this person was last asked. Left out once the consent is revoked or the person is gone. */
  'consent-yearly': { id: string; givenAt: Date; askedAt: Date | null };
  /** One of the agency's people and the last day of the contract. */
  'contract-end': { id: string; endsOn: Day };
  /** An open vote. */
  'vote-deadline': { id: string } & VoteTime;
  /** An open leaver case. */
  'leaver-reminder': { id: string; openedAt: Date };
  /** A person without a task; `days` is what the city has set. */
  retention: { id: string; taskEndedAt: Date; days: number };
  /** `id` names the reminder and who put it off. */
  snooze: { id: string; until: Day };
  /** A notice and those it was sent to at one moment; `id` names both. */
  'notice-unread': { id: string; sentAt: Date; severity: Severity };
  'approval-wait': TextWait;
  'co-sign-wait': TextWait;
  'incident-reported': { id: string; declaredAt: Date };
  /** `id` names the incident and the last update. */
  'incident-update': { id: string; since: Date; severity: Severity };
  /** `id` names the incident and the moment the city became aware, which may be corrected; `rung`: when each stage last rang. */
  'gdpr-clock': { id: string; awareAt: Date; severity: Severity; rung: Rung };
  /** A closed incident whose report is not written. */
  'after-action': { id: string; closedAt: Date };
  /** A closed incident after which nobody has practised yet. */
  'drill-due': { id: string; closedAt: Date };
  /** A task of an incident and its last day. Left out once it is done or the incident was a false alarm. */
  'incident-task': { id: string; dueOn: Day };
  'account-lost': { id: string; lostAt: Date };
  /** A link to the pack, and when what it leads to was made. */
  'emergency-pack': { id: string; madeAt: Date };
  /** As with the digest. */
  'pack-card': { id: string; since: Date };
};
/** Something that may become due. A union over the kinds. */
export type Subject<K extends DueKind = DueKind> = { [P in K]: { kind: P } & Facts[P] }[K];

/** Something that is due. A union over the kinds. */
export type Due<K extends DueKind = DueKind> = {
  [P in K]: {
    kind: P;
    stage: Stage<P>;
    id: string;
    /**
     * The day the rule names, before weekends and holidays move it: a changed list of holidays makes no second key. Of a
     * vote the deadline itself: when a question puts it off, the reminders begin anew.
     */
    day: Day;
    /** Unique for kind, stage, id and day. */
    key: string;
    /** Since when. */
    from: Date;
  };
}[K];

/** When one stage is due: from a moment up to, not including, another, after which it has lost its meaning. */
type Term<K extends DueKind> = { stage: Stage<K>; day: Day; from: Date; until: Date | null };

/** Working days between asking and asking again, and from there to the last stage. Our proposal; the seeds name none. */
const CHASE_DAYS = 10;
/** Working days before the end of a contract: time enough for a new application or for taking the rights away. */
const CONTRACT_DAYS = 10;
/** A name is kept this long after its last task, unless the city has set another number (registry.md 3.2, no. 11). */
export const RETENTION_DAYS = 365;

/** Calendar days around a vote's deadline (registry.md 3.3). */
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
    return withNormalPriority(STAGES['contract-end'], endsOn, starts.map(morning));
  },

  'vote-deadline'(vote, calendar, now) {
    const clock = voteClock(calendar, vote, now);
    if (clock.state === 'paused') return [];
    const day = clock.deadline;
    // A day off brings the first reminder forward and puts the last one off: there are never less than three days.
    const before = calendar.addWorkingDays(addDays(day, 1 - VOTE_DAYS), -1);
    const starts = [before, day, calendar.onWorkingDay(addDays(day, VOTE_DAYS))].map(morning);
    return withNormalPriority(STAGES['vote-deadline'], day, starts).filter(({ from }) => from > vote.openedAt);
  },

  'leaver-reminder'({ openedAt }, calendar) {
    // A case that opens at night or on a day off has been in front of nobody before office hours begin.
    const seen = berlinDay(calendar.sendAt(openedAt, false));
    const starts = [1, 2, 3].map((n) => morning(calendar.addWorkingDays(seen, n)));
    return withNormalPriority(STAGES['leaver-reminder'], berlinDay(openedAt), starts);
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
    return withNormalPriority(STAGES['notice-unread'], berlinDay(sentAt), [first, last]);
  },

  'approval-wait': nextAfter,
  'co-sign-wait': nextAfter,

  'incident-reported'({ declaredAt }) {
    const starts = REPORTED_MINUTES.map((minutes) => new Date(declaredAt.getTime() + minutes * 60_000));
    return withNormalPriority(STAGES['incident-reported'], berlinDay(declaredAt), starts);
  },

  'incident-update'({ since, severity }, calendar) {
    const every = UPDATE_MINUTES[severity];
    const starts = UPDATE_STEPS.map((part) => minutesAfter(since, every * part, severity, calendar));
    return withNormalPriority(STAGES['incident-update'], berlinDay(since), starts);
  },

  'gdpr-clock'({ awareAt, severity, rung }, calendar) {
    const stages = withNormalPriority(
      STAGES['gdpr-clock'],
      berlinDay(awareAt),
      gdprReminders(awareAt, severity === 1, calendar),
    );
    // The moment may be corrected. Set back, what has rung already is not said twice; put off, it is to come again.
    return stages.filter(({ stage, from }) => (rung[stage]?.getTime() ?? Number.NEGATIVE_INFINITY) < from.getTime());
  },

  'after-action'({ closedAt }, calendar) {
    const day = berlinDay(closedAt);
    const starts = AFTER_ACTION_STEPS.map((n) => morning(calendar.addWorkingDays(day, n)));
    return withNormalPriority(STAGES['after-action'], day, starts);
  },

  'drill-due'({ closedAt }, calendar) {
    const day = berlinDay(closedAt);
    return withNormalPriority(
      STAGES['drill-due'],
      day,
      DRILL_STEPS.map((n) => morning(calendar.onWorkingDay(addDays(day, n)))),
    );
  },

  'incident-task'({ dueOn }, calendar) {
    const starts = TASK_STEPS.map((n) => morning(calendar.addWorkingDays(dueOn, n)));
    return withNormalPriority(STAGES['incident-task'], dueOn, starts);
  },

  'account-lost'({ lostAt }, calendar, now) {
    const turn = followUp(berlinDay(lostAt), berlinDay(now));
    const at = (day: Day) => morning(calendar.onWorkingDay(day));
    return turn ? [{ stage: 'ask', day: turn.day, from: at(turn.day), until: at(turn.next) }] : [];
  },

  'emergency-pack'({ madeAt }, _calendar, now) {
    const today = berlinDay(now);
    // The last night that has begun; what was made since needs none.
    const day = wallTime(today, NIGHT) <= now ? today : addDays(today, -1);
    const from = wallTime(day, NIGHT);
    return from > madeAt ? [{ stage: 'make', day, from, until: null }] : [];
  },

  'pack-card': ({ since }, calendar, now) => monthly(since, calendar, now),
};

/** On the first working day of the month. Never for the month before: this month's says it all again. */
function monthly(since: Date, calendar: Calendar, now: Date) {
  const [year, month] = yearAndMonth(now);
  const from = morning(calendar.firstWorkingDayOfMonth(year, month));
  return from < since ? [] : [{ stage: 'send' as const, day: firstOf(year, month), from, until: null }];
}

function nextAfter({ askedAt, minutes, severity }: TextWait, calendar: Calendar) {
  const from = minutesAfter(askedAt, minutes, severity, calendar);
  return [{ stage: 'next' as const, day: berlinDay(askedAt), from, until: null }];
}

/** Some minutes on; in quiet hours when they are over, except with severity 1. */
const minutesAfter = (from: Date, minutes: number, severity: Severity, calendar: Calendar): Date =>
  calendar.sendAt(new Date(from.getTime() + minutes * 60_000), severity === 1);

/** Stages that each last until the next begins; the last one stays. */
function withNormalPriority<S extends string>(stages: readonly S[], day: Day, starts: readonly Date[]) {
  return stages.map((stage, i) => ({ stage, day, from: starts[i]!, until: starts[i + 1] ?? null }));
}

/**
 * What follows a question without an answer, counted from when it really went out: one that came late, after downtime, is
 * not chased at once.
 */
function chase<S extends string>(stages: readonly [S, S], day: Day, sentAt: Date, calendar: Calendar) {
  const after = (n: number) => morning(calendar.addWorkingDays(berlinDay(sentAt), n * CHASE_DAYS));
  return withNormalPriority(stages, day, [after(1), after(2)]);
}

/**
 * What is due now and still means something. Says it again at every call: the caller leaves out the keys that are stored.
 *
 * @param now in quiet hours only what nobody has to read is due
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
 * @returns `vote-deadline.before v_1 2026-12-05`. Kind and stage hold no space and the day has a fixed length, so whatever
 *   an id may be, two different things never share a key
 */
export const dueKey = <K extends DueKind>(kind: K, stage: Stage<K>, id: string, day: Day): string =>
  `${kind}.${stage} ${id} ${day}`;

const firstOf = (year: number, month: number): Day => `${year}-${String(month).padStart(2, '0')}-01`;

function yearAndMonth(now: Date): readonly [number, number] {
  const [year, month] = berlinDay(now).split('-').map(Number) as [number, number, number];
  return [year, month];
}

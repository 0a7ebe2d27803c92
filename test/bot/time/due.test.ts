/** What is due when: on time, late after downtime, once whatever the clock does, and never in quiet hours. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import { addDays, addYears, createCalendar, type Day, wallTime } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { type Due, type DueKind, dueKey, dueNow, STAGES, type Subject } from '../../../bot/time/due.ts';

const calendar = createCalendar(nrwHolidays);
const TICKS = ['00:00', '03:30', '07:59', '08:00', '12:00', '17:59', '23:59'] as const;
const at = (day: Day, time = '12:00') => wallTime(day, time);

/** A text that somebody was asked about. */
const TEXT = {
  id: 'ix_1 2026-11-23T12:00:00.000Z p_1',
  askedAt: at('2026-11-23', '13:00'),
  minutes: 10,
  severity: 2,
} as const;

/** One subject of each kind, as they stand in November 2026. */
const MAKE = {
  digest: { id: 'p_1', since: at('2026-11-01') },
  'january-list': { id: 'fb-41', since: at('2026-11-01'), sentAt: null },
  'consent-yearly': { id: 'p_1', givenAt: at('2026-11-01'), askedAt: null },
  'contract-end': { id: 'p_1', endsOn: '2027-06-30' },
  'vote-deadline': { id: 'v_1', openedAt: at('2026-11-23'), pauses: [], days: 14 },
  'leaver-reminder': { id: 'l_1', openedAt: at('2026-11-23') },
  retention: { id: 'p_1', taskEndedAt: at('2026-11-23'), days: 365 },
  snooze: { id: 'v_1 p_1', until: '2026-12-01' },
  'notice-unread': { id: 'io_1 2026-11-23T12:00:00.000Z', sentAt: at('2026-11-23', '13:00'), severity: 2 },
  'approval-wait': TEXT,
  'co-sign-wait': TEXT,
  'incident-reported': { id: 'in_1', declaredAt: at('2026-11-23', '13:00') },
  'incident-update': { id: 'in_1 2026-11-23T12:00:00.000Z', since: at('2026-11-23', '13:00'), severity: 2 },
  'gdpr-clock': { id: 'in_1', awareAt: at('2026-11-23', '13:00'), severity: 2, rung: {} },
  'after-action': { id: 'in_1', closedAt: at('2026-11-23') },
  'drill-due': { id: 'in_1', closedAt: at('2026-11-23') },
  'incident-task': { id: 'it_1', dueOn: '2026-11-27' },
  'account-lost': { id: 'ip_1', lostAt: at('2026-11-23') },
  'emergency-pack': { id: 'd_1', madeAt: at('2026-11-23') },
  'pack-card': { id: 'p_1', since: at('2026-11-01') },
} as const satisfies { [K in DueKind]: Omit<Subject<K>, 'kind'> };

const make = <K extends DueKind>(kind: K, overrides: Partial<Omit<Subject<K>, 'kind'>> = {}): Subject =>
  ({ kind, ...MAKE[kind], ...overrides }) as Subject;

const stages = (subject: Subject, now: Date) => dueNow([subject], calendar, now).map((due) => due.stage);

/** Ticks a few times a day as the bot would, keeping each key once; `down` are days on which no tick comes. */
function live(subjects: readonly Subject[], from: Day, to: Day, down: readonly [Day, Day] | null = null) {
  const done = new Map<string, { due: Due; at: Date }>();
  const tick = (now: Date) => {
    for (const due of dueNow(subjects, calendar, now)) if (!done.has(due.key)) done.set(due.key, { due, at: now });
  };
  for (let day = from; day < to; day = addDays(day, 1))
    if (!down || day < down[0] || day > down[1]) for (const time of TICKS) tick(at(day, time));
  const what = () => [...done.values()].map((d) => `${d.due.kind}.${d.due.stage} ${berlinDay(d.at)}`);
  return { done, tick, what };
}

describe('the 72 hours', () => {
  const rings = (awareAt: Date, severity: 1 | 2 = 2) => {
    const subject = make('gdpr-clock', { awareAt, severity });
    const found: string[] = [];
    for (let ms = awareAt.getTime(); ms < awareAt.getTime() + 130 * 3_600_000; ms += 1_800_000) {
      const [stage] = stages(subject, new Date(ms));
      if (stage && !found.some((one) => one.startsWith(stage))) found.push(`${stage} ${new Date(ms).toISOString()}`);
    }
    return found;
  };
  it('are brought forward where they would ring after the deadline', () => {
    // Thursday noon: 36 hours are over on Saturday at midnight, the deadline is on Sunday.
    expect(rings(at('2026-11-19', '12:00'))).toEqual([
      'near 2026-11-20T16:00:00.000Z',
      'over 2026-11-23T07:00:00.000Z',
    ]);
    expect(rings(at('2026-11-23', '12:00'))).toEqual([
      'half 2026-11-25T07:00:00.000Z',
      'near 2026-11-26T07:00:00.000Z',
      'over 2026-11-26T11:00:00.000Z',
    ]);
  });
  it('ring at night where there is no office hour before the deadline, and always with severity 1', () => {
    // Christmas Eve after work: Friday and Saturday are holidays, Sunday ends it.
    const eve = at('2026-12-24', '18:30');
    expect(rings(eve).slice(0, 2)).toEqual(['half 2026-12-26T05:30:00.000Z', 'near 2026-12-27T05:30:00.000Z']);
    expect(rings(eve, 1)).toEqual([
      'half 2026-12-26T05:30:00.000Z',
      'near 2026-12-27T05:30:00.000Z',
      'over 2026-12-27T17:30:00.000Z',
    ]);
  });
});

describe('digest', () => {
  it('is due on each month’s first working day, from eight', () => {
    expect(stages(make('digest'), at('2026-12-01', '07:59'))).toEqual([]);
    expect(stages(make('digest'), at('2026-12-01', '08:00'))).toEqual(['send']);
    expect(live([make('digest')], '2026-11-01', '2027-06-30').what()).toEqual(
      [
        '2026-11-02',
        '2026-12-01',
        '2027-01-04',
        '2027-02-01',
        '2027-03-01',
        '2027-04-01',
        '2027-05-03',
        '2027-06-01',
      ].map((day) => `digest.send ${day}`),
    );
  });

  it('missed on the first it is sent once when the bot is back', () => {
    const story = live([make('digest')], '2026-11-03', '2027-02-01', ['2026-11-28', '2026-12-16']);
    expect(story.what()).toEqual(['digest.send 2026-11-03', 'digest.send 2026-12-17', 'digest.send 2027-01-04']);
  });

  it('missed for a whole month it is not made up for', () => {
    const story = live([make('digest')], '2026-12-31', '2027-03-02', ['2027-01-01', '2027-02-02']);
    expect(story.what()).toEqual(['digest.send 2026-12-31', 'digest.send 2027-02-03', 'digest.send 2027-03-01']);
  });

  it('of a month that had begun before the person came to be known is left out', () => {
    const late = make('digest', { since: at('2026-12-01', '09:00') });
    expect(live([late], '2026-12-01', '2027-01-05').what()).toEqual(['digest.send 2027-01-04']);
  });

  it('names the first of the month, so that a changed list of holidays sends nothing twice', () => {
    const shut = createCalendar((year) => new Set([...nrwHolidays(year), `${year}-12-01`]));
    const [due] = dueNow([make('digest')], calendar, at('2026-12-02'));
    const [moved] = dueNow([make('digest')], shut, at('2026-12-02'));
    expect(due?.key).toBe('digest.send p_1 2026-12-01');
    expect(moved?.key).toBe(due?.key);
    expect(moved?.from).toEqual(at('2026-12-02', '08:00'));
  });
});

describe('january-list', () => {
  it.each<[number, Day]>([
    [2027, '2027-01-04'],
    [2028, '2028-01-03'],
    [2029, '2029-01-02'],
    [2030, '2030-01-02'],
  ])('of %i goes out on %s', (year, day) => {
    expect(live([make('january-list')], `${year - 1}-12-28`, `${year}-01-09`).what()[0]).toBe(
      `january-list.list ${day}`,
    );
  });

  it('missed from 31 December to 9 January it is sent once on return, on the next working day', () => {
    const story = live(
      [make('january-list'), make('digest', { since: at('2026-12-15') })],
      '2026-12-28',
      '2027-02-01',
      ['2026-12-31', '2027-01-09'],
    );
    expect(story.what()).toEqual(['january-list.list 2027-01-11', 'digest.send 2027-01-11']);
  });

  it('is repeated and escalated, counted from when it really went out', () => {
    const sent = make('january-list', { sentAt: at('2027-01-11') });
    expect(live([sent], '2027-01-11', '2027-12-31').what()).toEqual([
      'january-list.repeat 2027-01-25',
      'january-list.escalate 2027-02-08',
    ]);
  });

  it('of last year does not count for this one', () => {
    const lastYear = make('january-list', { sentAt: at('2026-06-30') });
    expect(stages(lastYear, at('2027-01-04'))).toEqual(['list']);
  });

  it('is sent late until the end of June, then the next January is nearer', () => {
    expect(stages(make('january-list'), at('2027-06-30'))).toEqual(['list']);
    expect(stages(make('january-list'), at('2027-07-01'))).toEqual([]);
  });

  it('goes to no office that was not there yet in January', () => {
    const late = make('january-list', { since: at('2027-01-20') });
    expect(stages(late, at('2027-02-01'))).toEqual([]);
    expect(stages(late, at('2028-01-03'))).toEqual(['list']);
  });
});

describe('consent-yearly', () => {
  it.each<[string, Day, Day]>([
    ['a year later', '2026-11-23', '2027-11-23'],
    ['on a Sunday: the Monday', '2026-11-21', '2027-11-22'],
    ['given on 29 February: the 28th', '2028-02-29', '2029-02-28'],
    ['given on New Year’s Eve', '2026-12-31', '2027-12-31'],
  ])('is asked for anew %s', (_, given, asked) => {
    const consent = make('consent-yearly', { givenAt: at(given) });
    expect(live([consent], addDays(asked, -20), addDays(asked, 40)).what()).toEqual([`consent-yearly.ask ${asked}`]);
  });

  it('is asked for once after years without the bot, before anything follows from it', () => {
    const old = make('consent-yearly', { givenAt: at('2020-05-05') });
    expect(live([old], '2026-11-23', '2027-03-01').what()).toEqual(['consent-yearly.ask 2026-11-23']);
  });

  it('unanswered it is asked for again and then counts as missed', () => {
    const asked = make('consent-yearly', { givenAt: at('2026-11-23'), askedAt: at('2027-11-23') });
    expect(live([asked], '2027-11-23', '2028-03-01').what()).toEqual([
      'consent-yearly.repeat 2027-12-07',
      'consent-yearly.missed 2027-12-21',
    ]);
  });

  it('is not chased for a question within the year', () => {
    const early = make('consent-yearly', { givenAt: at('2026-11-23'), askedAt: at('2027-06-01') });
    expect(live([early], '2027-06-01', '2027-12-01').what()).toEqual(['consent-yearly.ask 2027-11-23']);
  });
});

describe('contract-end', () => {
  it('is said ten working days before the last day, and acted on the morning after it', () => {
    expect(live([make('contract-end')], '2026-11-23', '2027-12-31').what()).toEqual([
      'contract-end.before 2027-06-16',
      'contract-end.over 2027-07-01',
    ]);
  });

  it('that falls on a day off is acted on the next working day, under the key of its own day', () => {
    const story = live([make('contract-end', { endsOn: '2026-12-31' })], '2026-11-23', '2027-02-01');
    expect(story.what()).toEqual(['contract-end.before 2026-12-16', 'contract-end.over 2027-01-04']);
    expect([...story.done.keys()][1]).toBe('contract-end.over p_1 2026-12-31');
  });

  it('is caught up after downtime: the reminder while it still means something, the end in any case', () => {
    const short = live([make('contract-end')], '2027-01-01', '2027-12-31', ['2027-06-10', '2027-06-27']);
    expect(short.what()).toEqual(['contract-end.before 2027-06-28', 'contract-end.over 2027-07-01']);
    const long = live([make('contract-end')], '2027-01-01', '2027-12-31', ['2027-06-10', '2027-08-01']);
    expect(long.what()).toEqual(['contract-end.over 2027-08-02']);
  });

  it('begins anew when the contract goes on to another day', () => {
    const longer = make('contract-end', { endsOn: '2027-07-30' });
    const story = live([make('contract-end'), longer], '2027-01-01', '2027-12-31');
    expect(story.done.size).toBe(4);
  });
});

describe('vote-deadline', () => {
  it('speaks three days before, on the day, and three days after', () => {
    expect(live([make('vote-deadline')], '2026-11-23', '2027-06-01').what()).toEqual([
      'vote-deadline.before 2026-12-04',
      'vote-deadline.due 2026-12-07',
      'vote-deadline.after 2026-12-10',
    ]);
  });

  it('moves off days off: earlier before the deadline, later after it', () => {
    // Three days after Christmas Eve is the Sunday behind the holidays; three days before a Tuesday is a Saturday.
    expect(live([make('vote-deadline', { openedAt: at('2026-12-10') })], '2026-12-10', '2027-02-01').what()).toEqual([
      'vote-deadline.before 2026-12-21',
      'vote-deadline.due 2026-12-24',
      'vote-deadline.after 2026-12-28',
    ]);
    expect(live([make('vote-deadline', { openedAt: at('2026-12-08') })], '2026-12-08', '2027-02-01').what()).toEqual([
      'vote-deadline.before 2026-12-18',
      'vote-deadline.due 2026-12-22',
      'vote-deadline.after 2026-12-28',
    ]);
  });

  it('after downtime says only how it stands now', () => {
    const story = live([make('vote-deadline')], '2026-11-23', '2027-01-31', ['2026-12-02', '2026-12-08']);
    expect(story.what()).toEqual(['vote-deadline.due 2026-12-09', 'vote-deadline.after 2026-12-10']);
    const longer = live([make('vote-deadline')], '2026-11-23', '2027-01-31', ['2026-12-02', '2027-01-09']);
    expect(longer.what()).toEqual(['vote-deadline.after 2027-01-11']);
  });

  it('passes from one stage to the next at eight', () => {
    expect(stages(make('vote-deadline'), at('2026-12-04', '17:59'))).toEqual(['before']);
    expect(stages(make('vote-deadline'), at('2026-12-07', '08:00'))).toEqual(['due']);
    expect(stages(make('vote-deadline'), at('2026-12-10', '08:00'))).toEqual(['after']);
  });

  it('is silent while a question is open, and begins anew with the new deadline', () => {
    const asked = at('2026-12-04', '15:00');
    const open = make('vote-deadline', { pauses: [{ from: asked, to: null }] });
    expect(live([open], '2026-11-23', '2027-06-01').what()).toEqual([]);
    const answered = make('vote-deadline', { pauses: [{ from: asked, to: at('2026-12-14') }] });
    expect(live([answered], '2026-12-14', '2027-06-01').what()).toEqual([
      'vote-deadline.before 2026-12-15',
      'vote-deadline.due 2026-12-18',
      'vote-deadline.after 2026-12-21',
    ]);
  });

  it('does not remind of a deadline that was never three days away', () => {
    const short = make('vote-deadline', { openedAt: at('2026-11-23'), days: 3 });
    expect(live([short], '2026-11-23', '2026-12-31').what()).toEqual([
      'vote-deadline.due 2026-11-26',
      'vote-deadline.after 2026-11-30',
    ]);
  });
});

describe('leaver-reminder', () => {
  it.each<[string, Date, [Day, Day, Day]]>([
    ['a Monday noon', at('2026-11-23'), ['2026-11-24', '2026-11-25', '2026-11-26']],
    ['a Friday', at('2026-11-20'), ['2026-11-23', '2026-11-24', '2026-11-25']],
    ['a Saturday: nobody has seen it before Monday', at('2026-11-21'), ['2026-11-24', '2026-11-25', '2026-11-26']],
    ['a Monday night', at('2026-11-23', '22:00'), ['2026-11-25', '2026-11-26', '2026-11-27']],
    ['before Christmas', at('2026-12-23'), ['2026-12-24', '2026-12-28', '2026-12-29']],
    ['New Year’s Eve', at('2026-12-31'), ['2027-01-04', '2027-01-05', '2027-01-06']],
  ])('climbs on the three working days after %s', (_, openedAt, [first, second, third]) => {
    const story = live([make('leaver-reminder', { openedAt })], berlinDay(openedAt), addDays(third, 30));
    expect(story.what()).toEqual([
      `leaver-reminder.first ${first}`,
      `leaver-reminder.second ${second}`,
      `leaver-reminder.third ${third}`,
    ]);
  });

  it('takes the step that is due after downtime, not all that were missed', () => {
    const open = make('leaver-reminder', { openedAt: at('2026-12-30') });
    const story = live([open], '2026-12-30', '2027-02-01', ['2026-12-31', '2027-01-09']);
    expect(story.what()).toEqual(['leaver-reminder.third 2027-01-11']);
  });
});

describe('retention and snooze', () => {
  it('deletes when the time is over, at night and on days off too, but not between two and three', () => {
    const person = make('retention', { taskEndedAt: at('2026-11-27'), days: 365 });
    expect(stages(person, at('2027-11-27', '03:29'))).toEqual([]);
    expect(stages(person, at('2027-11-27', '03:30'))).toEqual(['delete']);
  });

  it('brings a snoozed reminder back on the morning of its day', () => {
    expect(live([make('snooze')], '2026-11-23', '2027-01-01').what()).toEqual(['snooze.again 2026-12-01']);
    expect(live([make('snooze', { until: '2026-12-25' })], '2026-11-23', '2027-01-31').what()).toEqual([
      'snooze.again 2026-12-28',
    ]);
  });
});

describe('the emergency pack', () => {
  it('is made anew in each night that begins after it was made, also late', () => {
    expect(stages(make('emergency-pack'), at('2026-11-24', '03:29'))).toEqual([]);
    expect(stages(make('emergency-pack'), at('2026-11-24', '03:30'))).toEqual(['make']);
    const late = dueNow([make('emergency-pack')], calendar, at('2026-11-27', '02:00'));
    expect(late.map(({ day }) => day)).toEqual(['2026-11-26']);
  });

  it('is to be printed on the first working day of the month', () =>
    expect(live([make('pack-card')], '2026-11-20', '2027-02-03').what()).toEqual([
      'pack-card.send 2026-11-20',
      'pack-card.send 2026-12-01',
      'pack-card.send 2027-01-04',
      'pack-card.send 2027-02-01',
    ]));
});

describe('a task of an incident', () => {
  it('is asked for once its day is over, and climbs two working days later', () =>
    expect(live([make('incident-task')], '2026-11-20', '2027-02-03').what()).toEqual([
      'incident-task.assignee 2026-11-30',
      'incident-task.lead 2026-12-02',
    ]));

  it('due on a day off is over when the next working day begins', () => {
    const late = make('incident-task', { dueOn: '2026-12-25' });
    expect(live([late], '2026-12-20', '2027-02-03').what()).toEqual([
      'incident-task.assignee 2026-12-28',
      'incident-task.lead 2026-12-30',
    ]);
  });
});

/** Done whenever the machine is there: nobody reads it. */
const UNREAD: readonly DueKind[] = ['retention', 'emergency-pack'];
/** Not held back by quiet hours: a report that nobody confirms, and the 72 hours, which look for office hours themselves. */
const AWAKE: readonly DueKind[] = ['incident-reported', 'gdpr-clock'];

describe('dueNow', () => {
  const all = (Object.keys(MAKE) as DueKind[]).map((kind) => make(kind));

  it('creates nothing a second time when the clock jumps back, by an hour or by months', () => {
    const story = live(all, '2026-11-20', '2027-02-03');
    const keys = [...story.done.keys()];
    const nights = keys.filter((key) => key.startsWith('emergency-pack'));
    expect(nights, 'a pack each night').toHaveLength(71);
    expect(keys.length - nights.length, 'a new kind in MAKE adds the stages it reaches by February').toBe(35);
    for (let day = '2027-02-02'; day >= '2026-11-20'; day = addDays(day, -1))
      for (const time of TICKS.toReversed()) story.tick(at(day, time));
    expect([...story.done.keys()]).toEqual(keys);
  });

  it('says nothing to people in quiet hours, whatever waits', () => {
    for (const now of [at('2027-02-01', '07:59'), at('2027-02-01', '18:00'), at('2027-01-31'), at('2026-12-25')])
      expect(dueNow(all, calendar, now).filter(({ kind }) => ![...UNREAD, ...AWAKE].includes(kind))).toEqual([]);
    expect(dueNow(all, calendar, at('2027-02-01', '08:00')).length).toBeGreaterThan(3);
  });

  const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2026-01-01', n));
  const moment = fc.date({ min: at('2026-01-01'), max: at('2030-12-31'), noInvalidDate: true });
  const subject: fc.Arbitrary<Subject> = fc
    .record({
      kind: fc.constantFrom(...(Object.keys(MAKE) as DueKind[])),
      id: fc.string(),
      moment,
      day,
      days: fc.nat(40),
    })
    .map(({ kind, id, moment, day, days }) =>
      make(kind, {
        id,
        since: moment,
        givenAt: moment,
        openedAt: moment,
        taskEndedAt: moment,
        days,
        until: day,
        endsOn: day,
      } as object),
    );

  it('has at most one stage of a subject due at a time, since a moment that was planned outside the hour of the clock change', () => {
    fc.assert(
      fc.property(subject, moment, (subject, now) => {
        const due = dueNow([subject], calendar, now);
        expect(due.length).toBeLessThanOrEqual(1);
        for (const { key, kind, stage, id, day, from } of due) {
          expect(from.getTime()).toBeLessThanOrEqual(now.getTime());
          expect(UNREAD.includes(kind) || AWAKE.includes(kind) || calendar.quietUntil(from) === null).toBe(true);
          expect(key).toBe(dueKey(kind, stage as never, id, day));
          // In an incident minutes count, from when something was sent.
          if (['notice-unread', 'approval-wait', 'co-sign-wait', 'incident-update', ...AWAKE].includes(kind)) continue;
          const [hour, minute] = new Intl.DateTimeFormat('de-DE', {
            timeZone: 'Europe/Berlin',
            hour: '2-digit',
            minute: '2-digit',
          })
            .format(from)
            .split(':');
          expect(`${hour}:${minute}`).toBe(UNREAD.includes(kind) ? '03:30' : '08:00');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives different things different keys, whatever their ids are', () => {
    const thing = fc
      .constantFrom(...(Object.keys(STAGES) as DueKind[]))
      .chain((kind) => fc.tuple(fc.constant(kind), fc.constantFrom(...STAGES[kind]), idLikeAKey, day));
    fc.assert(
      fc.property(thing, thing, (a, b) => {
        const key = ([kind, stage, id, d]: typeof a) => dueKey(kind, stage as never, id, d);
        expect(key(a) === key(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 300 },
    );
  });

  it('goes once through a whole year for each year, in every year', () => {
    const consent = make('consent-yearly', { givenAt: at('2026-03-02') });
    for (const year of [2027, 2028, 2029]) {
      const story = live(
        [make('january-list'), make('digest'), consent],
        `${year}-01-01`,
        addYears(`${year}-01-01`, 1),
      );
      const count = (kind: DueKind) => [...story.done.values()].filter(({ due }) => due.kind === kind).length;
      expect([count('january-list'), count('digest'), count('consent-yearly')]).toEqual([1, 12, 1]);
    }
  });
});

/** Ids that try to look like the end of one key and the beginning of another. */
const idLikeAKey = fc
  .array(fc.constantFrom('p_1', ' ', '2026-12-01', 'digest.send', '.', ''), { maxLength: 4 })
  .map((parts) => parts.join(''));

describe('notice-unread', () => {
  const starts = (severity: 1 | 2 | 3, sentAt: Date) => {
    const subject = make('notice-unread', { sentAt, severity });
    const ends = dueNow([subject], calendar, at('2026-12-14', '10:00'));
    const found: string[] = [];
    // Minute by minute over two days.
    for (let minute = 0; minute <= 4 * 24 * 60; minute++) {
      const now = new Date(sentAt.getTime() + minute * 60_000);
      for (const { stage } of dueNow([subject], calendar, now)) {
        if (!found.some((one) => one.startsWith(stage))) found.push(`${stage} ${berlinDay(now)} +${minute}`);
      }
    }
    expect(ends.map(({ stage }) => stage)).toEqual(['phone']);
    return found;
  };

  it.each([
    [1, ['again 2026-11-23 +10', 'phone 2026-11-23 +20']],
    [2, ['again 2026-11-23 +30', 'phone 2026-11-23 +60']],
    [3, ['again 2026-11-23 +240', 'phone 2026-11-24 +1320']],
  ] as const)('severity %i by day', (severity, expected) => {
    expect(starts(severity, at('2026-11-23', '10:00'))).toEqual(expected);
  });

  it('is never quiet with severity 1, and waits for the morning with 2 and 3', () => {
    expect(starts(1, at('2026-11-21', '03:05'))).toEqual(['again 2026-11-21 +10', 'phone 2026-11-21 +20']);
    // Monday 17:45: the second message on Tuesday at eight, the list half an hour later.
    expect(starts(2, at('2026-11-23', '17:45'))).toEqual(['again 2026-11-24 +855', 'phone 2026-11-24 +885']);
    expect(starts(3, at('2026-11-23', '17:45'))).toEqual(['again 2026-11-24 +855', 'phone 2026-11-25 +2295']);
  });
});

describe.each(['approval-wait', 'co-sign-wait'] as const)('%s', (kind) => {
  it('is over after the minutes of the city, with severity 1 at night, too', () => {
    const night = at('2026-11-21', '23:00');
    const asked = (severity: 1 | 2, minutes: number) =>
      stages(make(kind, { askedAt: night, minutes, severity }), new Date(night.getTime() + 10 * 60_000));
    expect(asked(1, 10)).toEqual(['next']);
    expect(asked(1, 11)).toEqual([]);
    expect(asked(2, 10)).toEqual([]);
  });
});

/** A reminder put off to a later day, with the reason: it comes back by itself, and others are told as ever. */
import { z } from 'zod';
import { addDays } from '../../bot/time/calendar.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { type Form, type Problem, problemsOn, screens, takeIn } from '../../cards/form.ts';
import type { Button } from '../../cards/node.ts';
import { type Say, sayDay } from '../../cards/text.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { snoozeById } from '../../db/time/due.ts';
import { command } from '../command.ts';
import { receipt, sent, smallForm } from '../participation/small-form.ts';

/** Longer would be a way to never hear of it again. */
const AT_MOST_DAYS = 60;

const form = {
  name: 'snooze',
  version: 1,
  pages: [
    {
      name: 'snooze',
      fields: {
        until: { kind: 'date', words: 'snoozeUntil', required: true, future: true },
        reason: { kind: 'line', words: 'snoozeReason', required: true, min: 3, max: 200 },
      },
    },
  ],
} as const satisfies Form;

/**
 * What can be put off: reminders that wait for days. Neither the next update of an incident nor the 72 hours: there others
 * wait, and the law.
 */
const WHAT = /^(vote|january|consent|after-action|drill-due|account-lost):./;

/** @param what which reminder: `vote:v_1`, `january:fb-41:2027`, `consent:t_1`, `after-action:in_1`, `account-lost:ip_1` */
export const snoozeButton = (say: Say, what: string): Button => ({
  label: say('snooze.button'),
  do: 'snooze',
  args: { what },
});

export const snooze = command({
  name: 'snooze',
  authority: 'known',
  opensForm: (args) => args.sent !== true,
  // It only ever keeps reminders from the person who asks, so nothing more is checked than what it may be called.
  args: z.object({
    what: z.string().max(300).regex(WHAT),
    sent,
  }),
  load: async ({ what }, { tx, by, inputs }) => ({ inputs, known: await snoozeById(tx, `${what} ${by.actor.person}`) }),
  decide: ({ what, sent: filled = false }, { inputs, known }, by) => {
    const screen = screens(form, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const today = berlinDay(by.now);
    const latest = addDays(today, AT_MOST_DAYS);
    const found = filled ? problemsOn(screen, values, today) : [];
    const until = String(values.until ?? '');
    const far: Problem[] =
      found.length === 0 && until > latest
        ? [{ path: 'until', code: 'date-far', args: { max: sayDay(by.say.lang, latest) } }]
        : [];
    const problems = [...found, ...far];
    if (!filled || problems.length > 0) {
      const card = smallForm(form, {
        title: by.say('snooze.title'),
        about: by.say('snooze.about'),
        intro: by.say('snooze.intro'),
        submit: { label: by.say('snooze.save'), do: 'snooze', args: { what } },
        values,
        problems,
        by,
      });
      return { answer: { card, replace: filled } };
    }
    const set = { until, reason: String(values.reason), at: by.now };
    const change: Change = known
      ? update('snoozes', known, set)
      : insert('snoozes', { id: `${what} ${by.actor.person}`, person: by.actor.person, what, ...set });
    return {
      answer: receipt(by.say('snooze.saved', { date: sayDay(by.say.lang, until) }), by),
      changes: [change],
      audit: [{ action: 'snoozed', subject: what, data: { until } }],
    };
  },
});

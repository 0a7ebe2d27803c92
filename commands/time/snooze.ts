/** Puts a reminder off to a later day, with a reason. It comes back by itself; other people's reminders go on. */
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

/** A longer snooze would amount to switching the reminder off. */
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
 * What can be snoozed: reminders that run for days. Not an incident's next update or the 72 hours, which others and the
 * law wait for.
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
  // Anything may be snoozed by name: it only stops the asker's own reminders.
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

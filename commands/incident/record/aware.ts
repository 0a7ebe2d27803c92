/**
 * `/incident aware 21.11.2026 14:30 reason`: corrects since when the city knew, from which the 72 hours run. The
 * timeline keeps the earlier moment.
 */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { AWARE_DAYS, awareProblem, readMoment } from '../../../bot/incident/awareness.ts';
import { gdprDeadline } from '../../../bot/incident/clock.ts';
import { type Form, type Problem, problemsOn, screens, takeIn } from '../../../cards/form.ts';
import { sayTime } from '../../../cards/text.ts';
import { update } from '../../../db/changes.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';

const FORM = {
  name: 'incident-aware',
  version: 1,
  pages: [
    {
      name: 'aware',
      fields: {
        awareAt: { kind: 'line', required: true, max: 60 },
        awareReason: { kind: 'area', required: true, min: 10, max: 2000 },
      },
    },
  ],
} as const satisfies Form;

/** Whether the line has both moment and reason, so that no form is needed. */
const isComplete = (text: string): boolean => {
  const { at, rest } = readMoment(text);
  return at instanceof Date && rest !== '';
};

export const aware = incidentCommand({
  word: 'aware',
  aliases: ['kenntnis'],
  rank: 460,
  line: 2100,
  opensForm: (given, rest) => given.sent !== true && !isComplete(rest),
  args: {
    /** The moment shown when the form was opened. */
    seen: z.coerce.number().int().optional(),
    sent,
  },
  decide: ({ file, rest, args: { seen, sent: filled = false }, inputs }, by) => {
    const { row } = file;
    const { say, now } = by;
    const screen = screens(FORM, {})[0]!;
    const line = readMoment(rest);
    const typed = rest === '' ? {} : { awareAt: line.typed, awareReason: line.rest };
    const values = takeIn(screen, {}, filled ? inputs : typed);
    const begun = filled || rest !== '';
    const { at } = readMoment(String(values.awareAt ?? ''));
    const changed = filled && seen !== undefined && seen !== row.awareAt.getTime();
    const code = changed ? 'moment-changed' : at instanceof Date ? awareProblem(at, row, now) : at;
    const missing = begun ? problemsOn(screen, values, '') : [];
    const wrong: Problem[] =
      begun && code && values.awareAt ? [{ path: 'awareAt', code, args: { days: AWARE_DAYS } }] : [];
    if (!begun || missing.length > 0 || wrong.length > 0 || !(at instanceof Date)) {
      const card = smallForm(FORM, {
        title: say('aware.title'),
        about: `${row.number} ${row.title}`,
        intro: say('aware.intro', { at: sayTime(say.lang, row.awareAt) }),
        submit: {
          label: say('word.save'),
          do: 'incident-aware',
          args: { incident: row.id, seen: row.awareAt.getTime() },
        },
        values,
        problems: [...missing, ...wrong],
        by,
      });
      return { answer: { card: marked(card, row, say), replace: filled } };
    }
    const told = lineBy(file, by, {
      kind: 'aware',
      text: String(values.awareReason).trim(),
      data: { before: row.awareAt.toISOString(), after: at.toISOString() },
    });
    const until = sayTime(say.lang, gdprDeadline(at));
    return {
      answer: receipt(say('aware.saved', { at: sayTime(say.lang, at), until }), by),
      changes: [update('incidents', row, { awareAt: at }), ...told.changes],
      effects: [refresh(subjectOf(file))],
      audit: told.audit,
    };
  },
});

/**
 * `/incident gdpr`: data protection decides, with a reason, whether to report the loss of data to the supervisory
 * authority.
 */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { gdprDeadline } from '../../../bot/incident/clock.ts';
import { refuse } from '../../../bot/refusal.ts';
import { type Form, problemsOn, screens, takeIn } from '../../../cards/form.ts';
import { sayTime } from '../../../cards/text.ts';
import { update } from '../../../db/changes.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import { nameIn } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';

const FORM = {
  name: 'gdpr',
  version: 1,
  pages: [
    {
      name: 'gdpr',
      fields: {
        gdprDecision: { kind: 'choice', required: true, options: ['report', 'no-report'] },
        gdprReason: { kind: 'area', required: true, min: 10, max: 2000 },
        /** The authority has received a report only once its PDF shows a file number. */
        gdprReference: { kind: 'line', required: (values) => values.gdprDecision === 'report', max: 100 },
      },
    },
  ],
} as const satisfies Form;

export const gdpr = incidentCommand({
  word: 'gdpr',
  aliases: ['dsgvo', 'meldepflicht'],
  rank: 450,
  line: 200,
  opensForm: (args) => args.sent !== true,
  args: {
    /** When the decision shown on opening the form was made. 0: none. */
    seen: z.coerce.number().int().default(0),
    sent,
  },
  decide: ({ file, args: { seen, sent: filled = false }, inputs }, by) => {
    const { row } = file;
    // A decision may be changed, but not without having seen one made since the form was opened.
    const decided = row.gdpr ? new Date(row.gdpr.at).getTime() : 0;
    if (filled && seen !== decided && row.gdpr) {
      return refuse('gdpr-decided', { name: nameIn(file.names, row.gdpr.by, by) });
    }
    const screen = screens(FORM, {})[0]!;
    const before = row.gdpr
      ? {
          gdprDecision: row.gdpr.report ? 'report' : 'no-report',
          gdprReason: row.gdpr.reason,
          gdprReference: row.gdpr.reference,
        }
      : {};
    const values = takeIn(screen, before, inputs);
    const problems = filled ? problemsOn(screen, values, '') : [];
    if (!filled || problems.length > 0) {
      const card = smallForm(FORM, {
        title: by.say('gdpr.title'),
        about: `${row.number} ${row.title}`,
        intro: by.say('gdpr.intro', {
          aware: sayTime(by.say.lang, row.awareAt),
          at: sayTime(by.say.lang, gdprDeadline(row.awareAt)),
        }),
        submit: { label: by.say('gdpr.save'), do: 'incident-gdpr', args: { incident: row.id, seen: decided } },
        values,
        problems,
        by,
      });
      return { answer: { card: marked(card, row, by.say), replace: filled } };
    }
    const report = values.gdprDecision === 'report';
    const reference = String(values.gdprReference ?? '').trim();
    const decision = {
      report,
      reason: String(values.gdprReason),
      by: by.actor.person,
      at: by.now.toISOString(),
      ...(reference ? { reference } : {}),
    };
    const line = lineBy(file, by, {
      kind: report ? 'gdpr-report' : 'gdpr-no-report',
      text: decision.reason,
      data: { reference: reference || '–' },
    });
    return {
      answer: receipt(by.say(report ? 'gdpr.saved-report' : 'gdpr.saved-no-report'), by),
      changes: [update('incidents', row, { gdpr: decision }), ...line.changes],
      effects: [refresh(subjectOf(file))],
      audit: line.audit,
    };
  },
});

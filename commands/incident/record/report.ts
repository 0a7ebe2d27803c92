/**
 * `/incident report`: how fast the response was, and the lessons. Figures come from the timeline, lessons from people.
 */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { approvalMinutes, FIGURES, type Figure, figuresOf } from '../../../bot/incident/figures.ts';
import { refuse } from '../../../bot/refusal.ts';
import { type Form, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { update } from '../../../db/changes.ts';
import { textsOf } from '../../../db/incident/communication.ts';
import { type By, command } from '../../command.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import { type IncidentDossier, inIncident, itself, requestedIncident } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';
import { FORMATS } from './formats.ts';
import { type TimelineLine, timeline } from './lines.ts';

/** The questions of the US General Services Administration's toolkit, in our own words. */
const QUESTIONS = ['lessonsWorked', 'lessonsFailed', 'lessonsUnforeseen', 'lessonsChange'] as const;
const FORM = {
  name: 'lessons',
  version: 1,
  pages: [
    {
      name: 'lessons',
      fields: {
        lessonsWorked: { kind: 'area', required: true, max: 2000 },
        lessonsFailed: { kind: 'area', required: true, max: 2000 },
        lessonsUnforeseen: { kind: 'area', max: 2000 },
        lessonsChange: { kind: 'area', required: true, max: 2000 },
      },
    },
  ],
} as const satisfies Form;

export const report = incidentCommand({
  word: 'report',
  aliases: ['bericht'],
  rank: 470,
  bare: true,
  line: 200,
  load: async ({ row }, { tx, by }) => ({
    lines: await timeline(tx, row.id, by.say.lang),
    texts: await textsOf(tx, row.id),
  }),
  decide: ({ file, facts: { lines, texts } }, by) => {
    return { answer: { card: reportCard(file, lines, approvalMinutes(texts), by) } };
  },
});

function reportCard(
  { row }: IncidentDossier,
  lines: readonly TimelineLine[],
  waits: readonly number[],
  { say }: By,
): Card {
  const title = say('report.title', { number: row.number });
  const figures = figuresOf(row.declaredAt, lines);
  // The labels name the unit, minutes.
  const minutes = (value: number | null) => (value === null ? say('report.never') : String(value));
  const args = { incident: row.id };
  const nodes: Node[] = [
    { kind: 'text', text: say('report.intro') },
    {
      kind: 'facts',
      facts: [
        ...(Object.keys(FIGURES) as Figure[]).map((figure) => ({
          label: say(`record.fact.figure.${figure}`),
          value: minutes(figures[figure]),
        })),
        ...(waits.length > 0
          ? [
              {
                label: say('report.approvals'),
                value: waits.map((wait) => say('report.minutes', { count: wait })).join(', '),
              },
            ]
          : []),
      ],
    },
    { kind: 'heading', text: say('report.lessons') },
    { kind: 'text', text: row.afterAction?.text ?? say('report.no-lessons') },
    {
      kind: 'actions',
      buttons: [
        { label: say('report.write'), do: 'incident-lessons', style: 'primary', args },
        ...FORMATS.map(
          (as): Button => ({ label: say(`export.as.${as}`), do: 'incident-export', args: { ...args, as } }),
        ),
      ],
    },
  ];
  return marked({ title, summary: `${title}: ${say('report.intro')}`, lang: say.lang, nodes }, row, say);
}

export const lessons = command({
  name: 'incident-lessons',
  authority: inIncident('export'),
  opensForm: (args) => args.sent !== true,
  args: z.object({
    incident: z.string(),
    /** When the report shown on opening the form was written. 0: none. */
    seen: z.coerce.number().int().default(0),
    sent,
  }),
  load: async ({ incident }, context) => ({ file: await requestedIncident(incident, context), inputs: context.inputs }),
  about: itself,
  decide: ({ seen, sent: filled = false }, { file, inputs }, by) => {
    if (!file) return refuse('no-incident');
    const { row } = file;
    const before = row.afterAction ? new Date(row.afterAction.at).getTime() : 0;
    if (filled && seen !== before && row.afterAction) return refuse('moved-on');
    const screen = screens(FORM, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const problems = filled ? problemsOn(screen, values, '') : [];
    if (!filled || problems.length > 0) {
      const card = smallForm(FORM, {
        title: by.say('report.write'),
        about: `${row.number} ${row.title}`,
        intro: by.say('report.write-intro'),
        submit: { label: by.say('report.save'), do: 'incident-lessons', args: { incident: row.id, seen: before } },
        values,
        problems,
        by,
      });
      return { answer: { card: marked(card, row, by.say), replace: filled } };
    }
    const text = written(values, by);
    const line = lineBy(file, by, { kind: 'after-action', text });
    return {
      answer: receipt(by.say('report.saved'), by),
      changes: [
        update('incidents', row, { afterAction: { text, by: by.actor.person, at: by.now.toISOString() } }),
        ...line.changes,
      ],
      effects: [refresh(subjectOf(file))],
      audit: line.audit,
    };
  },
});

const written = (values: Values, { say }: By): string =>
  QUESTIONS.filter((question) => String(values[question] ?? '').trim() !== '')
    .map((question) => `${say(`field.${question}`)}: ${String(values[question]).trim()}`)
    .join('\n');

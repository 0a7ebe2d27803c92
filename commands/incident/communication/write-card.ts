/** The form for writing a public text. It has two fields, because Slack limits a field to 3,000 characters. */
import type { Finding } from '../../../bot/incident/external-check.ts';
import type { TextKind } from '../../../bot/incident/external-text.ts';
import type { Form, Problem, Values } from '../../../cards/form.ts';
import type { OutsideLang } from '../../../cards/incident/outside-templates.ts';
import type { Card } from '../../../cards/node.ts';
import type { By } from '../../command.ts';
import { smallForm } from '../../participation/small-form.ts';
import type { IncidentDossier } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { findingLines } from './findings.ts';

const FIELD = 3000;

export const writing = {
  name: 'incident-text',
  version: 1,
  pages: [
    {
      name: 'text',
      fields: {
        body: { kind: 'area', words: 'outsideBody', required: true, min: 10, max: FIELD },
        more: { kind: 'area', words: 'outsideMore', max: FIELD },
      },
    },
  ],
} as const satisfies Form;

/** Splits a text into the fields, at a paragraph break if possible. */
function fieldsOfBody(body: string): Values {
  if (body.length <= FIELD) return { body };
  const breaks = [...body.matchAll(/\n\n/g)].map(({ index }) => index);
  const at = breaks.filter((place) => place <= FIELD && body.length - place - 2 <= FIELD).at(-1);
  // Every text came through these two fields. One from elsewhere is split as well as they allow.
  return at === undefined
    ? { body: body.slice(0, FIELD), more: body.slice(FIELD) }
    : { body: body.slice(0, at), more: body.slice(at + 2) };
}

export const bodyOfFields = ({ body, more }: Values): string =>
  [body, more].filter((part) => typeof part === 'string' && part !== '').join('\n\n');

type Writing = {
  kind: TextKind;
  lang: OutsideLang;
  body: string;
  args: Record<string, string | number>;
  values?: Values;
  problems?: Problem[];
  /** What blocks the text, if it is already under review. */
  findings?: readonly Finding[];
};

export function writingCard(
  { row }: IncidentDossier,
  { kind, body, args, values, problems = [], findings = [] }: Writing,
  by: By,
): Card {
  const card = smallForm(writing, {
    title: by.say('text.write'),
    about: `${row.number} – ${by.say(`text.kind.${kind}`)}`,
    intro:
      findings.length > 0
        ? [by.say('text.findings'), ...findingLines(findings, by.say.lang)].join('\n')
        : by.say('text.write-intro'),
    submit: { label: by.say('text.save'), do: 'incident-text', args },
    values: values ?? fieldsOfBody(body),
    problems,
    by,
  });
  return marked(card, row, by.say);
}

/** A report, as one line or as the small form with four questions. Both give the same result. */

import { SEVERITIES, type Severity } from '../../../bot/incident/lifecycle.ts';
import { readLine, withoutOptions } from '../../../bot/incident/selection.ts';
import type { Control } from '../../../bot/incident/stage.ts';
import { type Form, type Problem, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import type { Card } from '../../../cards/node.ts';
import type { By } from '../../command.ts';
import { smallForm } from '../../participation/small-form.ts';

/** As much as a chat message holds, and more than anybody reads in an emergency. */
export const FORM_TEXT = 6000;

const ACCESS = ['yes', 'no', 'unclear'] as const;

const FORM: Form = {
  name: 'incident',
  version: 1,
  pages: [
    {
      name: 'incident',
      fields: {
        what: { kind: 'line', words: 'incident-what', required: true, max: 500 },
        happened: { kind: 'area', words: 'incident-happened', max: 3000 },
        access: { kind: 'choice', words: 'incident-access', options: ACCESS },
        severity: { kind: 'choice', words: 'incident-severity', options: SEVERITIES.map(String) },
      },
    },
  ],
};

const CONTROL = { yes: 'secured', no: 'lost', unclear: 'unclear' } as const satisfies Record<
  (typeof ACCESS)[number],
  Control
>;

/** `line`: as typed, or the form's first field. `more`: the form's text. */
export type Report = { line: string; more: string; severity?: Severity; control?: Control };
type Asked = { values: Values; problems: Problem[] };

/** @returns a report, or the form to show: empty, prefilled from a line, or with its problems */
export function reported(given: {
  text: string | undefined;
  form: boolean | undefined;
  again: boolean | undefined;
  inputs: Values;
}): Report | Asked {
  const { text, form, again, inputs } = given;
  if (again) {
    const screen = screens(FORM, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const problems = problemsOn(screen, values, '');
    if (problems.length > 0) return { values, problems };
    const line = String(values.what);
    const read = readLine(line);
    const control = CONTROL[values.access as keyof typeof CONTROL] ?? read.control;
    const severity = values.severity ? (Number(values.severity) as Severity) : read.severity;
    return {
      line,
      more: String(values.happened ?? ''),
      ...(severity ? { severity } : {}),
      ...(control ? { control } : {}),
    };
  }
  if (text === undefined) return { values: {}, problems: [] };
  const { severity, control } = readLine(text);
  if (!form) return { line: text, more: '', ...(severity ? { severity } : {}), ...(control ? { control } : {}) };
  const [what = '', ...words] = withoutOptions(text).split(/\s+/);
  const access = ACCESS.find((one) => CONTROL[one] === control);
  const values: Values = {
    what,
    ...(words.length > 0 ? { happened: words.join(' ') } : {}),
    ...(access ? { access } : {}),
    ...(severity ? { severity: String(severity) } : {}),
  };
  return { values, problems: [] };
}

export function askedCard({ values, problems }: Asked, by: By): Card {
  return smallForm(FORM, {
    title: by.say('incident.form.title'),
    about: by.say('incident.form.about'),
    intro: by.say('incident.form.intro'),
    submit: { label: by.say('incident.declare'), do: 'incident-declare' },
    values,
    problems,
    by,
  });
}

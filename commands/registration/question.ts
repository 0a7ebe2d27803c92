/** One question of the conversation as a small card: label, hint, choices as buttons, and back, skip and form. */

import type { Problem, Values } from '../../cards/form.ts';
import { isRequired, scope } from '../../cards/form.ts';
import {
  inputOf,
  type Names,
  optionsOf,
  type Question,
  questions,
  sayProblem,
  showValue,
} from '../../cards/form-card.ts';
import type { Button, Card, Node, Option } from '../../cards/node.ts';
import type { Say } from '../../cards/text.ts';
import { keyed } from '../keyed.ts';
import { form } from './check.ts';

type QuestionCard = {
  draft: string;
  values: Values;
  question: Question;
  problem?: Problem;
  people: Option[];
  names: Names;
  say: Say;
};

/** The questions the conversation asks: all but those folded away in the form. */
export const asked = (values: Values): Question[] => questions(form, values).filter(({ field }) => !field.more);

export function questionCard({ draft, values, question, problem, people, names, say }: QuestionCard): Card {
  const lang = say.lang;
  const { screen, name, field, path } = question;
  const input = inputOf(lang, screen, name, field, values, { people, names });
  const all = asked(values);
  const number = all.findIndex((candidate) => candidate.path === path) + 1;
  const options = field.kind === 'person' ? people.slice(0, 10) : optionsOf(lang, name, field);
  const press = (value: string): Pick<Button, 'do' | 'args'> => ({ do: 'hear', args: { draft, path, value } });
  const value = scope(screen, values)[name];
  const page = keyed(lang, `page.${screen.page.name}`);
  const entry =
    screen.entry === undefined ? '' : ` · ${say('form.entry', { entry: screen.entry + 1, of: screen.of ?? 1 })}`;
  const how = HOW[field.kind];
  const nodes: Node[] = [
    { kind: 'note', text: `${page}${entry} · ${say('talk.progress', { number, of: all.length })}` },
    { kind: 'heading', text: input.label },
    ...(input.hint ? [{ kind: 'text', text: input.hint } as const] : []),
    ...(problem ? [{ kind: 'banner', tone: 'warning', text: sayProblem(lang, problem) } as const] : []),
    ...(value === undefined
      ? []
      : [{ kind: 'note', text: say('talk.so-far', { value: showValue(lang, name, field, value, names) }) } as const]),
    ...(field.kind === 'choices'
      ? [{ kind: 'text', text: options.map((option, index) => `${index + 1}. ${option.label}`).join('\n') } as const]
      : []),
    { kind: 'note', text: how === 'text' && field.kind === 'area' ? say('talk.how.area') : say(`talk.how.${how}`) },
    ...(options.length > 0 && field.kind !== 'choices'
      ? [
          {
            kind: 'actions',
            buttons: options.slice(0, 20).map((option) => ({ label: option.label, ...press(option.value) })),
          } as const,
        ]
      : []),
    {
      kind: 'actions',
      buttons: [
        ...(number > 1 ? [{ label: say('form.back'), do: 'hear', args: { draft, path, go: 'back' } }] : []),
        ...(isRequired(field, screen, values) && value === undefined
          ? [{ label: say('talk.later'), do: 'hear', args: { draft, path, go: 'skip' } }]
          : [{ label: say('form.skip'), do: 'hear', args: { draft, path, go: 'skip' } }]),
        { label: say('talk.form'), do: 'hear', args: { draft, path, go: 'form' } },
      ],
    },
  ];
  return { title: input.label, summary: `${input.label}. ${input.hint ?? ''}`.trim(), lang, nodes };
}

const HOW = {
  line: 'text',
  area: 'text',
  link: 'text',
  number: 'text',
  date: 'date',
  choice: 'tap',
  yesno: 'tap',
  choices: 'numbers',
  person: 'person',
} as const;

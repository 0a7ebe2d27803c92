/**
 * How a form's table of fields is shown: a screen's inputs, the questions of the conversation, values as people read
 * them.
 */
import {
  type Field,
  type Form,
  fieldSchema,
  fieldsOf,
  isEmpty,
  isRequired,
  limitsOf,
  type Problem,
  type Screen,
  scope,
  screens,
  type Values,
} from './form.ts';
import type { Input, Lang, Node, Option } from './node.ts';
import { say, sayDay, sayIfKnown } from './text.ts';

export type Names = (person: string) => string;

/** The input node of one field. */
export function inputOf(
  lang: Lang,
  screen: Screen,
  name: string,
  field: Field,
  values: Values,
  more: { problem?: Problem | undefined; people?: Option[]; names?: Names } = {},
): Input {
  const word = field.words ?? name;
  const value = scope(screen, values)[name];
  const hint = sayIfKnown(lang, `field.${word}.hint`);
  const base = {
    name: screen.prefix + name,
    label: label(lang, name, field),
    required: isRequired(field, screen, values),
    ...(hint ? { hint } : {}),
    ...(more.problem ? { problem: sayProblem(lang, more.problem) } : {}),
  };
  const text = isEmpty(value) ? {} : { value: String(value) };
  switch (field.kind) {
    case 'line':
    case 'area':
      return { kind: field.kind, ...base, ...text, max: limitsOf(field).max };
    case 'link':
      return { kind: 'line', ...base, ...text, max: limitsOf(field).max, placeholder: 'https://' };
    case 'number':
      return { kind: 'number', ...base, ...text };
    case 'date':
      // An invalid day would make the chat refuse the whole card.
      return { kind: 'date', ...base, ...(fits(field, value) ? text : {}) };
    case 'choice':
    case 'yesno':
      return { kind: 'choice', ...base, ...text, options: optionsOf(lang, name, field) };
    case 'choices':
      return {
        kind: 'choices',
        ...base,
        value: Array.isArray(value) ? value.map(String) : [],
        options: optionsOf(lang, name, field),
      };
    case 'person':
      return {
        kind: 'person',
        ...base,
        ...text,
        ...(isEmpty(value) || !more.names ? {} : { shown: more.names(String(value)) }),
        options: more.people ?? [],
      };
  }
}

const fits = (field: Field, value: unknown): boolean => fieldSchema(field).safeParse(value).success;

export function label(lang: Lang, name: string, field: Field): string {
  return sayIfKnown(lang, `field.${field.words ?? name}`) ?? name;
}

export function optionsOf(lang: Lang, name: string, field: Field): Option[] {
  const values = field.kind === 'yesno' ? ['yes', 'no'] : (field.options ?? []);
  return values.map((value) => ({ value, label: optionLabel(lang, name, field, value) }));
}

function optionLabel(lang: Lang, name: string, field: Field, value: string): string {
  if (field.kind === 'yesno') return say(lang)(value === 'yes' ? 'word.yes' : 'word.no');
  return sayIfKnown(lang, `option.${field.words ?? name}.${value}`) ?? value;
}

export function sayProblem(lang: Lang, problem: Problem): string {
  return sayIfKnown(lang, `problem.${problem.code}`, problem.args ?? {}) ?? problem.code;
}

/** A value as people read it. */
export function showValue(lang: Lang, name: string, field: Field, value: unknown, names: Names): string {
  if (isEmpty(value)) return '–';
  switch (field.kind) {
    case 'choice':
    case 'yesno':
      return optionLabel(lang, name, field, String(value));
    case 'choices':
      return [value]
        .flat()
        .map((item) => optionLabel(lang, name, field, String(item)))
        .join(', ');
    case 'date':
      return fits(field, value) ? sayDay(lang, String(value)) : String(value);
    case 'person':
      return names(String(value));
    case 'line':
    case 'area':
    case 'link':
    case 'number':
      return String(value);
  }
}

/** Nodes of one screen: fields marked `more` are folded away, unless they have a problem. */
export function drawScreen(
  lang: Lang,
  screen: Screen,
  values: Values,
  more: { problems: Problem[]; people: Option[]; names: Names },
): Node[] {
  const inputs = fieldsOf(screen, values).map(([name, field]) => ({
    folded: field.more === true && !more.problems.some((problem) => problem.path === screen.prefix + name),
    node: inputOf(lang, screen, name, field, values, {
      ...more,
      problem: more.problems.find((problem) => problem.path === screen.prefix + name),
    }),
  }));
  const folded = inputs.filter((input) => input.folded).map((input) => input.node);
  const fold: Node[] =
    folded.length === 0
      ? []
      : [
          {
            kind: 'fold',
            id: 'more',
            title: say(lang)('form.more', { count: folded.length }),
            open: false,
            nodes: folded,
          },
        ];
  return [...inputs.filter((input) => !input.folded).map((input) => input.node), ...fold];
}

/** One question of the conversation. */
export type Question = { screen: Screen; name: string; field: Field; path: string };

export function questions(form: Form, values: Values): Question[] {
  return screens(form, values).flatMap((screen) =>
    fieldsOf(screen, values).map(([name, field]) => ({ screen, name, field, path: screen.prefix + name })),
  );
}

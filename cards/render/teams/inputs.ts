/**
 * Inputs as Adaptive Card elements. Only the server checks values, so that "back" and "save" never get stuck in the
 * client.
 */
import type { Input, Lang, Option } from '../../node.ts';
import { RENDER_WORDS } from '../render-words.ts';
import { WORDS } from './adaptive-words.ts';
import { inputId, listItem, NO_ANSWER, typedId } from './data.ts';
import { type Element, isInert, label, lines, literal, withoutListMark } from './text.ts';

/**
 * Where a person is searched for. `list`: in the options, with a line beside it for other names. `graph`: also in the
 * whole city, by Teams itself. `free`: the list accepts other names, too (the local page passes on what is typed).
 */
export type People = 'list' | 'graph' | 'free';

/** The longest typed name. */
const NAME = 200;
/** Up to this number all choices are visible; more become a menu. */
const EXPANDED = 5;

export function drawInput(input: Input, lang: Lang, people: People): Element[] {
  const id = inputId(input.name);
  const [control, ...more] = CONTROLS[input.kind]({ ...input, name: id } as never, lang, people);
  // Clients refuse a list without choices; a line says so instead.
  if (!control) return lines(`${label(input.label)}: ${RENDER_WORDS[lang].noOptions}`);
  const title = label(input.label) + (input.required ? ` (${WORDS[lang].required})` : '');
  // Element ids must be unique in a card; those of inputs can't contain a colon.
  const problem = input.problem
    ? lines(`⚠ ${input.problem}`, { color: 'Attention', spacing: 'Small', id: `${id}:problem` })
    : [];
  const hint = input.hint
    ? lines(input.hint, { size: 'Small', isSubtle: true, spacing: 'Small', id: `${id}:hint` })
    : [];
  return [{ ...control, id, label: title, isRequired: false, spacing: 'Medium' }, ...problem, ...more, ...hint];
}

type Controls = { [K in Input['kind']]: (input: Extract<Input, { kind: K }>, lang: Lang, people: People) => Element[] };

const CONTROLS: Controls = {
  line: (input) => [text(input, input.max)],
  area: (input) => [{ ...text(input, input.max), isMultiline: true }],
  number: (input) => {
    const value = input.value?.trim().replace(',', '.');
    // A typed "zwölf" does not fit a number field, but it must stay where it was typed.
    if (value !== undefined && value !== '' && !/^-?\d{1,15}(\.\d{1,6})?$/.test(value)) return [text(input, 40)];
    return [
      {
        type: 'Input.Number',
        ...(value ? { value: Number(value) } : {}),
        ...(input.placeholder ? { placeholder: label(input.placeholder) } : {}),
      },
    ];
  },
  date: (input) => {
    if (input.value && !isDay(input.value)) return [text(input, 40)];
    return [{ type: 'Input.Date', ...(input.value ? { value: input.value } : {}) }];
  },
  choice: (input, lang) => {
    const none: Option[] = input.required ? [] : [{ value: NO_ANSWER, label: WORDS[lang].noAnswer }];
    const options = known(input.options, input.value);
    if (options.length === 0) return [];
    const all = [...options, ...none];
    return [
      { ...choices(all, false, input.options.length <= EXPANDED), ...(input.value ? { value: input.value } : {}) },
    ];
  },
  choices: (input) => {
    if (input.options.length === 0) return [];
    const value = (input.value ?? []).map(listItem).join(',');
    const options = input.options.map((option) => ({ ...option, value: listItem(option.value) }));
    return [{ ...choices(options, true, true), ...(value ? { value } : {}) }];
  },
  person: (input, lang, people) => {
    const typed = input.value !== undefined && input.value !== '' && isTypedName(input) ? input.value : undefined;
    const picked = typed === undefined ? input.value : undefined;
    const options = known(input.options, picked, input.shown);
    if (options.length === 0 && people !== 'graph')
      return [text({ ...input, placeholder: WORDS[lang].nameOrder }, NAME)];
    const list: Element = {
      ...choices(options, false, false),
      style: 'filtered',
      placeholder: WORDS[lang].findPerson,
      ...(people === 'graph' ? { 'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' } } : {}),
    };
    if (people === 'free') {
      return [{ ...list, placeholder: WORDS[lang].findOrType, ...(input.value ? { value: input.value } : {}) }];
    }
    const other: Element = {
      type: 'Input.Text',
      id: typedId(input.name),
      label: WORDS[lang].otherPerson,
      placeholder: WORDS[lang].nameOrder,
      isRequired: false,
      maxLength: NAME,
      spacing: 'Small',
      ...(typed === undefined ? {} : { value: typed }),
    };
    return [{ ...list, ...(picked ? { value: picked } : {}) }, other];
  },
};

function text(input: { value?: string; placeholder?: string }, max: number): Element {
  return {
    type: 'Input.Text',
    maxLength: Math.max(1, Math.floor(max)),
    ...(input.value ? { value: input.value } : {}),
    ...(input.placeholder ? { placeholder: label(input.placeholder) } : {}),
  };
}

/**
 * Clients read labels of radio buttons and check boxes as markdown, those of menus not: labels that aren't inert get a
 * menu.
 */
function choices(options: readonly Option[], multi: boolean, roomy: boolean): Element {
  const drawn = options.map((option) => ({
    title: withoutListMark(label(option.label) || literal(option.value)),
    value: option.value,
  }));
  const expanded = roomy && drawn.every((choice) => isInert(choice.title));
  return {
    type: 'Input.ChoiceSet',
    style: expanded ? 'expanded' : 'compact',
    ...(multi ? { isMultiSelect: true } : {}),
    wrap: true,
    choices: drawn,
  };
}

/** The chosen value must be among the options, or clients show and send nothing. */
function known(options: readonly Option[], value: string | undefined, shown?: string): Option[] {
  const usable = options.filter((option) => option.value !== '');
  if (!value || usable.some((option) => option.value === value)) return usable;
  return [{ value, label: shown ?? value }, ...usable];
}

function isTypedName(input: Extract<Input, { kind: 'person' }>): boolean {
  const isOption = input.options.some((option) => option.value === input.value);
  return !isOption && (input.shown === undefined || input.shown === input.value);
}

function isDay(value: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Ids of the inputs that hold a value when the card is drawn: see `filled` in data.ts. */
export function filledIds(elements: readonly Element[]): string[] {
  return elements
    .filter((element) => element.type.startsWith('Input.') && element.value !== undefined)
    .map((element) => String(element.id));
}

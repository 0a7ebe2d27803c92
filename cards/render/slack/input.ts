/** Draws inputs as Slack input blocks. The block_id is the field's name; problems are shown in a line below. */
import type { Input, Lang, Node, Option } from '../../node.ts';
import { clean, cut, isBlank, oneLine } from '../cut.ts';
import { LIMITS } from '../limits.ts';
import { RENDER_WORDS, TONE_SIGNS } from '../render-words.ts';
import { contexts, type Ids, line, lines } from './parts.ts';
import type { InputBlock, InputElement, SlackBlock, SlackOption, SlackOptions } from './types.ts';

const MAX = LIMITS.slack;
/** Suffix to a person field's name: the block in which somebody not in the list is typed. */
export const TYPED = '__typed';

type Draw = { lang: Lang; ids: Ids };
type Of<K extends Input['kind']> = Extract<Node, { kind: K }>;

export function drawLine(node: Of<'line'>, draw: Draw): SlackBlock[] {
  return typedInput(node, oneLine(node.value ?? ''), {}, draw);
}

export function drawArea(node: Of<'area'>, draw: Draw): SlackBlock[] {
  return typedInput(node, clean(node.value ?? ''), { multiline: true }, draw);
}

export function drawNumber(node: Of<'number'>, draw: Draw): SlackBlock[] {
  const value = node.value ?? '';
  // A value typed in another chat must be shown unchanged, or nobody sees what the problem is about.
  if (value !== '' && !/^-?\d{1,15}(\.\d{1,6})?$/.test(value))
    return drawLine({ ...node, kind: 'line', max: 100 }, draw);
  return block(
    node,
    {
      type: 'number_input',
      action_id: actionId('number', value),
      is_decimal_allowed: true,
      ...(value === '' ? {} : { initial_value: value }),
      ...placeholder(node.placeholder),
    },
    draw,
  );
}

export function drawDate(node: Of<'date'>, draw: Draw): SlackBlock[] {
  const value = node.value ?? '';
  if (value !== '' && !isDay(value)) return drawLine({ ...node, kind: 'line', max: 100 }, draw);
  return block(
    node,
    { type: 'datepicker', action_id: actionId('date', value), ...(value === '' ? {} : { initial_date: value }) },
    draw,
  );
}

export function drawChoice(node: Of<'choice'>, draw: Draw): SlackBlock[] {
  const options = optionsOf(node.options);
  const chosen = options.find((option) => option.value === node.value);
  const initial = chosen ? { initial_option: chosen } : {};
  if (options.length === 0) return noOptions(node, draw);
  if (options.length <= MAX.radioOptions) {
    return block(node, { type: 'radio_buttons', action_id: actionId('choice', node.value), options, ...initial }, draw);
  }
  const menu = { ...grouped(options), ...placeholder(RENDER_WORDS[draw.lang].choose) };
  return block(node, { type: 'static_select', action_id: actionId('choice', node.value), ...menu, ...initial }, draw);
}

export function drawChoices(node: Of<'choices'>, draw: Draw): SlackBlock[] {
  const options = optionsOf(node.options);
  const chosen = options.filter((option) => node.value?.includes(option.value));
  const initial = chosen.length > 0 ? { initial_options: chosen } : {};
  const action_id = actionId('choices', node.value?.join());
  if (options.length === 0) return noOptions(node, draw);
  if (options.length <= MAX.radioOptions) {
    return block(node, { type: 'checkboxes', action_id, options, ...initial }, draw);
  }
  const menu = { ...grouped(options), ...placeholder(RENDER_WORDS[draw.lang].choose) };
  return block(node, { type: 'multi_static_select', action_id, ...menu, ...initial }, draw);
}

/**
 * A menu of the given people, and a line to type anybody else. It is Slack's own people menu if none are given, or if
 * the value is a Slack id. The menu is never required, because the line may be filled instead; the hint says so.
 */
export function drawPerson(node: Of<'person'>, draw: Draw): SlackBlock[] {
  const words = RENDER_WORDS[draw.lang];
  const hint = [node.required ? words.personRequired : '', node.hint ?? ''].filter((text) => text !== '').join(' ');
  const menu = block({ ...node, required: false, hint }, people(node, words.choose), draw);
  const id = menu.find((part) => part.type === 'input')?.block_id;
  const typed: InputBlock = {
    type: 'input',
    block_id: draw.ids.block(`${id}${TYPED}`),
    label: line(words.anotherPerson, MAX.label),
    element: { type: 'plain_text_input', action_id: actionId('typed', undefined), max_length: 200 },
    optional: true,
  };
  const [select, ...problem] = menu;
  return [...(select ? [select] : []), typed, ...problem];
}

function people(node: Of<'person'>, choose: string): InputElement {
  const action_id = actionId('person', node.value);
  if (node.value !== undefined && /^[UW][A-Z0-9]{6,20}$/.test(node.value)) {
    return { type: 'users_select', action_id, initial_user: node.value, ...placeholder(choose) };
  }
  const known = node.value === undefined || node.options.some((option) => option.value === node.value);
  const current = known ? [] : [{ value: node.value ?? '', label: node.shown ?? node.value ?? '' }];
  const options = optionsOf([...current, ...node.options]);
  if (options.length === 0) return { type: 'users_select', action_id, ...placeholder(choose) };
  const chosen = options.find((option) => option.value === node.value);
  const initial = chosen ? { initial_option: chosen } : {};
  return { type: 'static_select', action_id, ...grouped(options), ...placeholder(choose), ...initial };
}

function typedInput(
  node: Of<'line'> | Of<'area'>,
  value: string,
  more: { multiline?: true },
  draw: Draw,
): SlackBlock[] {
  const max_length = Math.min(Math.max(1, Math.floor(node.max) || 1), MAX.inputLength);
  const initial = cut(value, max_length);
  const element: InputElement = {
    type: 'plain_text_input',
    action_id: actionId(node.kind, node.value),
    ...more,
    max_length,
    ...(isBlank(initial) ? {} : { initial_value: initial }),
    ...placeholder(node.placeholder),
  };
  const note = initial === value ? [] : contexts(`${TONE_SIGNS.warning} ${RENDER_WORDS[draw.lang].valueCut}`);
  return [...block(node, element, draw), ...note];
}

function block(node: Input, element: InputElement, draw: Draw): SlackBlock[] {
  const input: InputBlock = {
    type: 'input',
    block_id: draw.ids.block(node.name),
    label: line(isBlank(node.label) ? node.name : node.label, MAX.label),
    element,
    optional: !node.required,
    ...(isBlank(node.hint ?? '') ? {} : { hint: lines(node.hint ?? '', MAX.hint) }),
  };
  return [input, ...problem(node)];
}

/** Slack refuses a menu without options, so a line says that there are none. */
function noOptions(node: Input, draw: Draw): SlackBlock[] {
  return [...contexts(`${oneLine(node.label)}: ${RENDER_WORDS[draw.lang].noOptions}`), ...problem(node)];
}

function problem(node: Input): SlackBlock[] {
  return isBlank(node.problem ?? '') ? [] : contexts(`${TONE_SIGNS.warning} ${cut(node.problem ?? '', MAX.problem)}`);
}

const placeholder = (text: string | undefined): { placeholder?: ReturnType<typeof line> } =>
  isBlank(text ?? '') ? {} : { placeholder: line(text ?? '', MAX.placeholder) };

/** Options with a value, each value once. Values over Slack's length can't be returned whole and are left out. */
function optionsOf(options: readonly Option[]): SlackOption[] {
  const seen = new Map<string, SlackOption>();
  for (const { value, label } of options) {
    if (isBlank(value) || value.length > MAX.optionValue || seen.has(value)) continue;
    seen.set(value, { text: line(isBlank(label) ? value : label, MAX.optionText), value });
  }
  return [...seen.values()].slice(0, MAX.selectOptions * MAX.selectGroups);
}

/** Up to 100 options in one list; more in groups named after their first and last option. */
function grouped(options: SlackOption[]): SlackOptions {
  if (options.length <= MAX.selectOptions) return { options };
  const option_groups: { label: SlackOption['text']; options: SlackOption[] }[] = [];
  for (let at = 0; at < options.length; at += MAX.selectOptions) {
    const group = options.slice(at, at + MAX.selectOptions);
    const [first, last] = [group[0], group.at(-1)].map((option) => cut(option?.text.text ?? '', 35));
    option_groups.push({ label: line(`${first} – ${last}`, MAX.optionText), options: group });
  }
  return { option_groups };
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
}

/**
 * Slack keeps an input's content while block_id and action_id stay the same, even if the new view has another value
 * (surfaces/modals; slackapi/bolt-python#572). So the id contains a hash of our value. If the bot fills in a field (the
 * platform read from a link), the hash changes and the value shows; otherwise what people typed stays.
 */
function actionId(kind: string, value: string | undefined): string {
  if (value === undefined || value === '') return kind;
  let mark = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) mark = Math.imul(mark ^ value.charCodeAt(at), 0x01000193) >>> 0;
  return `${kind}-${mark.toString(36)}`;
}

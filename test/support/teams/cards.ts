/** Adaptive Cards as a client reads them: faults, inputs, buttons, text. */
import { createRequire } from 'node:module';
import type { CardJson } from './world.ts';

// `import 'adaptivecards'` fails in Node (ESM without extensions); the UMD build parses without a document.
const AC = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof import('adaptivecards');

/** Limit of old clients and webhooks, in bytes of UTF-8. */
const MOST_BYTES = 28 * 1024;

/** Buttons that a client shows in a row. */
const VISIBLE_ACTIONS = 6;

/** What Teams or the official parser would reject. */
export function faultsOf(card: CardJson): string[] {
  const faults: string[] = [];
  const size = Buffer.byteLength(JSON.stringify(card));
  if (size > MOST_BYTES) faults.push(`the card has ${size} bytes`);
  if (card.type !== 'AdaptiveCard') faults.push(`its type is ${String(card.type)}`);
  if (!(Number(card.version) <= 1.5)) faults.push(`its version is ${String(card.version)}`);
  // The parser's pattern for `lang` is global and keeps its position, so it would reject every second card.
  const lang = AC.CardElement.langProperty as unknown as { regEx: RegExp };
  lang.regEx.lastIndex = 0;
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  const parsed = new AC.AdaptiveCard();
  parsed.hostConfig = new AC.HostConfig({ actions: { maxActions: VISIBLE_ACTIONS } });
  parsed.parse(card, context);
  for (let index = 0; index < context.eventCount; index += 1) faults.push(context.getEventAt(index).message);
  for (const event of parsed.validateProperties().validationEvents) faults.push(event.message);
  // Teams' people picker is documented on cards of version 1.2; the open schema knows its property from 1.6.
  return faults.filter((fault) => !fault.startsWith('Property "choices.data" is supported in version 1.6'));
}

type Element = Record<string, unknown>;
/** All elements and actions of a card in reading order, including folds and nested cards. */
function* elements(part: unknown): Generator<Element> {
  if (Array.isArray(part)) {
    for (const one of part) yield* elements(one);
  } else if (typeof part === 'object' && part !== null) {
    const element = part as Element;
    if (typeof element.type === 'string') yield element;
    for (const [name, value] of Object.entries(element)) {
      // A fallback is another drawing of the same button, and `data` is not an element.
      if (name !== 'fallback' && name !== 'data') yield* elements(value);
    }
  }
}

export type ButtonOnCard = { title: string; do: string; verb: string; data: Record<string, unknown> };

/** Buttons that call the bot. One with a confirmation counts under both titles: pressing it also confirms. */
export function buttonsOf(card: CardJson): ButtonOnCard[] {
  const found: ButtonOnCard[] = [];
  const inner = new Map<unknown, string>();
  for (const element of elements(card)) {
    if (element.type === 'Action.ShowCard') {
      for (const action of elements(element.card)) {
        if (action.type === 'Action.Execute') inner.set(action, String(element.title));
      }
    }
    if (element.type !== 'Action.Execute') continue;
    const data = (element.data ?? {}) as Record<string, unknown>;
    const button = { title: String(element.title), do: String(data.do ?? ''), verb: String(element.verb ?? ''), data };
    const question = inner.get(element);
    found.push(...(question === undefined ? [button] : [{ ...button, title: question }, button]));
  }
  return found;
}

export type InputOnCard = {
  id: string;
  label: string;
  kind: string;
  value?: string;
  most?: number;
  multi: boolean;
  /** Undefined: any value is allowed (people are searched outside the card). */
  choices?: { title: string; value: string }[];
};

export function inputsOf(card: CardJson): InputOnCard[] {
  const found: InputOnCard[] = [];
  for (const element of elements(card)) {
    if (!String(element.type).startsWith('Input.')) continue;
    const choices = element.choices as { title: string; value: string }[] | undefined;
    const searches = element['choices.data'] !== undefined;
    found.push({
      id: String(element.id),
      label: String(element.label ?? ''),
      kind: String(element.type),
      multi: element.isMultiSelect === true,
      ...(element.value === undefined ? {} : { value: String(element.value) }),
      ...(typeof element.maxLength === 'number' ? { most: element.maxLength } : {}),
      ...(choices && !searches ? { choices } : {}),
    });
  }
  return found;
}

/**
 * The values that a client sends for these inputs: strings, and nothing for empty ones. Throws for values that an input
 * does not accept.
 */
export function valuesFor(card: CardJson, typed: ReadonlyMap<string, string>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const input of inputsOf(card)) {
    const value = typed.has(input.id) ? take(input, typed.get(input.id)!) : input.value;
    if (value !== undefined && value !== '') values[input.id] = value;
  }
  return values;
}

function take(input: InputOnCard, value: string): string {
  if (input.most !== undefined && value.length > input.most) {
    throw new Error(`"${input.label}" takes ${input.most} characters, not ${value.length}`);
  }
  if (!input.choices || value === '') return value;
  const chosen = (input.multi ? value.split(',') : [value]).map((one) => {
    const choice = input.choices?.find(({ value, title }) => value === one || title === one);
    if (!choice) {
      const known = input.choices?.map(({ title }) => title).join(', ');
      throw new Error(`"${input.label}" has no choice "${one}", only: ${known}`);
    }
    return choice.value;
  });
  return chosen.join(',');
}

/** Finds an input by name or label. `Netzwerk` finds `Netzwerk (Pflicht)`. */
export function inputNamed(card: CardJson, name: string): InputOnCard | undefined {
  const inputs = inputsOf(card);
  return (
    inputs.find(({ id }) => id === name) ??
    inputs.find(({ label }) => label === name) ??
    inputs.find(({ label }) => label.replace(/ \([^)]*\)$/, '') === name)
  );
}

/** The card as lines of text, as a screen reader would read it. */
export function readCard(card: CardJson): string {
  const lines: string[] = [];
  for (const element of elements(card)) {
    if (element.type === 'TextBlock' || element.type === 'TextRun') lines.push(String(element.text));
    else if (element.type === 'FactSet') {
      for (const { title, value } of element.facts as { title: string; value: string }[])
        lines.push(`${title}: ${value}`);
    } else if (String(element.type).startsWith('Input.')) {
      lines.push(`[${String(element.label ?? element.id)}: ${String(element.value ?? '')}]`);
    } else if (String(element.type).startsWith('Action.')) lines.push(`(${String(element.title)})`);
  }
  return lines.join('\n');
}

/** Adaptive Cards as shown by Teams and the local page: what can be read, pressed and filled in. */
import { buttonsOf, type CardJson, inputsOf } from '../teams-fake.ts';
import type { Answer, SeenInput } from './hand.ts';

type Element = Record<string, unknown>;
const isElement = (part: unknown): part is Element => typeof part === 'object' && part !== null && !Array.isArray(part);
const children = (part: unknown): Element[] => (Array.isArray(part) ? part.filter(isElement) : []);

/** The card line by line: tables as rows, inputs with their values, buttons in brackets. Includes folded parts. */
export function readLines(card: CardJson, typed: ReadonlyMap<string, string> = new Map()): string[] {
  return [...children(card.body), ...(card.actions ? [{ type: 'ActionSet', actions: card.actions }] : [])].flatMap(
    (element) => linesOf(element, typed),
  );
}

function linesOf(element: Element, typed: ReadonlyMap<string, string>): string[] {
  const type = String(element.type);
  if (type === 'TextBlock') return String(element.text).split('\n');
  if (type === 'RichTextBlock') {
    return [
      children(element.inlines)
        .map((run) => String(run.text ?? ''))
        .join(''),
    ];
  }
  if (type === 'FactSet') return children(element.facts).map(({ title, value }) => `${title}: ${value}`);
  if (type === 'Table') {
    return children(element.rows).map((row) => {
      const cells = children(row.cells).map((cell) =>
        children(cell.items)
          .flatMap((item) => linesOf(item, typed))
          .join(' '),
      );
      // A pair reads the same however it is drawn.
      return cells.join(cells.length === 2 ? ': ' : ' | ');
    });
  }
  if (type === 'ActionSet')
    return [
      children(element.actions)
        .map(({ title }) => `[${title}]`)
        .join(' '),
    ];
  if (type.startsWith('Input.')) {
    const [input] = inputsOf({ body: [element] });
    return [`${input!.label}: ${wordsFor(element, typed.get(input!.id) ?? input!.value ?? '')}`];
  }
  return [...children(element.items), ...children(element.columns)].flatMap((part) => linesOf(part, typed));
}

/** The chosen values as the client shows them. */
function wordsFor(element: Element, value: string): string {
  const choices = children(element.choices);
  if (choices.length === 0) return value;
  const title = (one: string) => String(choices.find((choice) => choice.value === one)?.title ?? one);
  return (element.isMultiSelect === true ? value.split(',') : [value]).map(title).join(', ');
}

/** Labels of all buttons that can be pressed now: of a button with a confirmation its own label, not the question's. */
export function labelsOf(card: CardJson): string[] {
  const known = new Set<unknown>();
  return buttonsOf(card).flatMap(({ title, data }) => {
    if (known.has(data)) return [];
    known.add(data);
    return [title];
  });
}

export function seenInputs(card: CardJson, typed: ReadonlyMap<string, string>): SeenInput[] {
  return inputsOf(card).map((input): SeenInput => {
    const problem = textOf(card, `${input.id}:problem`);
    const value = typed.get(input.id) ?? input.value ?? '';
    const shown: Answer = input.multi ? value.split(',').filter((one) => one !== '') : value;
    return { name: input.id, label: input.label, value: shown, ...(problem ? { problem } : {}) };
  });
}

/** The text of the element with this id, anywhere in the card. */
function textOf(part: unknown, id: string): string | undefined {
  if (Array.isArray(part)) return part.map((one) => textOf(one, id)).find((text) => text !== undefined);
  if (!isElement(part)) return undefined;
  if (part.id === id) return linesOf(part, new Map()).join('\n');
  return textOf(
    Object.values(part).filter((one) => typeof one === 'object'),
    id,
  );
}

/**
 * Converts answers by field name to a client's values. Choices are given by title or value, several joined with commas.
 * A person is chosen from the list by name, anybody else is typed into the line below (`free`: into the same one).
 * @throws for a field or choice that the card does not offer
 */
export function entered(
  card: CardJson,
  answers: Readonly<Record<string, Answer>>,
  people: 'line' | 'free',
): Record<string, string> {
  const inputs = inputsOf(card);
  const values: Record<string, string> = {};
  for (const [name, answer] of Object.entries(answers)) {
    const input = inputs.find(({ id }) => id === name);
    if (!input) throw new Error(`no field ${name}; there are: ${inputs.map(({ id }) => id).join(', ')}`);
    const choices = input.choices ?? choicesOf(card, name);
    const pick = (said: string) => choices?.find(({ value, title }) => value === said || title === said)?.value;
    if (typeof answer !== 'string') {
      values[name] = answer.map((one) => pick(one) ?? fail(name, one)).join(',');
      continue;
    }
    const isPerson = inputs.some(({ id }) => id === `${name}__typed`) || people === 'free';
    const picked = answer === '' || !choices ? answer : pick(answer);
    if (picked !== undefined) values[name] = picked;
    else if (!isPerson) fail(name, answer);
    else values[people === 'free' ? name : `${name}__typed`] = answer;
  }
  return values;
}

const fail = (name: string, said: string): never => {
  throw new Error(`the field ${name} has no choice “${said}”`);
};

/** The visible choices of a list that also searches outside the card. */
function choicesOf(part: unknown, id: string): { title: string; value: string }[] | undefined {
  if (Array.isArray(part)) return part.map((one) => choicesOf(one, id)).find((found) => found !== undefined);
  if (!isElement(part)) return undefined;
  if (part.id === id) return part.choices as { title: string; value: string }[] | undefined;
  return choicesOf(
    Object.values(part).filter((one) => typeof one === 'object'),
    id,
  );
}

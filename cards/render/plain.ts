/** Draws cards as plain lines: for notifications, screen readers and chats that show no cards. */
import type { Button, Card, Input, Lang, Node, Option, Renderer } from '../node.ts';
import { clean, cut, isBlank, oneLine } from './cut.ts';
import { drawNodes } from './draw.ts';
import { LIMITS } from './limits.ts';
import { RENDER_WORDS, sayTone, TONE_SIGNS } from './render-words.ts';

const INDENT = '  ';

/**
 * The whole card in reading order, with folds open, at most 4,000 UTF-16 units. The summary comes first, because a
 * notification shows only that. Buttons are numbered in the order of `buttons(card)`. The text is cleaned; escaping is
 * up to the chat.
 */
export function cardToPlain(card: Card): string {
  const render = renderer();
  const summary = oneLine(card.summary);
  const title = oneLine(card.title);
  const head = isBlank(summary) ? [title] : summary.includes(title) ? [summary] : [summary, '', title];
  const form = card.form ? [card.form.submit, ...card.form.others] : [];
  const lines = [
    ...head,
    ...drawNodes(render, card.nodes, card.lang),
    ...render.actions({ kind: 'actions', buttons: form }, card.lang),
  ];
  const text = lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return cut(isBlank(text) ? '–' : text, LIMITS.plain.text);
}

function renderer(): Renderer<string> {
  let number = 0;
  const numbered = (button: Button) => `[${++number}] ${oneLine(button.label)}`;
  const render: Renderer<string> = {
    heading: (node) => ['', oneLine(node.text)],
    text: (node) => [clean(node.text)],
    note: (node) => [clean(node.text)],
    banner: (node) => [sayTone(node.tone, node.text)],
    facts: (node) => node.facts.map(({ label, value }) => `${oneLine(label)}: ${hang(shown(value))}`),
    table: (node) => node.rows.map((row) => cells(node.columns, row).join(' | ')),
    item: (node) => [
      `• ${oneLine(node.title)}`,
      ...indent(isBlank(node.text ?? '') ? [] : [clean(node.text ?? '')]),
      ...indent(node.buttons.map(numbered)),
    ],
    divider: () => [''],
    link: (node) => [`${oneLine(node.text)}: ${oneLine(node.url)}`],
    actions: (node) => node.buttons.map(numbered),
    fold: (node, lang) => [`▸ ${oneLine(node.title)}`, ...indent(drawNodes(render, node.nodes, lang))],
    line: field,
    area: field,
    number: field,
    date: field,
    choice: (node, lang) => withOptions(node, lang, node.options, [node.value]),
    choices: (node, lang) => withOptions(node, lang, node.options, node.value ?? []),
    person: (node, lang) => field({ ...node, kind: 'line', max: 0, value: node.shown ?? node.value ?? '' }, lang),
  };
  return render;
}

const shown = (text: string): string => (isBlank(text) ? '–' : clean(text));
/** Further lines of a value are indented below its label, so that a typed "[1] Ja" doesn't look like a button. */
const hang = (text: string): string => text.replaceAll('\n', `\n${INDENT}`);
const indent = (lines: string[]): string[] => lines.map((line) => INDENT + hang(line));

/** The cells of a row, each with the name of its column: `Netzwerk: Facebook`. */
export function cells(columns: readonly string[], row: readonly string[]): string[] {
  return row.map((cell, column) => {
    const name = oneLine(columns[column] ?? '');
    return `${name === '' ? '' : `${name}: `}${isBlank(cell) ? '–' : oneLine(cell)}`;
  });
}

function field(node: Extract<Node, { kind: 'line' | 'area' | 'number' | 'date' }>, lang: Lang): string[] {
  const value = isBlank(node.value ?? '') ? RENDER_WORDS[lang].empty : hang(clean(node.value ?? ''));
  return [`${labelOf(node, lang)}: ${value}`, ...below(node)];
}

function withOptions(node: Input, lang: Lang, options: Option[], chosen: (string | undefined)[]): string[] {
  const list = options.map(({ value, label }) => `${chosen.includes(value) ? '(x)' : '( )'} ${oneLine(label)}`);
  return [`${labelOf(node, lang)}:`, ...indent(list), ...below(node)];
}

function labelOf(node: Input, lang: Lang): string {
  return `${oneLine(node.label)}${node.required ? ` (${RENDER_WORDS[lang].required})` : ''}`;
}

function below(node: Input): string[] {
  const hint = isBlank(node.hint ?? '') ? [] : [clean(node.hint ?? '')];
  const problem = isBlank(node.problem ?? '') ? [] : [`${TONE_SIGNS.warning} ${clean(node.problem ?? '')}`];
  return indent([...hint, ...problem]);
}

/** Makes a card small enough to send: shortens texts first, then drops whole nodes; typed values are never cut. */
import type { Card, Input, Lang, Node, Option } from '../../node.ts';
import { isInput, walk } from '../../node.ts';
import { cut } from '../cut.ts';
import { RENDER_WORDS } from '../render-words.ts';
import { WORDS } from './adaptive-words.ts';

/** How much of a card is kept. `fallback`: keep the actions for clients older than schema 1.4. */
export type Step = { text: number; options: number; fallback: boolean };

/** From "unchanged" to "only the gist"; the first step that fits is drawn. */
const STEPS: readonly Step[] = [
  { text: 4000, options: Number.POSITIVE_INFINITY, fallback: true },
  { text: 2000, options: 200, fallback: true },
  { text: 1000, options: 100, fallback: true },
  { text: 500, options: 100, fallback: false },
  { text: 250, options: 50, fallback: false },
  { text: 120, options: 25, fallback: false },
  { text: 60, options: 10, fallback: false },
];

/**
 * Draws a card with less and less in it until it fits. `draw` must be pure; `fits` checks its output.
 * The card says that something was left out.
 */
export function drawFitting<Out>(card: Card, draw: (card: Card, step: Step) => Out, fits: (out: Out) => boolean): Out {
  let rest = card;
  for (const step of STEPS) {
    rest = shorten(rest, step);
    const out = draw(rest, step);
    if (fits(out)) return out;
  }
  const last = STEPS[STEPS.length - 1]!;
  for (const removal of [reading, entries, longValue, button, anything]) {
    const without = (amount: number): Card => {
      const nodes = withoutLast(rest.nodes, removal, card.lang, { left: amount });
      return { ...rest, nodes: [...nodes, { kind: 'note', text: RENDER_WORDS[card.lang].shortened }] };
    };
    const most = amountOf(rest.nodes, removal, card.lang);
    const amount = smallest(most, (amount) => fits(draw(without(amount), last)));
    if (amount !== undefined) return draw(without(amount), last);
    rest = { ...rest, nodes: withoutLast(rest.nodes, removal, card.lang, { left: most }) };
  }
  const { form: _, ...bare } = rest;
  return draw({ ...bare, nodes: [{ kind: 'note', text: RENDER_WORDS[card.lang].shortened }] }, last);
}

/** The smallest number up to `most` that is enough, found by bisection: each try draws the whole card. */
function smallest(most: number, enough: (amount: number) => boolean): number | undefined {
  if (!enough(most)) return undefined;
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** What happens to a node: undefined keeps it, a list replaces it. */
type Removal = (node: Node, lang: Lang) => Node[] | undefined;

const reading: Removal = (node) =>
  ['text', 'note', 'facts', 'table', 'link', 'heading', 'divider'].includes(node.kind) ? [] : undefined;
const entries: Removal = (node) => (node.kind === 'item' ? [] : undefined);
/** The value stays on the server: an input that isn't in the card isn't sent, and values that aren't sent are kept. */
const longValue: Removal = (node, lang) =>
  (node.kind === 'line' || node.kind === 'area') && (node.value?.length ?? 0) > 200
    ? [{ kind: 'note', text: `${cut(node.label, 60)}: ${WORDS[lang].kept}` }]
    : undefined;
const button: Removal = (node) => (node.kind === 'actions' ? [] : undefined);
const anything: Removal = () => [];

const amountOf = (nodes: readonly Node[], removal: Removal, lang: Lang): number =>
  [...walk(nodes)].filter((node) => removal(node, lang) !== undefined).length;

/** The nodes without the last `budget.left` that the removal matches, including those inside folds. */
function withoutLast(nodes: readonly Node[], removal: Removal, lang: Lang, budget: { left: number }): Node[] {
  const kept: Node[] = [];
  for (const node of [...nodes].reverse()) {
    const inner = node.kind === 'fold' ? { ...node, nodes: withoutLast(node.nodes, removal, lang, budget) } : node;
    const instead = budget.left > 0 ? removal(inner, lang) : undefined;
    if (instead) budget.left--;
    kept.push(...(instead ?? [inner]));
  }
  return kept.reverse();
}

function shorten(card: Card, step: Step): Card {
  const title = Math.min(step.text, 300);
  return {
    ...card,
    title: cut(card.title, title),
    nodes: card.nodes.map((node) => shortenNode(node, step, card.lang)),
  };
}

function shortenNode(node: Node, step: Step, lang: Lang): Node {
  const text = (value: string) => cut(value, step.text);
  const label = (value: string) => cut(value, Math.min(step.text, 200));
  if (isInput(node)) return shortenInput(node, step, lang);
  switch (node.kind) {
    case 'heading':
    case 'text':
    case 'note':
    case 'banner':
    case 'link':
      return { ...node, text: text(node.text) };
    case 'facts':
      return { ...node, facts: node.facts.map((fact) => ({ label: label(fact.label), value: text(fact.value) })) };
    case 'table':
      return { ...node, columns: node.columns.map(label), rows: node.rows.map((row) => row.map(label)) };
    case 'item':
      return { ...node, title: label(node.title), ...(node.text === undefined ? {} : { text: text(node.text) }) };
    case 'fold':
      return { ...node, title: label(node.title), nodes: node.nodes.map((inner) => shortenNode(inner, step, lang)) };
    case 'divider':
    case 'actions':
      return node;
  }
}

function shortenInput(input: Input, step: Step, lang: Lang): Input {
  const label = (value: string) => cut(value, Math.min(step.text, 200));
  const base = {
    label: label(input.label),
    ...(input.hint === undefined ? {} : { hint: cut(input.hint, step.text) }),
    ...(input.problem === undefined ? {} : { problem: cut(input.problem, step.text) }),
  };
  if (!('options' in input)) return { ...input, ...base };
  const options = input.options.map((option): Option => ({ ...option, label: label(option.label) }));
  if (options.length <= step.options) return { ...input, ...base, options };
  const chosen = [input.value ?? []].flat();
  const kept = options.filter((option, index) => index < step.options || chosen.includes(option.value));
  return { ...input, ...base, options: kept, hint: WORDS[lang].fewer };
}

/**
 * Draws neutral cards as Adaptive Cards for Teams and the local workspace. Pure: a card in, JSON out, always valid and
 * never bigger than Teams accepts.
 */
import type { Button, Card, Lang, Node, Renderer, Tone } from '../node.ts';
import { isInput, walk } from '../node.ts';
import { cut, isBlank } from './cut.ts';
import { drawNodes } from './draw.ts';
import { LIMITS } from './limits.ts';
import { webUrl } from './link.ts';
import { sayTone } from './render-words.ts';
import { drawActions, openUrl, toggle } from './teams/actions.ts';
import { drawFitting, type Step } from './teams/fit.ts';
import { drawInput, filledIds, type People } from './teams/inputs.ts';
import { drawFacts, drawTable } from './teams/table.ts';
import { type Element, isInert, label, lines } from './teams/text.ts';

export { buttonFromData, listFromValue, valuesFromData } from './teams/data.ts';
export type { People } from './teams/inputs.ts';

export type AdaptiveCardJson = {
  type: 'AdaptiveCard';
  $schema: string;
  version: string;
  lang: Lang;
  /** One sentence for clients that can't draw the card. */
  fallbackText: string;
  body: Element[];
  msteams: { width: 'Full' };
};

/** UTF-8 bytes of the card on the wire. */
export const bytes = (card: AdaptiveCardJson): number => Buffer.byteLength(JSON.stringify(card));

/**
 * A card of schema 1.5. `people`: where its reader may search for persons. Texts and lists are shortened until it fits.
 */
export function cardToAdaptiveCard(card: Card, options: { people?: People } = {}): AdaptiveCardJson {
  const people = options.people ?? 'list';
  return drawFitting(
    card,
    (shortened, step) => drawWhole(shortened, step, people),
    (json) => bytes(json) <= LIMITS.teams.cardBytes,
  );
}

function drawWhole(card: Card, step: Step, people: People): AdaptiveCardJson {
  const nodes = withDistinctIds(withoutTitle(card), new Set());
  const inputs = [...walk(nodes)].filter(isInput);
  const filled = filledIds(inputs.flatMap((input) => drawInput(input, card.lang, people)));
  const actions: Actions = (buttons, about) => drawActions(buttons, { filled, fallback: step.fallback }, about);
  const form = card.form ? [{ ...withPrimary(card.form.submit) }, ...card.form.others] : [];
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: LIMITS.teams.schema,
    lang: card.lang,
    fallbackText: cut(label(card.summary) || label(card.title), LIMITS.teams.summary),
    body: [
      ...lines(card.title, { size: 'Large', weight: 'Bolder', style: 'heading' }),
      ...drawAll(nodes, renderer(actions, people), card.lang),
      ...actions(form).map((row) => ({ ...row, spacing: 'Large' })),
    ],
    msteams: { width: 'Full' },
  };
}

const withPrimary = (button: Button): Button => ({ ...button, style: button.style ?? 'primary' });

/** The title is above the card anyway, so a first heading with the same text is dropped. */
function withoutTitle({ title, nodes: [first, ...rest] }: Card): Node[] {
  if (!first) return [];
  return first.kind === 'heading' && first.text === title ? rest : [first, ...rest];
}

/**
 * Makes ids unique: a client refuses the whole card for a repeated one. A mistake in a form then costs only a value.
 */
function withDistinctIds(nodes: readonly Node[], used: Set<string>): Node[] {
  const distinct = (kind: string, id: string) => {
    let free = id;
    for (let copy = 2; used.has(`${kind} ${free}`); copy++) free = `${id}:${copy}`;
    used.add(`${kind} ${free}`);
    return free;
  };
  return nodes.map((node): Node => {
    if (isInput(node)) return { ...node, name: distinct('input', node.name) };
    return node.kind === 'fold'
      ? { ...node, id: distinct('fold', node.id), nodes: withDistinctIds(node.nodes, used) }
      : node;
  });
}

function drawAll(nodes: readonly Node[], draw: Renderer<Element>, lang: Lang): Element[] {
  const found: Element[] = [];
  let separated = false;
  for (const node of nodes) {
    if (node.kind === 'divider') separated = found.length > 0;
    const [first, ...rest] = drawNodes(draw, [node], lang);
    if (!first) continue;
    found.push(separated ? { ...first, separator: true, spacing: 'Large' } : first, ...rest);
    separated = false;
  }
  return found;
}

const BANNER = { info: 'accent', good: 'good', warning: 'warning', danger: 'attention' } as const satisfies Record<
  Tone,
  string
>;

type Actions = (buttons: readonly Button[], about?: string) => Element[];

function renderer(actions: Actions, people: People): Renderer<Element> {
  const input = (node: Extract<Node, { required: boolean }>, lang: Lang) => drawInput(node, lang, people);
  const draw: Renderer<Element> = {
    heading: ({ text }) => lines(text, { size: 'Medium', weight: 'Bolder', style: 'heading', spacing: 'Large' }),
    text: ({ text }) => lines(text),
    note: ({ text }) => lines(text, { size: 'Small', isSubtle: true }),
    banner: ({ tone, text }) =>
      isBlank(text) ? [] : [{ type: 'Container', style: BANNER[tone], items: lines(sayTone(tone, text)) }],
    facts: ({ facts }) => drawFacts(facts),
    table: ({ columns, rows }) => drawTable(columns, rows),
    item: (item) => [drawItem(item, actions)],
    // Draws nothing itself: drawAll adds a separator to the next element.
    divider: () => [],
    link: ({ text, url }) => drawLink(text, url),
    actions: ({ buttons }) => actions(buttons),
    fold: (fold, lang) => drawFold(fold, draw, lang),
    line: input,
    area: input,
    number: input,
    date: input,
    choice: input,
    choices: input,
    person: input,
  };
  return draw;
}

/** A single short button is beside its text; all others go below, where a phone has room. */
function drawItem(item: Extract<Node, { kind: 'item' }>, actions: Actions): Element {
  const text = [
    ...lines(item.title, { weight: 'Bolder' }),
    ...lines(item.text ?? '', { isSubtle: true, spacing: 'None' }),
  ];
  const [only, ...more] = item.buttons;
  const beside = only && more.length === 0 && !only.confirm && only.label.length <= 12 && text.length > 0;
  const items = beside
    ? [
        {
          type: 'ColumnSet',
          columns: [
            { type: 'Column', width: 'stretch', items: text },
            { type: 'Column', width: 'auto', verticalContentAlignment: 'Center', items: actions([only], item.title) },
          ],
        },
      ]
    : [...text, ...actions(item.buttons, item.title).map((row) => ({ ...row, spacing: 'Small' }))];
  return { type: 'Container', separator: true, spacing: 'Medium', items };
}

/** Inputs count even while folded. With a problem inside, the fold opens by itself: nobody would find a hidden one. */
function drawFold(fold: Extract<Node, { kind: 'fold' }>, draw: Renderer<Element>, lang: Lang): Element[] {
  const items = drawAll(fold.nodes, draw, lang);
  if (items.length === 0) return [];
  const complaint = [...walk(fold.nodes)].some((node) => isInput(node) && node.problem !== undefined);
  // Input names have no colon, so the two kinds of id never collide.
  const id = `fold:${fold.id}`;
  return [toggle(`▾ ${fold.title}`, id), { type: 'Container', id, isVisible: fold.open || complaint, items }];
}

/**
 * A text that markdown could break, or that mobile clients escape wrongly, becomes a button. An invalid address stays
 * text.
 */
function drawLink(text: string, address: string): Element[] {
  const url = webUrl(address);
  if (!url || url.length > MAX_URL) return lines(isBlank(text) ? address : `${text}: ${cut(address, MAX_URL)}`);
  const shown = label(text) || url;
  if (!isInert(shown) || /[\])]/.test(shown)) return [openUrl(shown, url)];
  const target = url.replace(/[()[\]\\*`'"<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [{ type: 'TextBlock', text: `[${shown}](${target})`, wrap: true }];
}

/** Browsers and proxies truncate longer ones. */
const MAX_URL = 2000;

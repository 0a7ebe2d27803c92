/** Draws cards for Slack: messages, modals and the App Home. Pure: a card in, JSON within Slack's limits out. */
import { type Button, type Card, type Lang, type Node, type Renderer, walk } from '../node.ts';
import { cut, isBlank, oneLine } from './cut.ts';
import { drawNodes } from './draw.ts';
import { LIMITS } from './limits.ts';
import { webUrl } from './link.ts';
import { cardToPlain, cells } from './plain.ts';
import { RENDER_WORDS, sayTone, TONE_SIGNS } from './render-words.ts';
import { MESSAGE, type Surface, shorten, VIEW } from './slack/fit.ts';
import { drawArea, drawChoice, drawChoices, drawDate, drawLine, drawNumber, drawPerson } from './slack/input.ts';
import {
  actions,
  buttonValue,
  contexts,
  escapedBytes,
  escapeText,
  Ids,
  line,
  type Run,
  richText,
  sections,
} from './slack/parts.ts';
import type { SlackBlock, SlackHome, SlackModal } from './slack/types.ts';

export { buttonFromValue, metaFromView, type Pressed, valuesFromState } from './slack/state.ts';
export type { SlackBlock, SlackHome, SlackModal, SlackView } from './slack/types.ts';

const MAX = LIMITS.slack;

/** `open`: ids of the folds to draw open, overriding the card. A fold that contains a problem is always open. */
type SlackOptions = { open?: ReadonlySet<string> };

/**
 * A message for chat.postMessage and chat.update. Notifications show `text` and screen readers read it; it is escaped,
 * so `<!channel>` in it is harmless. Post it with `mrkdwn: false`. A form's buttons are below its inputs.
 */
export function cardToBlockKit(card: Card, options: SlackOptions = {}): { text: string; blocks: SlackBlock[] } {
  const text = escapeText(cut(cardToPlain(card), MAX.textBytes, escapedBytes));
  return { text, blocks: draw(card, options, MESSAGE, 'titled') };
}

/** The App Home, for views.publish. */
export function cardToHome(card: Card, options: SlackOptions = {}): SlackHome {
  return { type: 'home', blocks: draw(card, options, VIEW, 'titled') };
}

/**
 * A modal for views.open, views.update and `response_action: update`. `private_metadata` carries `meta` and the form's
 * submit button; `metaFromView` reads both. Throws RangeError if `meta` is too long: the adapter sets it, nobody types
 * it.
 */
export function cardToModal(card: Card, meta: Record<string, unknown>, options: SlackOptions = {}): SlackModal {
  const blocks = draw(card, options, VIEW, 'modal');
  const { close } = RENDER_WORDS[card.lang];
  const asks = blocks.some((block) => block.type === 'input');
  // Slack refuses inputs without a submit button; on a card that is not a form, the button just closes.
  const submit = card.form?.submit.label ?? (asks ? close : undefined);
  return {
    type: 'modal',
    callback_id: card.form?.submit.do.slice(0, MAX.id) || 'card',
    private_metadata: metadata(card, meta),
    title: line(card.title, MAX.viewTitle),
    close: line(close, MAX.viewButton),
    ...(submit === undefined ? {} : { submit: line(submit, MAX.viewButton) }),
    blocks,
  };
}

/**
 * A modal's content until its card is ready: Slack's trigger expires after 3 seconds, so it is opened before any work.
 */
export function modalLoading(lang: Lang, title: string): SlackModal {
  const words = RENDER_WORDS[lang];
  return {
    type: 'modal',
    callback_id: 'loading',
    private_metadata: '',
    title: line(title, MAX.viewTitle),
    close: line(words.close, MAX.viewButton),
    blocks: sections(words.loading),
  };
}

/** Problems by block_id for `response_action: errors`, only for inputs in this card's modal: Slack refuses others. */
export function problemsOf(card: Card, options: SlackOptions = {}): Record<string, string> {
  const blocks = draw(card, options, VIEW, 'modal');
  const shown = new Set(blocks.map((block) => (block.type === 'input' ? block.block_id : '')));
  const problems: Record<string, string> = {};
  for (const node of walk(card.nodes)) {
    if (!('problem' in node) || isBlank(node.problem ?? '') || !shown.has(node.name)) continue;
    problems[node.name] ??= cut(oneLine(node.problem ?? ''), MAX.problem);
  }
  return problems;
}

function metadata(card: Card, meta: Record<string, unknown>): string {
  const own = JSON.stringify({ meta });
  const room = MAX.privateMetadata - own.length;
  if (room < MAX.id * 2) throw new RangeError(`the meta of a Slack modal is too long: ${own.length} characters`);
  const submit = card.form ? JSON.parse(buttonValue(card.form.submit, room)) : {};
  return JSON.stringify({ meta, ...submit });
}

function draw(card: Card, options: SlackOptions, surface: Surface, how: 'titled' | 'modal'): SlackBlock[] {
  const ids = new Ids();
  const render = renderer(ids, openFolds(card, options));
  const at = footStart(card.nodes);
  const body = [...title(card, how), ...drawNodes(render, card.nodes.slice(0, at), card.lang)];
  const foot = [...drawNodes(render, card.nodes.slice(at), card.lang), ...formButtons(card, how, ids)];
  const blocks = shorten(body, foot, surface, card.lang);
  // Slack refuses a view without blocks.
  return blocks.length > 0 ? blocks : sections(isBlank(card.summary) ? '–' : card.summary);
}

/** A modal has its own title; if the card's title is too long for it, the whole title is repeated below. */
function title(card: Card, how: 'titled' | 'modal'): SlackBlock[] {
  if (how === 'modal' && oneLine(card.title).length <= MAX.viewTitle) return [];
  return [{ type: 'header', text: line(card.title, MAX.header) }];
}

function formButtons(card: Card, how: 'titled' | 'modal', ids: Ids): SlackBlock[] {
  if (!card.form) return [];
  const { submit, others } = card.form;
  if (how === 'titled') return actions([{ style: 'primary', ...submit }, ...others], ids);
  // The modal's own button can't ask for confirmation, so the question is shown as a warning.
  const warning = submit.confirm
    ? contexts(`${TONE_SIGNS.warning} ${submit.confirm.title} ${submit.confirm.text}`)
    : [];
  return [...actions(others, ids), ...warning];
}

/** Index of the card's closing buttons, with the small print around them; the end if it doesn't close with buttons. */
function footStart(nodes: readonly Node[]): number {
  const small = ['actions', 'note', 'divider'];
  const before = nodes.findLastIndex((node) => !small.includes(node.kind));
  const first = nodes.findIndex((node, index) => index > before && node.kind === 'actions');
  return first === -1 ? nodes.length : first;
}

function openFolds(card: Card, options: SlackOptions): ReadonlySet<string> {
  const open = new Set<string>();
  for (const node of walk(card.nodes)) {
    if (node.kind !== 'fold') continue;
    const asked = options.open ? options.open.has(node.id) : node.open;
    if (asked || hasProblem(node.nodes)) open.add(node.id);
  }
  return open;
}

function hasProblem(nodes: readonly Node[]): boolean {
  return [...walk(nodes)].some((node) => 'problem' in node && !isBlank(node.problem ?? ''));
}

/**
 * One drawing function per kind. Slack can't hide blocks in the client, so a closed fold is only a button. Pressing it
 * asks the shell for the same card with a changed `open`. Inputs of a closed fold aren't sent; the shell merges what is
 * sent into what it has.
 */
function renderer(ids: Ids, open: ReadonlySet<string>): Renderer<SlackBlock> {
  const render: Renderer<SlackBlock> = {
    heading: (node) => [{ type: 'header', text: line(node.text, MAX.header) }],
    text: (node) => sections(node.text),
    note: (node) => contexts(node.text),
    banner: (node) => sections(sayTone(node.tone, node.text)),
    facts: (node) => richText(node.facts.map(fact)),
    table: (node) => richText(tableLines(node)),
    item: (node) => [
      ...richText([[{ text: visible(node.title), bold: true }], [{ text: node.text ?? '' }]]),
      ...actions(node.buttons, ids),
    ],
    divider: () => [{ type: 'divider' }],
    link: (node) => richText([[linkRun(node)]]),
    actions: (node) => actions(node.buttons, ids),
    fold: (node, lang) => [
      ...actions([toggle(node, open)], ids),
      ...(open.has(node.id) ? drawNodes(render, node.nodes, lang) : []),
    ],
    line: (node, lang) => drawLine(node, { lang, ids }),
    area: (node, lang) => drawArea(node, { lang, ids }),
    number: (node, lang) => drawNumber(node, { lang, ids }),
    date: (node, lang) => drawDate(node, { lang, ids }),
    choice: (node, lang) => drawChoice(node, { lang, ids }),
    choices: (node, lang) => drawChoices(node, { lang, ids }),
    person: (node, lang) => drawPerson(node, { lang, ids }),
  };
  return render;
}

const visible = (text: string): string => (isBlank(text) ? '–' : oneLine(text));

function fact({ label, value }: { label: string; value: string }): Run[] {
  return [{ text: `${cut(oneLine(label), MAX.factLabel)}: `, bold: true }, { text: isBlank(value) ? '–' : value }];
}

/** A single row is drawn as facts, several as lines; their first cell is bold because it names the row. */
function tableLines(node: Extract<Node, { kind: 'table' }>): Run[][] {
  const [only, ...more] = node.rows;
  if (only && more.length === 0) {
    return only.map((value, column) => fact({ label: node.columns[column] ?? '', value }));
  }
  return node.rows.map((row): Run[] => {
    const [first, ...rest] = cells(node.columns, row);
    return [{ text: first ?? '–', bold: true }, { text: rest.map((cell) => ` | ${cell}`).join('') }];
  });
}

/** Only a web address becomes a link; anything else is shown as text. */
function linkRun(node: Extract<Node, { kind: 'link' }>): Run {
  const url = webUrl(node.url);
  if (url && url.length <= MAX.url) return { text: isBlank(node.text) ? url : oneLine(node.text), url };
  return { text: `${visible(node.text)}: ${visible(node.url)}` };
}

/**
 * The button that opens or closes a fold. `open` lists the folds that are open after the press, separated by spaces: a
 * posted message keeps no state, so the button carries what is needed to draw the card again.
 */
function toggle(node: Extract<Node, { kind: 'fold' }>, open: ReadonlySet<string>): Button {
  const isOpen = open.has(node.id);
  const after = isOpen ? [...open].filter((id) => id !== node.id) : [...open, node.id];
  return {
    label: `${isOpen ? '▾' : '▸'} ${node.title}`,
    do: 'fold.toggle',
    args: { id: node.id, open: after.join(' ') },
  };
}

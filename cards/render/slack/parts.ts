/** The small parts of Slack blocks: text, buttons, and lines of rich text. */
import type { Button } from '../../node.ts';
import { type Cost, clean, cut, isBlank, oneLine, split } from '../cut.ts';
import { LIMITS } from '../limits.ts';
import type { PlainText, RichTextPart, SlackBlock, SlackButton } from './types.ts';

const MAX = LIMITS.slack;
/** Slack refuses a text object without text. */
const NOTHING = '–';
/** No surface of Slack would hold more than five pieces (15,000 units) of one text. */
const PIECES = 5;

/** A text object of several lines, cut to `max`. */
export function lines(text: string, max: number): PlainText {
  const shown = clean(text);
  return { type: 'plain_text', text: isBlank(shown) ? NOTHING : cut(shown, max), emoji: false };
}

/** A text object of one line, cut to `max`. */
export const line = (text: string, max: number): PlainText => lines(oneLine(text), max);

/** A paragraph in as many blocks as needed; none for a blank one. */
export function sections(text: string): SlackBlock[] {
  return split(clean(text), MAX.sectionText, PIECES).map((piece) => ({
    type: 'section',
    text: lines(piece, MAX.sectionText),
  }));
}

/** Small print; none for a blank one. */
export function contexts(text: string): SlackBlock[] {
  return split(clean(text), MAX.contextText, PIECES).map((piece) => ({
    type: 'context',
    elements: [lines(piece, MAX.contextText)],
  }));
}

/** A stretch of text in one style. The url of a link has already been checked to be a web address. */
export type Run = { text: string; bold?: true; url?: string };

/**
 * Lines of runs as rich text, in as many blocks as needed. Slack shows rich text literally. mrkdwn has no way to escape
 * `*`, `_`, `~` and backticks (slackhq/slack-api-docs#34), and would activate `<!channel>`, bare URLs and channel
 * names. The rich-text-block page itself prefers it to mrkdwn.
 */
export function richText(content: Run[][]): SlackBlock[] {
  const blocks: Run[][][] = [];
  let room = 0;
  for (const runs of content.flatMap(shortLines)) {
    const length = lengthOf(runs) + 1;
    if (length > room || blocks.length === 0) {
      blocks.push([]);
      room = MAX.richText;
    }
    blocks.at(-1)?.push(runs);
    room -= length;
  }
  return blocks.map((block) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: block.flatMap(partsOf) }],
  }));
}

const LINE = MAX.richText - 1;
const lengthOf = (runs: Run[]): number => runs.reduce((sum, run) => sum + run.text.length, 0);

/** One line, split into lines that each fit a block. */
function shortLines(runs: Run[]): Run[][] {
  const out: Run[][] = [[]];
  for (const run of runs) {
    // A link stays one link; other text may continue on the next line.
    const texts = run.url ? [cut(clean(run.text), MAX.label)] : split(clean(run.text), MAX.label, PIECES);
    for (const text of texts) {
      if (lengthOf(out.at(-1) ?? []) + text.length > LINE) out.push([]);
      out.at(-1)?.push({ ...run, text });
    }
  }
  return out.filter((part) => part.length > 0);
}

function partsOf(runs: Run[], index: number, all: Run[][]): RichTextPart[] {
  const parts = runs.map(partOf);
  const last = parts.at(-1);
  if (index === all.length - 1) return parts;
  if (last?.type === 'text') return [...parts.slice(0, -1), { ...last, text: `${last.text}\n` }];
  return [...parts, { type: 'text', text: '\n' }];
}

function partOf(run: Run): RichTextPart {
  if (run.url) return { type: 'link', url: run.url, text: run.text };
  return { type: 'text', text: run.text, ...(run.bold ? { style: { bold: true } } : {}) };
}

/** Hands out the ids of one card; Slack wants each block_id and action_id only once. */
export class Ids {
  #buttons = 0;
  readonly #blocks = new Set<string>();

  /** The action_id of the next button. */
  button(name: string): string {
    const index = this.#buttons++;
    return `${name.slice(0, MAX.id - 10)}:${index}`;
  }

  /** The block_id of an input: the field's name. A repeated name gets a suffix; `valuesFromState` skips such blocks. */
  block(name: string): string {
    const base = name.slice(0, MAX.id - 20) || 'field';
    let id = base;
    for (let again = 2; this.#blocks.has(id); again++) id = `${base}#${again}`;
    this.#blocks.add(id);
    return id;
  }
}

/** What a button sends to its command. Arguments that don't fit are left out; the command then says what is missing. */
export function buttonValue(button: Pick<Button, 'do' | 'args'>, max: number): string {
  const whole = JSON.stringify({ do: button.do, args: button.args ?? {} });
  return whole.length <= max ? whole : JSON.stringify({ do: button.do.slice(0, MAX.id), args: {} });
}

/** Buttons in a row, or in several if there are more than Slack allows. */
export function actions(buttons: readonly Button[], ids: Ids): SlackBlock[] {
  const elements = buttons.map((button) => drawButton(button, ids));
  const rows: SlackBlock[] = [];
  for (let at = 0; at < elements.length; at += MAX.actionsElements) {
    rows.push({ type: 'actions', elements: elements.slice(at, at + MAX.actionsElements) });
  }
  return rows;
}

function drawButton(button: Button, ids: Ids): SlackButton {
  const { confirm, style } = button;
  const ask = confirm && {
    title: line(confirm.title, MAX.confirmTitle),
    text: lines(confirm.text, MAX.confirmText),
    confirm: line(confirm.yes, MAX.confirmButton),
    deny: line(confirm.no, MAX.confirmButton),
    ...(style === 'danger' ? { style } : {}),
  };
  return {
    type: 'button',
    action_id: ids.button(button.do),
    text: line(button.label, MAX.buttonText),
    value: buttonValue(button, MAX.buttonValue),
    ...(style ? { style } : {}),
    ...(ask ? { confirm: ask } : {}),
  };
}

/** Escapes the three characters that Slack parses in a top-level `text` (messaging/formatting-message-text). */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const ENCODER = new TextEncoder();
export const utf8Bytes: Cost = (text) => ENCODER.encode(text).length;
/** Bytes of a text once its three characters are escaped. */
export const escapedBytes: Cost = (text) => utf8Bytes(escapeText(text));

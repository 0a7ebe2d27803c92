/**
 * What Slack would refuse, written independently of the renderer from docs.slack.dev/reference, with its own numbers
 * and traversal. Slack's schemas accept neither unknown keys nor empty texts.
 */

import {
  button,
  count,
  element,
  isJson,
  type Json,
  keys,
  length,
  list,
  once,
  type Report,
  safe,
  text,
} from './slack-limits-parts.ts';

/** Faults of a list of message blocks, a view, or a message `{text, blocks}`. Empty if Slack would accept it. */
export function slackFaults(drawn: unknown): string[] {
  const report: Report = { faults: [], blockIds: new Set(), actionIds: new Set() };
  if (Array.isArray(drawn)) message(drawn, report);
  else if (isJson(drawn) && (drawn.type === 'modal' || drawn.type === 'home')) view(drawn, report);
  else if (isJson(drawn) && Array.isArray(drawn.blocks)) {
    topText(drawn.text, report);
    message(drawn.blocks, report);
  } else report.faults.push('neither blocks, nor a view, nor a message');
  return report.faults;
}

function topText(value: unknown, report: Report): void {
  length(value, 'text', 4000, report);
  if (Buffer.byteLength(String(value)) > 4000)
    report.faults.push('text: over 4,000 bytes, chat.update would refuse it');
  if (/<|>|&(?!amp;|lt;|gt;)/.test(String(value))) report.faults.push('text: unescaped');
  if (String(value).trim() === '') report.faults.push('text: blank');
}

function message(blocks: unknown[], report: Report): void {
  count(blocks, 'blocks', 1, 50, report);
  const measured = blocks.length * 100 + visibleLength(blocks);
  if (measured > 13_200) report.faults.push(`blocks: ${measured} measured, msg_blocks_too_long from about 13,200`);
  blocks.forEach((item, index) => {
    block(item, `blocks[${index}]`, report);
  });
}

function visibleLength(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + visibleLength(item), 0);
  if (!isJson(part)) return 0;
  const own = typeof part.text === 'string' ? part.text.replaceAll('&', '&amp;').replaceAll(/[<>]/g, '&lt;').length : 0;
  return Object.values(part).reduce((sum: number, item) => sum + visibleLength(item), own);
}

function view(drawn: Json, report: Report): void {
  const blocks = list(drawn.blocks);
  count(drawn.blocks, 'blocks', 1, 100, report);
  if (Buffer.byteLength(JSON.stringify(drawn)) > 250_000) report.faults.push('view: over 250 kB');
  blocks.forEach((item, index) => {
    block(item, `blocks[${index}]`, report);
  });
  if (drawn.type === 'modal') modal(drawn, blocks, report);
  else keys(drawn, 'view', 'type blocks callback_id private_metadata external_id', report);
}

function modal(drawn: Json, blocks: unknown[], report: Report): void {
  keys(
    drawn,
    'view',
    'type title blocks close submit private_metadata callback_id clear_on_close notify_on_close external_id',
    report,
  );
  text(drawn.title, 'title', 24, report);
  if (drawn.close !== undefined) text(drawn.close, 'close', 24, report);
  if (drawn.submit !== undefined) text(drawn.submit, 'submit', 24, report);
  else if (blocks.some((item) => isJson(item) && item.type === 'input'))
    report.faults.push('submit: required with inputs');
  length(drawn.private_metadata ?? '', 'private_metadata', 3000, report, 0);
  length(drawn.callback_id ?? 'none', 'callback_id', 255, report);
}

function block(value: unknown, at: string, report: Report): void {
  if (!isJson(value)) return void report.faults.push(`${at}: no block`);
  if (value.block_id !== undefined) once(value.block_id, `${at}.block_id`, report.blockIds, report);
  const check = BLOCKS[String(value.type)];
  if (check) check(value, at, report);
  else report.faults.push(`${at}: unknown block ${value.type}`);
}

const BLOCKS: Record<string, (value: Json, at: string, report: Report) => void> = {
  divider: (value, at, report) => keys(value, at, 'type block_id', report),
  header: (value, at, report) => {
    keys(value, at, 'type block_id text', report);
    text(value.text, `${at}.text`, 150, report);
  },
  section: (value, at, report) => {
    keys(value, at, 'type block_id text fields', report);
    if (value.text === undefined && value.fields === undefined) report.faults.push(`${at}: neither text nor fields`);
    if (value.text !== undefined) text(value.text, `${at}.text`, 3000, report, ['plain_text', 'mrkdwn']);
    if (value.fields === undefined) return;
    count(value.fields, `${at}.fields`, 1, 10, report);
    list(value.fields).forEach((field, index) => {
      text(field, `${at}.fields[${index}]`, 2000, report, ['plain_text', 'mrkdwn']);
    });
  },
  context: (value, at, report) => {
    keys(value, at, 'type block_id elements', report);
    count(value.elements, `${at}.elements`, 1, 10, report);
    list(value.elements).forEach((part, index) => {
      text(part, `${at}.elements[${index}]`, 3000, report, ['plain_text', 'mrkdwn']);
    });
  },
  rich_text: (value, at, report) => {
    keys(value, at, 'type block_id elements', report);
    count(value.elements, `${at}.elements`, 1, 100, report);
    if (visibleLength(value) > 3000 * 5) report.faults.push(`${at}: too long`);
    for (const section of list(value.elements)) richSection(section, at, report);
  },
  actions: (value, at, report) => {
    keys(value, at, 'type block_id elements', report);
    count(value.elements, `${at}.elements`, 1, 25, report);
    list(value.elements).forEach((part, index) => {
      button(part, `${at}.elements[${index}]`, report);
    });
  },
  input: (value, at, report) => {
    keys(value, at, 'type block_id label element hint optional dispatch_action', report);
    text(value.label, `${at}.label`, 2000, report);
    if (value.hint !== undefined) text(value.hint, `${at}.hint`, 2000, report);
    if (typeof value.optional !== 'boolean') report.faults.push(`${at}.optional: no boolean`);
    element(value.element, `${at}.element`, report);
  },
};

function richSection(section: unknown, at: string, report: Report): void {
  if (!isJson(section) || section.type !== 'rich_text_section') return void report.faults.push(`${at}: no section`);
  keys(section, at, 'type elements', report);
  count(section.elements, `${at}.section`, 1, 1000, report);
  const total = list(section.elements).reduce(
    (sum: number, part) => sum + (isJson(part) ? String(part.text).length : 0),
    0,
  );
  if (Number(total) > 3000) report.faults.push(`${at}: ${total} characters of rich text, at most 3000`);
  for (const part of list(section.elements)) {
    if (!isJson(part)) report.faults.push(`${at}: no rich text element`);
    else if (part.type === 'text') {
      keys(part, at, 'type text style', report);
      length(part.text, `${at}.text`, 3000, report);
      if (part.text !== '\n') safe(part.text, `${at}.text`, report);
    } else if (part.type === 'link') {
      keys(part, at, 'type url text', report);
      length(part.url, `${at}.url`, 3000, report);
      if (!/^https?:\/\//.test(String(part.url))) report.faults.push(`${at}.url: ${part.url}`);
      safe(part.text, `${at}.text`, report);
    } else report.faults.push(`${at}: ${part.type}`);
  }
}

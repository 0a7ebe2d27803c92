/** Keeps the blocks of one message or view within Slack's overall limits. */
import type { Lang } from '../../node.ts';
import { LIMITS } from '../limits.ts';
import { RENDER_WORDS } from '../render-words.ts';
import { contexts, escapeText, utf8Bytes } from './parts.ts';
import type { SlackBlock } from './types.ts';

const MAX = LIMITS.slack;

/** How many blocks a surface takes, and their maximum total weight. */
export type Surface = { blocks: number; weight: number; weigh: (block: SlackBlock) => number };
export const MESSAGE: Surface = { blocks: MAX.messageBlocks, weight: MAX.messageWeight, weigh: textWeight };
export const VIEW: Surface = {
  blocks: MAX.viewBlocks,
  weight: MAX.viewBytes,
  weigh: (block) => utf8Bytes(JSON.stringify(block)) + 1,
};

/**
 * The blocks as they are, or shortened with a last line that says so. `foot` (the closing buttons) is kept: a card that
 * can't be answered is worse than one that can't be read to the end.
 */
export function shorten(body: SlackBlock[], foot: SlackBlock[], surface: Surface, lang: Lang): SlackBlock[] {
  if (fits([...body, ...foot], surface)) return [...body, ...foot];
  const notice = contexts(RENDER_WORDS[lang].shortened);
  const half = { ...surface, blocks: surface.blocks / 2, weight: surface.weight / 2 };
  const kept = fits(foot, half) ? foot : [];
  const rest = kept === foot ? body : [...body, ...foot];
  const head: SlackBlock[] = [];
  let weight = weigh([...notice, ...kept], surface);
  for (const block of rest) {
    weight += surface.weigh(block);
    if (weight > surface.weight || head.length + notice.length + kept.length >= surface.blocks) break;
    head.push(block);
  }
  return [...head, ...notice, ...kept];
}

function fits(blocks: SlackBlock[], surface: Surface): boolean {
  return blocks.length <= surface.blocks && weigh(blocks, surface) <= surface.weight;
}

const weigh = (blocks: SlackBlock[], surface: Surface): number =>
  blocks.reduce((sum, block) => sum + surface.weigh(block), 0);

/** See LIMITS.slack.messageWeight: every text and url, `&<>` counted as entities, plus something for each container. */
function textWeight(block: SlackBlock): number {
  return MAX.blockWeight + partWeight(block);
}

function partWeight(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + partWeight(item), 0);
  if (typeof part !== 'object' || part === null) return 0;
  let weight: number = MAX.partWeight;
  for (const [key, value] of Object.entries(part)) {
    if (typeof value !== 'string') weight += partWeight(value);
    else if (key === 'text' || key === 'url' || key === 'initial_value') weight += escapeText(value).length;
  }
  return weight;
}

/** Shown instead of a card this reader may not read. */
import type { Card } from '../cards/node.ts';
import type { Reader } from './view.ts';

export function noRightCard({ say, lang }: Reader): Card {
  const text = say('refusal.not-readable');
  return { title: say('word.no-access'), summary: text, lang, nodes: [{ kind: 'banner', tone: 'warning', text }] };
}

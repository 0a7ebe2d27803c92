/** The longest possible content of a card: every shown text repeated many times. */
import type { Card } from '../../cards/node.ts';

const KEPT = new Set(['kind', 'do', 'name', 'id', 'tone', 'lang', 'style', 'args', 'options', 'url']);

/** The same card with every shown text replaced by `times` repetitions of a text that is hard to cut. */
export function stretch(card: Card, times = 2000): Card {
  const long = 'Straße & <Größe> 👨‍👩‍👧‍👦 '.repeat(times);
  const walk = (value: unknown, key: string): unknown => {
    if (KEPT.has(key)) return value;
    if (typeof value === 'string') return long;
    if (Array.isArray(value)) return value.map((item) => walk(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]));
  };
  return walk(card, '') as Card;
}

/** Words by a key put together at run time; a missing one is a bug that the words test finds, the reader sees the key. */
import type { Lang } from '../cards/node.ts';
import { sayIfKnown } from '../cards/text.ts';

export function keyed(lang: Lang, key: string, args: Record<string, string | number> = {}): string {
  return sayIfKnown(lang, key, args) ?? key;
}

/** Texts by a key built at run time. The words test finds missing keys; readers see the key. */
import type { Lang } from '../cards/node.ts';
import { sayIfKnown } from '../cards/text.ts';

export function keyed(lang: Lang, key: string, args: Record<string, string | number> = {}): string {
  return sayIfKnown(lang, key, args) ?? key;
}

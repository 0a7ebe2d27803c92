/** The commands that can be typed in the local workspace, each with a hint, from the command table. */
import type { Lang } from '../../bot/chat.ts';
import { sayIfKnown } from '../../cards/text.ts';
import { COMMANDS } from '../../commands/command-table.ts';
import { isTyped, openerOf, spelled, type Typed } from '../../commands/spelling.ts';

/** The usual spelling of every command first, then the alternatives: `/kanal liste`, later `/channel list`. */
export function completions(lang: Lang): { text: string; hint: string }[] {
  const lines = COMMANDS.filter(isTyped).map((row) => ({
    spellings: spellings(row, lang),
    hint: sayIfKnown(lang, row.summary) ?? row.name,
  }));
  const line = (text: string, hint: string) => ({ text, hint });
  return [
    ...lines.flatMap(({ spellings: [usual], hint }) => (usual ? [line(usual, hint)] : [])),
    ...lines.flatMap(({ spellings: [, ...others], hint }) => others.map((text) => line(text, hint))),
  ];
}

function spellings(row: Typed, lang: Lang): string[] {
  const words = row.aliases.filter((one) => /\p{L}/u.test(one));
  const inGerman = words.map((one) => `/${openerOf(row.group, 'de')} ${one}`);
  const inEnglish = `/${spelled(row, 'en')}`;
  return lang === 'de' ? [...inGerman, inEnglish] : [inEnglish, ...inGerman];
}

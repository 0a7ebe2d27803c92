/** What can be typed in the local workspace, with a word about it, read from the table of commands. */
import type { Lang } from '../../bot/chat.ts';
import { sayIfKnown } from '../../cards/text.ts';
import { type Command, GROUPS, type Group } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/registry.ts';

/** The usual spelling of every command first, then the other ones: `/kanal liste`, later `/channel list`. */
export function completions(lang: Lang): { text: string; hint: string }[] {
  const typed = COMMANDS.filter((row): row is Typed => row.group !== undefined && row.summary !== undefined);
  const lines = typed.map((row) => ({
    spellings: spellings(row, lang),
    hint: sayIfKnown(lang, row.summary) ?? row.name,
  }));
  const line = (text: string, hint: string) => ({ text, hint });
  return [
    ...lines.flatMap(({ spellings: [usual], hint }) => (usual ? [line(usual, hint)] : [])),
    ...lines.flatMap(({ spellings: [, ...others], hint }) => others.map((text) => line(text, hint))),
  ];
}

type Typed = Command & { group: Group; summary: NonNullable<Command['summary']> };

function spellings({ group, name, aliases }: Typed, lang: Lang): string[] {
  const words = [name, ...aliases].filter((word) => /\p{L}/u.test(word));
  const [german, english] = GROUPS[group];
  const inGerman = words.slice(1).map((word) => `/${german} ${word}`);
  const inEnglish = `/${english} ${name}`;
  return lang === 'de' ? [...inGerman, inEnglish] : [inEnglish, ...inGerman];
}

/** How a command is typed, in either language: in help, refusals, completions and where the bot is installed. */
import type { Lang } from '../cards/node.ts';
import { sayIfKnown } from '../cards/text.ts';
import { type Command, GROUPS, type Group } from './command.ts';

/** A command that people type, and that the help explains. */
export type Typed = Command & { group: Group; summary: NonNullable<Command['summary']> };

export const isTyped = (row: Command): row is Typed => row.group !== undefined && row.summary !== undefined;

/** `kanal`, `channel`: the word that opens a group's commands. */
export const openerOf = (group: Group, lang: Lang): string => GROUPS[group][lang === 'de' ? 0 : 1];

/** `liste`, `list`: its usual word. German people read German words, or they would have to learn a second name. */
export const wordOf = ({ word, aliases }: Command, lang: Lang): string => (lang === 'de' ? (aliases[0] ?? word) : word);

/** `kanal liste`, `channel list` */
export const spelled = (row: Typed, lang: Lang): string => `${openerOf(row.group, lang)} ${wordOf(row, lang)}`;

/** `/kanal hilfe`: what to type when nothing else is known. */
export const helpOf = (group: Group, lang: Lang): string =>
  `/${openerOf(group, lang)} ${lang === 'de' ? 'hilfe' : 'help'}`;

/** `/kanal zeigen SN-2026-0001`: with an example of what follows; the help for what nobody types. */
export function usageOf(row: Command | undefined, lang: Lang): string {
  if (!row || !isTyped(row)) return helpOf('channel', lang);
  const rest = row.usage ? sayIfKnown(lang, row.usage) : undefined;
  return `/${spelled(row, lang)}${rest ? ` ${rest}` : ''}`;
}

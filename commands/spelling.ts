/** How commands are spelled in either language: in help, refusals, completions and manifests. */
import type { Lang } from '../cards/node.ts';
import { sayIfKnown } from '../cards/text.ts';
import { type Command, GROUPS, type Group } from './command.ts';

/** A command that people type and the help explains. */
export type Typed = Command & { group: Group; summary: NonNullable<Command['summary']> };

export const isTyped = (row: Command): row is Typed => row.group !== undefined && row.summary !== undefined;

/** The word that opens a group's commands: `kanal`, `channel`. */
export const openerOf = (group: Group, lang: Lang): string => GROUPS[group][lang === 'de' ? 0 : 1];

/** Its usual word: `liste`, `list`. German users get the German word, so that they need not learn a second one. */
export const wordOf = ({ word, aliases }: Command, lang: Lang): string => (lang === 'de' ? (aliases[0] ?? word) : word);

/** `kanal liste`, `channel list` */
export const spelled = (row: Typed, lang: Lang): string => `${openerOf(row.group, lang)} ${wordOf(row, lang)}`;

/** What to type when nothing else is known: `/kanal hilfe`. */
export const helpOf = (group: Group, lang: Lang): string =>
  `/${openerOf(group, lang)} ${lang === 'de' ? 'hilfe' : 'help'}`;

/** With an example of its arguments: `/kanal zeigen SN-2026-0001`. For commands nobody types: the help. */
export function usageOf(row: Command | undefined, lang: Lang): string {
  if (!row || !isTyped(row)) return helpOf('channel', lang);
  const rest = row.usage ? sayIfKnown(lang, row.usage) : undefined;
  return `/${spelled(row, lang)}${rest ? ` ${rest}` : ''}`;
}

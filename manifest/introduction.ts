/** How the bot introduces itself on installation, and what people can type, read from the table of commands. */

import type { Lang } from '../cards/node.ts';
import { sayIfKnown } from '../cards/text.ts';
import { GROUPS, type Group } from '../commands/command.ts';
import { COMMANDS } from '../commands/command-table.ts';
import { isTyped, openerOf, spelled, wordOf } from '../commands/spelling.ts';

export const NAME = 'Kanalwacht';
export const SHORT = 'Kanäle der Stadt in sozialen Netzwerken registrieren, beteiligen, schützen.';
export const LONG = [
  'Kanalwacht führt das Register der städtischen Kanäle in sozialen Netzwerken.',
  'Sie beantragen einen Kanal im Chat; Leitung, Dortmund-Agentur, Datenschutz, IT-Sicherheit, Personal- und',
  'Organisationsamt und Personalrat erhalten je eine Karte in ihrem Chat und entscheiden dort. Jeder Schritt steht in',
  'einem Protokoll mit Prüfkette. Beginnen Sie mit „kanal hilfe“.',
].join(' ');

const typed = COMMANDS.filter(isTyped);

/** A word that opens commands (`kanal`), in one language, with what can follow it. */
type Opener = { word: string; lang: Lang; follow: string[] };

export function openers(): Opener[] {
  return (Object.keys(GROUPS) as Group[]).flatMap((group) =>
    (['de', 'en'] as const).map((lang) => {
      const rows = typed.filter((row) => row.group === group);
      return { word: openerOf(group, lang), lang, follow: rows.map((row) => wordOf(row, lang)) };
    }),
  );
}

/** What can be typed in German, with a sentence about each: `kanal liste`. Help comes first. */
export function menu(): { title: string; description: string }[] {
  const rows = [...typed].sort((a, b) => Number(b.name === 'help') - Number(a.name === 'help'));
  return rows.map((row) => ({
    title: spelled(row, 'de'),
    description: sayIfKnown('de', row.summary) ?? row.name,
  }));
}

/** How the bot introduces itself where people install it, and what they can type, read from the table of commands. */
import { sayIfKnown } from '../cards/text.ts';
import { type Command, GROUPS, type Group } from '../commands/command.ts';
import { COMMANDS } from '../commands/registry.ts';

export const NAME = 'Kanalwacht';
export const SHORT = 'Kanäle der Stadt in sozialen Netzwerken registrieren, beteiligen, schützen.';
export const LONG = [
  'Kanalwacht führt das Register der städtischen Kanäle in sozialen Netzwerken.',
  'Sie beantragen einen Kanal im Chat; Leitung, Dortmund-Agentur, Datenschutz, IT-Sicherheit, Personal- und',
  'Organisationsamt und Personalrat erhalten je eine Karte in ihrem Chat und entscheiden dort. Jeder Schritt steht in',
  'einem Protokoll mit Prüfkette. Beginnen Sie mit „kanal hilfe“.',
].join(' ');

type Typed = Command & { group: Group; summary: NonNullable<Command['summary']> };
const typed = COMMANDS.filter((row): row is Typed => row.group !== undefined && row.summary !== undefined);

/** A word that opens commands (`kanal`), in one language, with what can follow it. */
export type Opener = { word: string; lang: 'de' | 'en'; follow: string[] };

export function openers(): Opener[] {
  return (Object.keys(GROUPS) as Group[]).flatMap((group) => {
    const [german, english] = GROUPS[group];
    const rows = typed.filter((row) => row.group === group);
    return [
      { word: german, lang: 'de' as const, follow: rows.map((row) => row.aliases[0] ?? row.name) },
      { word: english, lang: 'en' as const, follow: rows.map(({ name }) => name) },
    ];
  });
}

/** What can be typed in German, with a sentence about each: `kanal liste`. The help stands first. */
export function menu(): { title: string; description: string }[] {
  const rows = [...typed].sort((a, b) => Number(b.name === 'help') - Number(a.name === 'help'));
  return rows.map((row) => ({
    title: `${GROUPS[row.group][0]} ${row.aliases[0] ?? row.name}`,
    description: sayIfKnown('de', row.summary) ?? row.name,
  }));
}

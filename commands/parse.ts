/** Turns typed text into a command row and raw arguments. The same words work in every chat, with or without slash. */
import { type Command, GROUPS, type Group } from './command.ts';

type Parsed =
  | { kind: 'command'; command: Command; args: Record<string, string> }
  /** Begins like a command, but the rest is unknown. */
  | { kind: 'unknown'; group: Group; word: string }
  | { kind: 'text' };

/**
 * @param text as typed: `/channel list kultur platform=facebook`, `kanal liste`, `hilfe`
 * @returns `text` if it is not a command; in a DM it may answer a question
 */
export function parse(text: string, commands: readonly Command[]): Parsed {
  const line = text
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim()
    .replace(/^\//, '');
  const [first = '', ...rest] = line.split(' ');
  const group = groupOf(first);
  const words = group ? rest.join(' ') : line;
  const inGroup = commands.filter(
    (candidate) => candidate.group !== undefined && (!group || candidate.group === group),
  );
  if (words === '') return group ? withWord('help', inGroup) : { kind: 'text' };

  const hit = inGroup
    .flatMap((candidate) => [candidate.word, ...candidate.aliases].map((name) => ({ candidate, name })))
    .filter(({ name }) => startsWithWord(words, name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  // Without the group word only a command alone counts: "liste der Themen fehlt noch" is an answer.
  if (hit && (group || words.length === hit.name.length)) {
    const args = hit.candidate.verbatim
      ? verbatim(after(text, (group ? 1 : 0) + hit.name.split(' ').length), hit.candidate)
      : readArgs(words.slice(hit.name.length).trim(), hit.candidate);
    return { kind: 'command', command: hit.candidate, args };
  }
  return group ? { kind: 'unknown', group, word: words.split(' ')[0] ?? '' } : { kind: 'text' };
}

function withWord(word: string, commands: readonly Command[]): Parsed {
  const command = commands.find((candidate) => candidate.word === word);
  return command ? { kind: 'command', command, args: {} } : { kind: 'text' };
}

function groupOf(word: string): Group | undefined {
  const lower = word.toLowerCase();
  return (Object.keys(GROUPS) as Group[]).find((group) => (GROUPS[group] as readonly string[]).includes(lower));
}

function startsWithWord(text: string, word: string): boolean {
  const lower = text.toLowerCase();
  return lower === word || lower.startsWith(`${word} `);
}

/** The line after its first words, unchanged. */
const after = (text: string, words: number): string =>
  text
    .trim()
    .replace(new RegExp(`^(?:\\S+(?:\\s+|$)){${words}}`), '')
    .trim();

/** The last argument takes the rest of the line as typed. */
function verbatim(rest: string, { positional }: Command): Record<string, string> {
  const args: Record<string, string> = {};
  let left = rest;
  positional.forEach((name, index) => {
    const isLast = index === positional.length - 1;
    const value = isLast ? left : (left.split(/\s+/)[0] ?? '');
    left = isLast ? '' : after(left, 1);
    if (value) args[name] = isLast ? value : unquote(value);
  });
  return args;
}

function readArgs(rest: string, command: Command): Record<string, string> {
  const args: Record<string, string> = {};
  const loose: string[] = [];
  for (const token of tokens(rest)) {
    const named = /^(?:--)?([a-zäöüß]+)[=:](?!\/\/)(.+)$/is.exec(token.text);
    const name = named ? argumentOf(named[1]!.toLowerCase(), command) : undefined;
    if (named && name && !token.quoted) args[name] = unquote(named[2]!);
    else loose.push(unquote(token.text));
  }
  command.positional.forEach((name, index) => {
    const last = index === command.positional.length - 1;
    const value = last ? loose.slice(index).join(' ') : loose[index];
    if (value) args[name] ??= value;
  });
  return args;
}

/** The argument named before `=`, in either language. */
const argumentOf = (word: string, { positional, named }: Command): string | undefined =>
  Object.keys(named).find((name) => name === word || named[name]!.includes(word)) ??
  positional.find((name) => name === word);

/** Splits at spaces outside quotes. Typographic quotes count, because phones insert them. */
function tokens(text: string): { text: string; quoted: boolean }[] {
  return [...text.matchAll(/[^\s"„“”]*["„“”][^"„“”]*["„“”]|\S+/g)].map(([token]) => ({
    text: token,
    quoted: /^["„“”]/.test(token),
  }));
}
const unquote = (text: string) => text.replaceAll(/^["„“”]|["„“”]$/g, '');

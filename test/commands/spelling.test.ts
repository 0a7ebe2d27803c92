/** What cards and refusals tell people to type can be typed, in the language that they read. */
import { describe, expect, it } from 'vitest';
import type { Lang } from '../../cards/node.ts';
import { de } from '../../cards/words/de.ts';
import { en } from '../../cards/words/en.ts';
import { COMMANDS } from '../../commands/command-table.ts';
import { parse } from '../../commands/parse.ts';
import { helpOf, isTyped, openerOf, spelled, usageOf } from '../../commands/spelling.ts';

const CATALOGUES: Record<Lang, Record<string, string>> = { de, en };
const OPENERS = /\/(kanal|vorfall|channel|incident)(?= \p{L})[^“”"„)]*/giu;

const row = (name: string) => COMMANDS.find((one) => one.name === name)!;
const typed = COMMANDS.filter(isTyped);

describe.each(['de', 'en'] as const)('commands in %s', (lang) => {
  const hints = Object.entries(CATALOGUES[lang]).flatMap(([key, text]) =>
    [...text.matchAll(OPENERS)].map(([line]) => ({ key, line })),
  );

  it('are named in the words', () => expect(hints.length).toBeGreaterThan(20));

  it.each(hints)('$key: "$line" is understood, and in this language', ({ line }) => {
    const parsed = parse(line.replaceAll(/[.…]+$/g, ''), COMMANDS);
    expect(parsed).toMatchObject({ kind: 'command' });
    if (parsed.kind !== 'command') return;
    expect(line.startsWith(`/${openerOf(parsed.command.group!, lang)} `), line).toBe(true);
    const words = lang === 'de' ? parsed.command.aliases : [parsed.command.word];
    const said = `${line.slice(line.indexOf(' ') + 1).toLowerCase()} `;
    expect(words.some((word) => said.startsWith(`${word} `))).toBe(true);
  });
});

describe('usage', () => {
  it('is written in the words of the language, with what follows', () => {
    expect(usageOf(row('show'), 'de')).toBe('/kanal zeigen SN-2026-0001');
    expect(usageOf(row('show'), 'en')).toBe('/channel show SN-2026-0001');
    expect(usageOf(row('incident-list'), 'de')).toBe('/vorfall liste');
  });

  it('is the help for what nobody types', () => {
    expect(usageOf(row('tick'), 'de')).toBe('/kanal hilfe');
    expect(usageOf(undefined, 'en')).toBe('/channel help');
    for (const group of ['channel', 'incident'] as const)
      for (const lang of ['de', 'en'] as const)
        expect(parse(helpOf(group, lang), COMMANDS)).toMatchObject({ command: { group, word: 'help' } });
  });

  it.each(typed.map((one) => [one.name, one] as const))('of %s is typed by two different words', (_, one) => {
    expect(spelled(one, 'de')).not.toBe(spelled(one, 'en'));
  });
});

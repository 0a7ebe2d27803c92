import { describe, expect, it } from 'vitest';
import { sayIfKnown } from '../../cards/text.ts';
import type { Command } from '../../commands/command.ts';
import { GROUPS } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/command-table.ts';
import { parse } from '../../commands/parse.ts';
import { usageOf } from '../../commands/spelling.ts';
import { VIEWS } from '../../commands/views.ts';
import { files, read } from '../support/sources.ts';

const typed = COMMANDS.filter((row) => row.group);

async function exported(): Promise<Command[]> {
  const found: Command[] = [];
  for (const path of files('.ts').filter((file) => /^commands\/(?!views\/)[^/]+\//.test(file))) {
    const module = (await import(`../../${path}`)) as Record<string, unknown>;
    for (const value of Object.values(module)) {
      if (typeof value === 'object' && value !== null && 'run' in value && 'positional' in value)
        found.push(value as Command);
    }
  }
  return found;
}

describe('the table of commands', () => {
  it('holds every row that a file exports, once', async () => {
    const rows = await exported();
    expect(COMMANDS.map((row) => row.name).sort(), 'commands/rows.ts exports each row').toEqual(
      rows.map((row) => row.name).sort(),
    );
    expect(new Set(COMMANDS.map((row) => row.name)).size).toBe(COMMANDS.length);
  });

  it('gives each word to one command', () => {
    const words = typed.flatMap((row) => [row.word, ...row.aliases].map((word) => `${row.group} ${word}`));
    expect(words.filter((word, place) => words.indexOf(word) !== place)).toEqual([]);
  });

  it.each(typed.map((row) => [row.name, row] as const))(
    '%s is explained in both languages, with a German word of its own',
    (_, row) => {
      for (const lang of ['de', 'en'] as const) {
        const summary = sayIfKnown(lang, row.summary ?? '', { registry: '', names: '' });
        expect(summary, `${row.summary ?? 'summary'} in cards/words/${lang}/command.ts`).toBeTruthy();
        expect(parse(usageOf(row, lang), COMMANDS)).toMatchObject({ kind: 'command', command: { name: row.name } });
      }
      expect(row.aliases.length, 'a German alias on the row').toBeGreaterThan(0);
    },
  );

  it('is understood with and without slash, in German and English', () => {
    for (const row of typed) {
      for (const word of [row.word, ...row.aliases]) {
        for (const group of GROUPS[row.group!]) {
          for (const line of [`/${group} ${word} x`, `${group} ${word} x`, `${group.toUpperCase()}  ${word} x`]) {
            expect(parse(line, COMMANDS), line).toMatchObject({ kind: 'command', command: { name: row.name } });
          }
        }
      }
    }
  });

  it('has a row for every button that is drawn anywhere', () => {
    const names = new Set(COMMANDS.map((row) => row.name));
    for (const path of files('.ts').filter(
      (file) => /^(commands|cards)\//.test(file) && !file.startsWith('cards/render/'),
    )) {
      for (const [, name] of read(path).matchAll(/\bdo: '([a-z-]+)'/g)) {
        const effect = ['post', 'refresh', 'redraw', 'fetch', 'room', 'platform'].includes(name!) && !names.has(name!);
        if (!effect) expect(names, `${path} draws a button for "${name}"`).toContain(name);
      }
    }
  });

  it('posts no card that no view can draw', () => {
    for (const path of files('.ts').filter((file) => file.startsWith('commands/'))) {
      for (const [, view] of read(path).matchAll(/\bpost\([^;]*?,\s*'([a-z-]+)',\s*[`a-z]/g)) {
        expect(Object.keys(VIEWS), `${path} posts "${view}"`).toContain(view);
      }
    }
  });
});

describe('parse', () => {
  it('keeps what is said in an incident as it was typed', () => {
    const parsed = parse('/vorfall  Melden https://x.com/a\n  Der „Admin“ ist weg, text=alt', COMMANDS);
    expect(parsed).toMatchObject({
      command: { name: 'incident-declare' },
      args: { text: 'https://x.com/a\n  Der „Admin“ ist weg, text=alt' },
    });
    expect(parse('/incident show', COMMANDS)).toMatchObject({ command: { name: 'incident-show' }, args: {} });
    expect(parse('/vorfall', COMMANDS)).toMatchObject({ command: { name: 'incident-help' } });
    // A bare word both groups know is the registry's.
    for (const word of ['hilfe', 'liste', 'zeigen'])
      expect(parse(word, COMMANDS), word).toMatchObject({ command: { group: 'channel' } });
  });

  const args = (line: string) => {
    const parsed = parse(line, COMMANDS);
    return parsed.kind === 'command' ? parsed.args : parsed.kind;
  };

  it.each([
    [
      '/channel list kultur platform=facebook state=published page=2',
      { text: 'kultur', platform: 'facebook', state: 'published', page: '2' },
    ],
    ['kanal liste "Stadt Dortmund" netzwerk=X', { text: 'Stadt Dortmund', platform: 'X' }],
    ['/kanal liste „frohe Feste“ seite=3', { text: 'frohe Feste', page: '3' }],
    ['channel register https://x.com/a?b=c', { link: 'https://x.com/a?b=c' }],
    ['channel list status="veröffentlicht ohne Genehmigung"', { state: 'veröffentlicht ohne Genehmigung' }],
    ['/channel antrag erneut stellen SN-2026-0001', { what: 'SN-2026-0001' }],
  ])('%s', (line, expected) => expect(args(line)).toEqual(expected));

  it('shows help for the bare word, and takes a sentence for a sentence', () => {
    expect(parse('/channel', COMMANDS)).toMatchObject({ kind: 'command', command: { name: 'help' } });
    expect(parse('/channel tanzen', COMMANDS)).toEqual({ kind: 'unknown', group: 'channel', word: 'tanzen' });
    expect(parse('Liste der Themen fehlt noch', COMMANDS)).toEqual({ kind: 'text' });
    expect(parse('hilfe', COMMANDS)).toMatchObject({ kind: 'command', command: { name: 'help' } });
    expect(parse('', COMMANDS)).toEqual({ kind: 'text' });
  });
});

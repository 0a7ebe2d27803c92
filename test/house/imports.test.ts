import { describe, expect, it } from 'vitest';
import { circlesIn, files, importsOf, roomOf, target } from '../support/sources.ts';

/** Arrows of the README: a room may import itself and these. */
const MAY: Record<string, readonly string[]> = {
  bot: [],
  cards: [],
  db: ['bot'],
  commands: ['db', 'cards', 'bot'],
  adapters: ['commands', 'db', 'cards', 'bot'],
  // Composition-like rooms: they put together or measure what the others are, and nobody imports them.
  manifest: ['commands', 'cards', 'bot'],
  bench: ['adapters', 'commands', 'db', 'cards', 'bot'],
  demo: ['adapters', 'commands', 'db', 'cards', 'bot', 'test'],
};
const ROOT_FILE = 'bot/main.ts';
/** Tools stand in adapters and may use what only operators need. */
const TOOLS: Record<string, readonly string[]> = { 'adapters/operation/': ['manifest'] };

/** Packages that stay in their room. Everything else that a room imports is listed in `FREE`. */
const HOME: readonly [pattern: RegExp, place: string][] = [
  [/^@slack\//, 'adapters/slack/'],
  [/^(botbuilder|botframework|@microsoft\/)/, 'adapters/teams/'],
  [/^(drizzle-orm|@electric-sql\/pglite|postgres)(\/|$)/, 'db/'],
];
const FREE: Record<string, RegExp> = {
  bot: /^zod$/,
  cards: /^zod$/,
  db: /^(node:|zod$|drizzle-orm|@electric-sql\/pglite|postgres$)/,
  commands: /^(node:crypto$|node:net$|zod$)/,
};

const sources = files('.ts').filter((path) => MAY[roomOf(path)]);

describe('arrows between the rooms', () => {
  it.each(sources)('%s', (path) => {
    if (path === ROOT_FILE) return;
    const room = roomOf(path);
    const tools = Object.entries(TOOLS).flatMap(([place, rooms]) => (path.startsWith(place) ? rooms : []));
    const allowed = [room, ...MAY[room]!, ...tools];
    for (const specifier of importsOf(path)) {
      const inside = target(path, specifier);
      if (inside !== null) {
        expect(inside, `${path} imports the composition root`).not.toBe(ROOT_FILE);
        expect(allowed, `${path} imports ${specifier}`).toContain(roomOf(inside));
        continue;
      }
      for (const [pattern, place] of HOME) {
        if (pattern.test(specifier) && room !== 'bench')
          expect(path.startsWith(place), `${specifier} stays in ${place}, not ${path}`).toBe(true);
      }
      const free = FREE[room];
      if (free) expect(specifier, `${path} imports a package the room does not have`).toMatch(free);
    }
  });

  it('sees imports at all', () => {
    expect(importsOf('commands/run.ts')).toContain('../db/audit.ts');
    expect(sources.length).toBeGreaterThan(50);
  });
});

describe('circles', () => {
  const all = files('.ts');
  const imports = new Map(
    all.map((path) => [path, importsOf(path).flatMap((specifier) => target(path, specifier) ?? [])]),
  );

  it('there are none, of values or of types', () => {
    expect(circlesIn(imports).map((way) => way.join(' → '))).toEqual([]);
    expect([...imports.values()].flat().length).toBeGreaterThan(all.length);
  });

  it('are found, each with its way, also behind a dead end and to oneself', () => {
    const graph = { a: ['end', 'b'], b: ['c'], c: ['b', 'end'], end: [], self: ['self'], tail: ['a'] };
    expect(circlesIn(new Map(Object.entries(graph)))).toEqual([
      ['b', 'c', 'b'],
      ['self', 'self'],
    ]);
  });
});

/** One word per feature in every room, read from the README, and names that say what they are. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { files, read } from '../support/sources.ts';

const readme = /^## Features\n(.*?)^## /ms.exec(read('README.md'))?.[1] ?? '';
const rows = [...readme.matchAll(/^\| `([\w/]+)` *\| (.*?) *\|$/gm)].map(([, key, rest]) => [key!, rest!] as const);
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].flatMap(([, list]) => list!.split(' '));

const ROOMS = ['bot', 'commands', 'db', 'cards', 'adapters'];
const MIRRORS = ROOMS.map((room) => `test/${room}`);
const WORDS = ['cards/words/de', 'cards/words/en'];
const shelves = new Map(rows.filter(([, rest]) => rest.startsWith('`')).map(([room, rest]) => [room, quoted(rest)]));
const features = rows.filter(([, rest]) => !rest.startsWith('`')).map(([word]) => word);
const parts = quoted(/^Parts of `incident`: (.*?)\. Folders/ms.exec(readme)?.[1] ?? '');
const inner = quoted(/inside a feature or a part: (`.*?`)\./.exec(readme)?.[1] ?? '');

/** Folders directly inside a folder. */
const inside = (folder: string): string[] => [
  ...new Set(
    files()
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split('/'))
      .flatMap(([first, ...rest]) => (rest.length > 0 ? [first!] : [])),
  ),
];

describe('folders', () => {
  it('are read from the README', () => {
    expect([features.length, parts.length, inner.length]).toEqual([10, 7, 2]);
  });
  it.each([...ROOMS, ...MIRRORS, ...WORDS])('of %s are features or its own shelves', (room) => {
    const known = [...features, ...(shelves.get(room) ?? [])];
    expect(inside(room).filter((folder) => !known.includes(folder))).toEqual([]);
  });
  it('of test are the rooms and its own shelves', () => {
    expect(inside('test').filter((one) => ![...ROOMS, 'manifest', ...shelves.get('test')!].includes(one))).toEqual([]);
  });
  it('of incident are its parts', () => {
    const known = [...parts, ...inner];
    expect(inside('commands/incident').filter((folder) => !known.includes(folder))).toEqual([]);
    expect(inside('test/commands/incident').filter((folder) => !parts.includes(folder))).toEqual([]);
  });
});

/** Names that say nothing by themselves; nobody would look for what they hold under them. */
const RIDDLES = new Set(
  ['told', 'course', 'vault', 'said', 'meant', 'barred', 'ground', 'books', 'noted', 'left', 'still', 'cast'].concat([
    'joined',
    'strike',
    'spot',
    'placenamed',
    'placecalled',
    'word',
    'shown',
    'stuck',
    'around',
  ]),
);
/** Riddles even as a part of a longer name. */
const PARTS = /(^|[a-z_-])(Told|Vault|Barred|Spot|told|vault|barred|spot|saidL)([A-Z_-]|$)/;

const isRiddle = (name: string): boolean => RIDDLES.has(name.toLowerCase()) || PARTS.test(name);

function exportedNames(path: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  return source.statements.flatMap((node) => {
    if (!ts.canHaveModifiers(node)) return [];
    if (!ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(node))
      return node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const { name } = node as { name?: ts.Node };
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

describe('names', () => {
  it('of files and of what they export can be guessed', () => {
    const found = files('.ts').flatMap((path) => {
      const file = path.slice(path.lastIndexOf('/') + 1).replace(/(\.test)?\.ts$/, '');
      return [
        ...(isRiddle(file) ? [path] : []),
        ...exportedNames(path)
          .filter(isRiddle)
          .map((name) => `${path} ${name}`),
      ];
    });
    expect(found).toEqual([]);
  });
});

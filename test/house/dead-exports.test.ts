import { describe, expect, it } from 'vitest';
import { files, roomOf } from '../support/sources.ts';
import { exportsIn, importsIn, isProduct, parse, productPaths } from '../support/typed-sources.ts';

const trees = new Map(files('.ts').map((path) => [path, parse(path)]));
const imports = [...trees].flatMap(([from, file]) => importsIn(file).map((one) => ({ from, ...one })));

/** `path name` of whatever is imported, with the rooms that do it. */
const importers = new Map<string, Set<string>>();
for (const { from, to, names } of imports) {
  for (const name of names) {
    const key = `${to} ${name}`;
    importers.set(key, (importers.get(key) ?? new Set()).add(roomOf(from)));
  }
}
const roomsUsing = (path: string, name: string): string[] => [
  ...(importers.get(`${path} ${name}`) ?? []),
  ...(importers.get(`${path} *`) ?? []),
];

/** How often a name stands in the code of its own file. */
const mentions = (path: string, name: string): number => {
  const code = trees.get(path)!.text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return code.split(/[^\w$]+/).filter((word) => word === name).length;
};

describe('exports', () => {
  it.each(productPaths)('%s: each is imported, and not by tests alone unless its own file lives on it', (path) => {
    const left = exportsIn(trees.get(path)!).filter((name) => {
      const rooms = roomsUsing(path, name);
      if (rooms.length === 0) return true;
      return rooms.every((room) => room === 'test') && mentions(path, name) < 2;
    });
    expect(left).toEqual([]);
  });

  it('sees exports at all', () => {
    expect(exportsIn(trees.get('bot/chat.ts')!)).toContain('SendError');
    expect(roomsUsing('bot/chat.ts', 'SendError')).toContain('adapters');
  });
});

describe('files', () => {
  it('are all reached from what somebody starts, or from a test', () => {
    const starts = [...trees.keys()].filter(
      (path) => ['bot/main.ts', 'demo/run.ts', 'bench/run.ts'].includes(path) || path.endsWith('.test.ts'),
    );
    const reached = new Set(starts);
    for (const path of reached) for (const { from, to } of imports) if (from === path) reached.add(to);
    expect(productPaths.filter((path) => isProduct(path) && !reached.has(path))).toEqual([]);
  });
});

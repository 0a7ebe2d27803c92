/** One file reads the environment, one table lists it, and `.env.example` and `docs/operating.md` say the same. */
import { expect, it } from 'vitest';
import { VARIABLE_NAMES, VARIABLES } from '../../bot/operation/config-variables.ts';
import { files, read } from '../support/sources.ts';

const lines = read('.env.example').split('\n');
/** `NAME=value` with the comment line above it. */
const given = lines.flatMap((line, index) => {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value, above: lines[index - 1] ?? '' }];
});

it('.env.example lists every variable once', () => {
  expect(given.map(({ name }) => name).sort()).toEqual([...VARIABLE_NAMES].sort());
});

it('.env.example gives each its default, and nothing where there is none', () => {
  for (const { name, value } of given) {
    const variable = VARIABLES[name as keyof typeof VARIABLES];
    expect(`${name}=${value}`).toBe(`${name}=${'fallback' in variable ? variable.fallback : ''}`);
  }
});

it('.env.example says above each what it is and where to get it', () => {
  expect(given.filter(({ above }) => !/^# \S/.test(above))).toEqual([]);
});

it('docs/operating.md names every variable', () => {
  const page = read('docs/operating.md');
  expect(VARIABLE_NAMES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('nobody but bot/main.ts reads the environment', () => {
  const withoutComments = (source: string) => source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const readers = files('.ts')
    .filter((path) => !path.startsWith('test/'))
    .filter((path) => /process\.env|import\.meta\.env/.test(withoutComments(read(path))));
  expect(readers).toEqual(['bot/main.ts']);
});

import ts from 'typescript';
import { expect, it } from 'vitest';
import { mutantsOf, mutated, probed } from './mutants.ts';

const TEXT = `type Word = 'yes' | 'no';
export const words: Word[] = ['yes', 'no'];
export function pick(all: number[], more: boolean): Word {
  if (more) return 'no';
  return all.filter((one) => one > 1).some((one) => one === 2 && !more) ? 'yes' : 'no';
}
export const object = () => ({ a: 1 });
`;

function mutants() {
  const source = ts.createSourceFile('a.ts', TEXT, ts.ScriptTarget.ES2023, true);
  const host = ts.createCompilerHost({});
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => (name === 'a.ts' ? source : getSourceFile(name, ...rest));
  const program = ts.createProgram(['a.ts'], { target: ts.ScriptTarget.ES2023 }, host);
  return mutantsOf('a.ts', source, program.getTypeChecker());
}

it('puts in one fault at a time', () => {
  expect(mutants().map(({ line, change }) => `${line}: ${change}`)).toEqual([
    "2: 'yes' → (nothing)",
    "2: 'no' → (nothing)",
    "2: 'yes' → 'no'",
    "2: 'no' → 'yes'",
    "3: { if (more) return 'no'; return all.filter((one) => one > 1).some((… → {}",
    '4: more → !(more)',
    "4: if (more) return 'no'; → ;",
    "4: 'no' → 'yes'",
    '5: all.filter((one) => one > 1).some((one) => one === 2 && !more) → !(all.filter((one) => one > 1).some((one) => one === 2 && !more))',
    '5: some → every',
    '5: all.filter((one) => one > 1) → all',
    '5: > → >=',
    '5: 1 → 2',
    '5: && → ||',
    '5: === → !==',
    '5: 2 → 3',
    '5: !more → more',
    "5: 'yes' → 'no'",
    "5: 'no' → 'yes'",
    '7: a: 1 → (nothing)',
    '7: 1 → 2',
  ]);
});

it('takes the comma along, and leaves the rest as it is', () => {
  const [first] = mutants();
  expect(mutated(TEXT, first!).split('\n')[1]).toBe("export const words: Word[] = [ 'no'];");
});

it('marks functions so that they still do the same', () => {
  const reached = new Set<string>();
  const script = ts.transpile(probed('a.ts', TEXT), { module: ts.ModuleKind.CommonJS });
  const run = new Function('exports', 'globalThis', `${script}; return [exports.pick([2], false), exports.object()]`);
  expect(run({}, { reached })).toEqual(['yes', { a: 1 }]);
  // On import, `pick`, its two callbacks and `object`.
  expect(reached.size).toBe(5);
});

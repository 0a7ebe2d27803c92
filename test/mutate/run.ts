/**
 * `npm run mutate`: puts small faults into `bot` and the decisions in `commands`, and checks whether the tests notice.
 * The seed makes a run repeatable. Nothing on disk changes. Exits with 1 if fewer than 90 % are noticed.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { dice } from '../support/dice.ts';
import { files, importsOf, read, roomOf, target } from '../support/sources.ts';
import { Bench, type Judged } from './bench.ts';
import { EQUIVALENT } from './equivalent.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { openTypes } from './types.ts';

const ENOUGH = 0.9;
const HELP = `npm run mutate -- [options]
  --files PREFIX   which sources, may be repeated (bot/)
  --tests PREFIX   which tests to ask, may be repeated (for bot those of bot and cards, for commands those of the feature)
  --sample N       so many mutants (400); 0: all
  --seed N         which ones (1)
  --json FILE      every mutant with its verdict
`;
const { values: options } = parseArgs({
  options: {
    files: { type: 'string', multiple: true, default: ['bot/'] },
    tests: { type: 'string', multiple: true },
    sample: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Its tests start a server each, so one mutant would cost minutes. */
const COMPOSITION = /^(bot|test\/bot)\/main\./;

type Result = Mutant & (Judged | { verdict: 'types' | 'equivalent'; by: string });

/** In `commands`, only synchronous functions decide: `load` is always asynchronous, `decide` never. */
const decides = (inside: ts.FunctionLikeDeclaration | null): boolean =>
  inside !== null && !ts.getModifiers(inside as ts.FunctionDeclaration)?.some(isAsync);
const isAsync = ({ kind }: ts.Modifier) => kind === ts.SyntaxKind.AsyncKeyword;

function sampled<T>(all: readonly T[], count: number, seed: number): T[] {
  const roll = dice(seed);
  const left = [...all];
  const chosen: T[] = [];
  while (left.length > 0 && (count === 0 || chosen.length < count)) chosen.push(...left.splice(roll(left.length), 1));
  return chosen;
}

function testsFor(file: string): string[] {
  const feature = file.split('/')[1];
  return roomOf(file) === 'bot' ? ['test/bot/', 'test/cards/'] : [`test/commands/${feature}/`];
}

const isNamed = (path: string, prefixes: readonly string[]) => prefixes.some((prefix) => path.startsWith(prefix));
const isEquivalent = (one: Mutant) =>
  EQUIVALENT.find(({ file, change }) => file === one.file && change === one.change)?.because;

async function main(): Promise<number> {
  const types = openTypes();
  const sources = files('.ts').filter(
    (path) => /^(bot|commands)\//.test(path) && isNamed(path, options.files) && !COMPOSITION.test(path),
  );
  const every = sources
    .filter((path) => !path.includes('/views/'))
    .flatMap((path) =>
      mutantsOf(path, types.source(path), types.checker, roomOf(path) === 'commands' ? decides : undefined),
    );
  const chosen = sampled(every, Number(options.sample), Number(options.seed));
  const targets = [...new Set(chosen.map(({ file }) => file))];
  const prefixes = options.tests ?? targets.flatMap(testsFor);
  const tests = files('.test.ts').filter((path) => isNamed(path, prefixes) && !COMPOSITION.test(path));
  console.log(
    `${every.length} mutants, ${chosen.length} of them with seed ${options.seed}; ${tests.length} test files`,
  );

  const bench = new Bench();
  const results: Result[] = [];
  try {
    await bench.prepare(targets, tests);
    await control(bench, chosen);
    for (const mutant of chosen) {
      const result = { ...mutant, ...(await verdictOn(mutant)) };
      results.push(result);
      if (result.verdict !== 'killed') console.log(lineOf(result));
      if (options.json) writeFileSync(options.json, JSON.stringify({ seed: options.seed, results }, null, 1));
    }
  } finally {
    await bench.close();
  }
  return table(results);

  /** Asks the compiler only about survivors: a mutant noticed by a test needs no second check. */
  async function verdictOn(mutant: Mutant): Promise<Judged | { verdict: 'types' | 'equivalent'; by: string }> {
    const because = isEquivalent(mutant);
    if (because) return { verdict: 'equivalent', by: because };
    const judged = await bench.judge(mutant);
    const asked = judged.verdict === 'survived' || judged.verdict === 'uncovered';
    return asked && !types.compiles(mutant, importersOf(mutant.file)) ? { verdict: 'types', by: 'tsc' } : judged;
  }
}

/** Throws if unmutated code fails: such a run would be worthless. */
async function control(bench: Bench, chosen: readonly Mutant[]): Promise<void> {
  for (const one of sampled(chosen, 5, 1)) {
    const text = read(one.file).slice(one.start, one.end);
    const { verdict, by } = await bench.judge({ ...one, text });
    if (verdict === 'killed' || verdict === 'timeout') throw new Error(`${one.file} is red as it is: ${by}`);
  }
}

const importersOf = (file: string): string[] =>
  files('.ts').filter((path) => importsOf(path).some((specifier) => target(path, specifier) === file));

const lineOf = ({ file, line, change, verdict }: Result) => `${verdict.padEnd(10)} ${file}:${line}  ${change}`;

/** @returns the exit code */
function table(results: readonly Result[]): number {
  const count = (of: readonly Result[], ...verdicts: string[]) =>
    of.filter(({ verdict }) => verdicts.includes(verdict)).length;
  console.log('\nkilled  timeout  survived  uncovered  types  equivalent');
  for (const file of [...new Set(results.map((one) => one.file))].sort()) row(file);
  row('');
  const noticed = count(results, 'killed', 'timeout');
  const missed = count(results, 'survived', 'uncovered');
  const share = noticed / Math.max(1, noticed + missed);
  console.log(`${(share * 100).toFixed(1)} % of ${noticed + missed} noticed`);
  return share < ENOUGH ? 1 : 0;

  function row(file: string): void {
    const own = results.filter((one) => file === '' || one.file === file);
    const cells = ['killed', 'timeout', 'survived', 'uncovered', 'types', 'equivalent'].map((verdict, index) =>
      String(count(own, verdict)).padStart([6, 8, 9, 10, 6, 11][index]!),
    );
    console.log(`${cells.join(' ')}  ${file || 'all'}`);
  }
}

if (options.help) console.log(HELP);
else process.exitCode = await main();

/** One vitest for a whole mutation run: sources are changed while loading, never on disk. */
import { readFileSync } from 'node:fs';
import { createVitest, type TestModule, type Vitest } from 'vitest/node';
import { ROOT } from '../support/sources.ts';
import { type Mutant, mutated, probed } from './mutants.ts';

/** A test, its file, and how long it took. */
type Covering = { test: string; file: string; ms: number };
export type Verdict = 'killed' | 'survived' | 'timeout' | 'uncovered';
export type Judged = { verdict: Verdict; by: string };

/** Milliseconds, more than any test needs on a busy machine. A mutant that hangs counts as noticed. */
const PATIENCE_MS = 90_000;

export class Bench {
  private vitest: Vitest | null = null;
  private mutant: Mutant | null = null;
  private targets = new Set<string>();
  private covering = new Map<string, Covering[]>();

  /**
   * Runs the tests once on instrumented sources.
   *
   * @param targets files that will be mutated
   * @param tests test files to run
   * @throws if a test fails without a mutation
   */
  async prepare(targets: readonly string[], tests: readonly string[]): Promise<void> {
    this.targets = new Set(targets);
    const vitest = await this.open();
    const specifications = tests.map((file) => vitest.getRootProject().createSpecification(ROOT + file));
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
    const red = testModules.filter((module) => module.state() === 'failed').map((module) => module.relativeModuleId);
    if (red.length > 0 || unhandledErrors.length > 0)
      throw new Error(`red without any mutant: ${red.join(', ')} ${unhandledErrors}`);
    for (const module of testModules) this.learn(module);
    for (const tests of this.covering.values()) tests.sort((a, b) => a.ms - b.ms);
    this.targets = new Set();
    for (const file of targets) vitest.invalidateFile(ROOT + file);
  }

  private learn(module: TestModule): void {
    for (const test of module.children.allTests())
      for (const place of test.meta().reached ?? []) {
        const known = this.covering.get(place) ?? [];
        this.covering.set(place, known);
        known.push({ test: test.id, file: module.relativeModuleId, ms: test.diagnostic()?.duration ?? 0 });
      }
  }

  /** Runs the tests that reach the mutated function, those in its mirror file first, until one fails. */
  async judge(mutant: Mutant): Promise<Judged> {
    const tests = this.covering.get(mutant.place);
    if (!tests) return { verdict: 'uncovered', by: '' };
    const mirror = `test/${mutant.file.replace('.ts', '.test.ts')}`;
    const files = [...new Set(tests.map(({ file }) => file))].map((file) => {
      const own = tests.filter((test) => test.file === file);
      return { file, own, cost: file === mirror ? 0 : own.reduce((sum, { ms }) => sum + ms, 1) };
    });
    for (const { file, own } of files.sort((a, b) => a.cost - b.cost)) {
      const judged = await this.ask(mutant, file, own);
      if (judged.verdict !== 'survived') return judged;
    }
    return { verdict: 'survived', by: '' };
  }

  private async ask(mutant: Mutant, file: string, tests: Covering[]): Promise<Judged> {
    const vitest = await this.open();
    this.mutant = mutant;
    vitest.invalidateFile(ROOT + mutant.file);
    const options = { testIds: tests.map(({ test }) => test) };
    const run = vitest.runTestSpecifications([vitest.getRootProject().createSpecification(ROOT + file, options)]);
    const late = Symbol();
    let timer: NodeJS.Timeout | undefined;
    const alarm = new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => resolve(late), PATIENCE_MS + 10 * tests.reduce((sum, { ms }) => sum + ms, 0));
    });
    const result = await Promise.race([run, alarm]);
    clearTimeout(timer);
    this.mutant = null;
    vitest.invalidateFile(ROOT + mutant.file);
    if (result === late) {
      run.catch(() => {});
      this.vitest = null;
      await vitest.close();
      return { verdict: 'timeout', by: file };
    }
    // Vitest's result also contains modules of earlier runs.
    const module = result.testModules.find(({ relativeModuleId }) => relativeModuleId === file);
    if (!module) throw new Error(`${file} did not run`);
    if (module.state() !== 'failed') {
      if (result.unhandledErrors.length === 0) return { verdict: 'survived', by: '' };
      return { verdict: 'killed', by: `${file}: ${result.unhandledErrors[0]}` };
    }
    const fallen = [...module.children.allTests('failed')][0]?.fullName ?? 'does not load';
    return { verdict: 'killed', by: `${file}: ${fallen}` };
  }

  private async open(): Promise<Vitest> {
    this.vitest ??= await createVitest(
      'test',
      {
        root: ROOT,
        watch: false,
        pool: 'threads',
        maxWorkers: 1,
        bail: 1,
        reporters: [{}],
        setupFiles: ['test/support/setup.ts', 'test/mutate/reached.ts'],
      },
      { plugins: [{ name: 'mutants', enforce: 'pre', transform: (text, id) => this.source(text, id) }] },
    );
    return this.vitest;
  }

  private source(text: string, id: string): string | undefined {
    const file = id.startsWith(ROOT) ? id.slice(ROOT.length) : '';
    if (this.mutant?.file === file) return mutated(readFileSync(ROOT + file, 'utf8'), this.mutant);
    return this.targets.has(file) ? probed(file, text) : undefined;
  }

  async close(): Promise<void> {
    await this.vitest?.close();
  }
}

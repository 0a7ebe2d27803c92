/** Progress of a long import: one updated line on a terminal, an occasional line in a file. */
import type { Call } from './tool.ts';
import { fill } from './words/fill.ts';
import { WORDS } from './words/import.ts';

/** Milliseconds between lines in a log file, to show that the tool is alive. */
const EVERY_MS = 10_000;

type Progress = {
  /** Counts processed rows, and the faults found so far. */
  add(rows: number, faults: number): void;
  /** Clears the progress line before something else is written. */
  clear(): void;
};

/** @param elapsed a monotonic clock in milliseconds, with any origin */
export function createProgress(
  { lang, say, rewrite }: Pick<Call, 'lang' | 'say' | 'rewrite'>,
  total: number,
  elapsed: () => number,
): Progress {
  const start = elapsed();
  let [rows, faults, told] = [0, 0, start];
  const line = () => {
    const seconds = Math.max((elapsed() - start) / 1000, 0.001);
    return fill(WORDS[lang].progress, { rows, total, rate: Math.round(rows / seconds), faults });
  };
  return {
    add: (more, wrong) => {
      rows += more;
      faults += wrong;
      if (rewrite) rewrite(line());
      else if (elapsed() - told >= EVERY_MS) {
        told = elapsed();
        say(line());
      }
    },
    clear: () => rewrite?.(''),
  };
}

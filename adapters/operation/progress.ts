/** How far a long import is: one line that is written over on a terminal, and a line now and then in a file. */
import type { Call } from './tool.ts';
import { fill } from './words/fill.ts';
import { WORDS } from './words/import.ts';

/** Where nobody watches a cursor, a line that often shows in a log that the tool is alive. */
const EVERY_MS = 10_000;

type Progress = {
  /** Counts rows that are done, and faults among them or before them. */
  add(rows: number, faults: number): void;
  /** Takes the line away before something else is written. */
  clear(): void;
};

/** @param elapsed milliseconds that have passed, from any beginning */
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

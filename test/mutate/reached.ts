/** Loaded before the test files of a mutation run: notes for each test which marked functions it has been in. */
import { afterEach, beforeEach } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    reached?: string[];
  }
}

const reached = new Set<string>();
Object.assign(globalThis, { reached });
/** On import or before all tests: every test of the file rests on it. */
let shared: string[] | null = null;

beforeEach(() => {
  shared ??= [...reached];
  reached.clear();
});
afterEach(({ task }) => {
  task.meta.reached = [...new Set([...(shared ?? []), ...reached])];
});

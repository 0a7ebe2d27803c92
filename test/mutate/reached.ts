/** Loaded before the test files of a mutation run: records which marked functions each test has reached. */
import { afterEach, beforeEach } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    reached?: string[];
  }
}

const reached = new Set<string>();
Object.assign(globalThis, { reached });
/** Reached on import or before all tests, so every test of the file depends on it. */
let shared: string[] | null = null;

beforeEach(() => {
  shared ??= [...reached];
  reached.clear();
});
afterEach(({ task }) => {
  task.meta.reached = [...new Set([...(shared ?? []), ...reached])];
});

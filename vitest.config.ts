import { defineConfig } from 'vitest/config';

/** Processes, sockets, browsers: these files don't share a module with any other. */
const APART = ['test/flows/**/*.test.ts', 'test/adapters/**/*.test.ts', 'test/bot/main.test.ts', 'test/support/**/*.test.ts'];

export default defineConfig({
  test: {
    // What takes a few seconds on a quiet machine takes many on a busy one; no test measures time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    setupFiles: ['test/support/setup.ts'],
    // PGlite takes about 800 MB a process: two workers fit two cores and 8 GB.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'doors', include: APART } },
      {
        extends: true,
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: APART, isolate: false },
      },
    ],
  },
});

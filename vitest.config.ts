import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    // What takes a few seconds on a quiet machine takes many on a busy one; no test measures time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    // PGlite takes about 800 MB a process: two workers fit two cores and 8 GB.
    maxWorkers: 2,
  },
});

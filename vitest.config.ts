import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // PGlite takes about 800 MB a process: two workers fit two cores and 8 GB.
    maxWorkers: 2,
  },
});

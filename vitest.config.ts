import { defineConfig } from 'vitest/config';

/** Rules and cards: nothing but functions. `npm run test:quick` */
const RULES = ['test/bot/**/*.test.ts', 'test/cards/**/*.test.ts', 'test/manifest/**/*.test.ts'];
const NOT_RULES = ['test/bot/main.test.ts', 'test/cards/longest.test.ts'];
/** Processes, sockets, browsers: these files share no module with any other. */
const DOORS = [
  'test/flows/**/*.test.ts',
  'test/adapters/**/*.test.ts',
  'test/support/**/*.test.ts',
  'test/bot/main.test.ts',
];

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
      { extends: true, test: { name: 'doors', include: DOORS } },
      { extends: true, test: { name: 'rules', include: RULES, exclude: NOT_RULES, isolate: false } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/{commands,db,house,mutate}/**/*.test.ts', 'test/cards/longest.test.ts'],
          isolate: false,
        },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Ends what hangs; no promise of the product. A machine that others use as well is several times slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two files at a time, however many cores there are: each may hold a model, a database and a browser.
    maxWorkers: 2,
    pool: 'forks',
    isolate: true,
  },
});

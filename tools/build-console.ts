/**
 * Builds the console into `.cache/console`. In a checkout with the development tools they are used; otherwise what the
 * build needs is fetched into a folder of its own and thrown away, so that a server keeps none of it (docs/decisions/0010).
 * `NPM_CLI` names npm's own script where the launcher has one.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache');
const draft = join(cache, 'console-new');
const work = join(cache, 'console-build');
mkdirSync(cache, { recursive: true });

try {
  const tree =
    existsSync(join(root, 'node_modules/vite')) && existsSync(join(root, 'node_modules/react')) ? root : fetchTree();
  run(process.execPath, [join(tree, 'apps/console/build.ts'), draft], tree);
  writeFileSync(join(draft, 'stamp'), `${new Date().toISOString()}\n`);
  rmSync(join(cache, 'console'), { recursive: true, force: true });
  renameSync(draft, join(cache, 'console'));
} finally {
  rmSync(work, { recursive: true, force: true });
  rmSync(draft, { recursive: true, force: true });
}

/** The manifests of every workspace, so that the lock file fits; the sources of only those that are built. */
function fetchTree(): string {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.base.json'])
    cpSync(join(root, name), join(work, name));
  for (const group of ['apps', 'packages']) {
    for (const name of readdirSync(join(root, group))) {
      const manifest = join(group, name, 'package.json');
      if (existsSync(join(root, manifest))) cpSync(join(root, manifest), join(work, manifest));
    }
  }
  for (const name of ['apps/console', 'packages/contracts', 'packages/ledger']) {
    cpSync(join(root, name), join(work, name), {
      recursive: true,
      filter: (source) => !source.includes('node_modules'),
    });
  }
  const args = [
    'ci',
    '--workspace',
    '@riad/console',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const cli = process.env['NPM_CLI'] ?? '';
  if (cli === '') run('npm', args, work);
  else run(process.execPath, [cli, ...args], work);
  return work;
}

function run(program: string, args: readonly string[], folder: string): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}${error?.message ?? ''}\n`);
  throw new Error(`${program} ${args[0] ?? ''} failed`);
}

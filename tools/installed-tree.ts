import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional(), link: z.boolean().optional() })),
});

/** Optional peers of libraries that the launcher takes out of an installation. */
const takenOut = /^node_modules\/(?:@?typescript|@?vitest)(?:\/|$)/;

/** Bytes on disk of what `./riad up` installs beside the runtime: every locked package that is not for development. */
export function installedBytes(root: string): number {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && entry.dev !== true && entry.link !== true)
    .filter(([path]) => !takenOut.test(path) && existsSync(join(root, path)))
    .reduce((sum, [path]) => sum + bytesIn(join(root, path)), 0);
}

/** A package's own files; packages inside it are counted by themselves. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesIn(path) : lstatSync(path).blocks * 512);
    }, 0);
}

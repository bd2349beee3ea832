import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

const names = z.record(z.string(), z.string()).optional();
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      link: z.boolean().optional(),
      resolved: z.string().optional(),
      dependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
      peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
    }),
  ),
});
type Packages = z.infer<typeof lockSchema>['packages'];

/** What `./riad up` installs: the launcher takes this workspace and all that it needs, without development tools. */
const INSTALLED = 'apps/cli';

/** Bytes on disk of the locked packages that `./riad up` installs beside the runtime. */
export function installedBytes(root: string): number {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return [...neededBy(packages, INSTALLED)]
    .filter((path) => path.includes('node_modules/') && existsSync(join(root, path)))
    .reduce((sum, path) => sum + bytesIn(join(root, path)), 0);
}

/** Paths of a package and of everything it needs, directly or not. */
function neededBy(packages: Packages, start: string): ReadonlySet<string> {
  const needed = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (needed.has(path)) continue;
    needed.add(path);
    const entry = packages[path];
    const dependencies = Object.keys({ ...entry?.dependencies, ...entry?.optionalDependencies });
    const peers = Object.keys(entry?.peerDependencies ?? {}).filter(
      (name) => entry?.peerDependenciesMeta?.[name]?.optional !== true,
    );
    for (const name of [...dependencies, ...peers]) {
      const found = resolvePackage(packages, path, name);
      if (found !== undefined) waiting.push(found);
    }
  }
  return needed;
}

/** As Node.js looks for it: in the package's own folder, then in the one above. A workspace is a link to its folder. */
function resolvePackage(packages: Packages, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = packages[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved : path;
    if (folder === '') return undefined;
  }
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

/** `node build.ts FOLDER`: builds the console into a folder, compressed beside each file, with the licences of what is in it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

import { build } from 'vite';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder to build into');

// Whoever builds may have it set otherwise, and would get React's slow and larger half.
process.env['NODE_ENV'] = 'production';
await build({
  configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
  logLevel: 'error',
  build: { outDir: folder, emptyOutDir: true },
});
writeLicences(folder);
compress(folder);

/** Everything but pictures and fonts, which are compressed already. */
function compress(built: string): void {
  for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:js|css|html|svg|json|webmanifest|txt)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), options));
  }
}

function writeLicences(built: string): void {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(new URL('package.json', import.meta.url), 'utf8'),
  );
  const texts = Object.entries(manifest.dependencies)
    .filter(([name]) => !name.startsWith('@riad/'))
    .map(([name, version]) => `${name} ${version}\n\n${licenceOf(name)}`);
  writeFileSync(join(built, 'licences.txt'), texts.join(`\n${'-'.repeat(80)}\n`));
}

function licenceOf(name: string): string {
  const packageFolder = findPackage(name);
  const file = readdirSync(packageFolder).find((entry) => /^licen[cs]e/i.test(entry));
  return file === undefined ? 'See its manifest.' : readFileSync(join(packageFolder, file), 'utf8');
}

function findPackage(name: string): string {
  const places = ['node_modules', '../../node_modules'];
  for (const place of places) {
    const path = fileURLToPath(new URL(`${place}/${name}/`, import.meta.url));
    try {
      readFileSync(join(path, 'package.json'));
      return path;
    } catch {
      // Not hoisted there.
    }
  }
  throw new Error(`${name} is not installed`);
}

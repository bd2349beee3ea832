/**
 * `./riad bench NAME [OPTIONS…]`: runs the benchmark in `bench/NAME/main.ts`, which measures beside peers in one run and
 * writes its figures to `bench/results/`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const [name = '', ...options] = process.argv.slice(2);
const program = `${folder}${name}/main.ts`;

if (/^[a-z-]+$/.test(name) && existsSync(program)) {
  process.argv.splice(2, process.argv.length, ...options);
  await import(pathToFileURL(program).href);
} else {
  const known = readdirSync(folder).filter((entry) => existsSync(`${folder}${entry}/main.ts`));
  process.stderr.write(`There is no benchmark ${JSON.stringify(name)}. Known: ${known.join(', ')}.\n`);
  process.exitCode = 2;
}

/**
 * Takes GPU builds out of the lock file and lets npm skip foreign-architecture builds of the engine's native addon.
 *
 * The addon's arm packages list x64 as a supported CPU and its CUDA and Vulkan packages install everywhere: 640 MB
 * that a CPU-only server never loads. `./riad check` runs this with `--check`; run it without after `npm install`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockEntry {
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}

const lockUrl = new URL('../package-lock.json', import.meta.url);
const gpuPackage = /node_modules\/@node-llama-cpp\/.*-(?:cuda|cuda-ext|vulkan)$/;
const nativePackage = /node_modules\/@node-llama-cpp\/[a-z]+-(?<cpu>x64|arm64|armv7l)$/;
const npmCpuNames: Readonly<Record<string, string>> = { x64: 'x64', arm64: 'arm64', armv7l: 'arm' };

const before = readFileSync(lockUrl, 'utf8');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own file; only the fields named above are touched
const lock = JSON.parse(before) as { packages: Record<string, LockEntry> };

for (const [path, entry] of Object.entries(lock.packages)) {
  if (gpuPackage.test(path)) delete lock.packages[path];
  const cpu = nativePackage.exec(path)?.groups?.['cpu'];
  if (cpu !== undefined) entry.cpu = [npmCpuNames[cpu] ?? cpu];
}

const after = `${JSON.stringify(lock, null, 2)}\n`;
if (after !== before && process.argv.includes('--check')) {
  process.stderr.write('package-lock.json holds GPU or foreign-architecture builds. Run: node tools/prune-lock.ts\n');
  process.exit(1);
}
writeFileSync(lockUrl, after);

import { execFile, execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Exact versions. mistralai 2.4.6 was a compromised release and must never be installed. */
const pins = ['mistralai==3.7.0', 'openai==3.57.0'];
const cache = process.env['RIAD_TEST_PYTHON'] ?? join(homedir(), '.cache/riad-test-python');
const folder = join(cache, pins.join('-').replaceAll(/[^a-z0-9.]+/g, '-'));

/** Installs both vendors' Python clients once. Why it could not, when it could not. */
export function installPythonClients(): string | undefined {
  if (existsSync(folder)) return undefined;
  const draft = `${folder}.${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    const quiet: ExecFileSyncOptionsWithStringEncoding = {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 300_000,
      encoding: 'utf8',
    };
    // Into a folder of their own: Debian's Python has pip without the module that makes environments.
    const options = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:', '--target', draft];
    execFileSync('python3', ['-m', 'pip', 'install', ...options, ...pins], quiet);
    // Two files of tests may install at once: the first to end is taken.
    if (!existsSync(folder)) renameSync(draft, folder);
    return undefined;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    return (stderr ?? String(error)).trim().split('\n').at(-1);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Runs a script of e2e/python and parses the one JSON object it prints. Its name, address and key go in the environment. */
export async function runPython(
  script: string,
  server: { readonly address: string; readonly key: string },
): Promise<unknown> {
  const path = fileURLToPath(new URL(`../python/${script}`, import.meta.url));
  const { stdout } = await promisify(execFile)('python3', [path], {
    encoding: 'utf8',
    timeout: 240_000,
    env: { PATH: process.env['PATH'], PYTHONPATH: folder, RIAD_ADDRESS: server.address, RIAD_KEY: server.key },
  });
  return JSON.parse(stdout);
}

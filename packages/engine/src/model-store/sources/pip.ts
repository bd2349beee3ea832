import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { SourceProblem } from './source-problem.ts';

/** Fetches wheels with the machine's own pip, so that its mirrors and certificates hold. Nothing fetched is run. */
export interface PipRunner {
  /** Downloads one wheel into `folder`; temporary files stay inside it. */
  download(request: PipDownload): Promise<void>;
  /** The package index that downloads go to. */
  indexUrl(signal: AbortSignal): Promise<URL>;
}

export interface PipDownload {
  /** `name==version`. */
  readonly requirement: string;
  readonly folder: string;
  readonly platform?: string | undefined;
  readonly signal: AbortSignal;
}

export interface PipOptions {
  readonly python: string;
  /** Where pip finds its configuration, proxies and certificates; only variables of that kind are passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the index that pip is configured for. */
  readonly index?: { readonly url: string; readonly trustedHost?: string } | undefined;
}

const DEFAULT_INDEX = 'https://pypi.org/simple/';
const MAX_OUTPUT = 64 * 1024;
const KILL_AFTER_MS = 3_000;

/** What `python3 -m pip` does, and an end as soon as the parent's pipe closes: a killed parent leaves nothing behind. */
const pipProgram = [
  'import os, runpy, threading',
  'def end_with_parent():',
  '    while os.read(0, 1024): pass',
  '    os._exit(1)',
  'threading.Thread(target=end_with_parent, daemon=True).start()',
  'runpy.run_module("pip", run_name="__main__", alter_sys=True)',
].join('\n');

const passedOn =
  /^(?:PATH|HOME|USER|LANG|LC_[A-Z]+|PIP_[A-Z_]+|(?:https?|no|all)_proxy|SSL_CERT_(?:FILE|DIR)|(?:REQUESTS|CURL)_CA_BUNDLE|XDG_CONFIG_(?:HOME|DIRS)|VIRTUAL_ENV|PYENV_[A-Z_]+)$/i;

export function createPipRunner(options: PipOptions): PipRunner {
  const environment = Object.fromEntries(
    Object.entries(options.environment).filter(([name, value]) => value !== undefined && passedOn.test(name)),
  );

  async function download({ requirement, folder, platform, signal }: PipDownload): Promise<void> {
    const temporary = join(folder, 'tmp');
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    // Wheels only: the other kind of package runs its own code while it is downloaded.
    const flags = ['--no-deps', '--only-binary=:all:', '--no-input', '--no-cache-dir', '--progress-bar=off'];
    flags.push('--disable-pip-version-check', '--ignore-requires-python');
    if (platform !== undefined) flags.push('--platform', platform);
    if (options.index !== undefined) flags.push('--index-url', options.index.url);
    if (options.index?.trustedHost !== undefined) flags.push('--trusted-host', options.index.trustedHost);
    const result = await run(['download', ...flags, '--dest', folder, '--', requirement], temporary, signal);
    if (result.code !== 0) throw pipProblem(requirement, result);
  }

  async function indexUrl(signal: AbortSignal): Promise<URL> {
    if (options.index !== undefined) return new URL(options.index.url);
    const { output } = await run(['config', 'list'], undefined, signal);
    const values = [...output.matchAll(/^(?<scope>[\w:.]+)\.index[-_]url='(?<url>[^']+)'$/gm)].map(
      (match) => match.groups,
    );
    // The environment wins over files, as it does for pip.
    const found = values.find((value) => value?.['scope'] === ':env:') ?? values.at(-1);
    const url = URL.parse(found?.['url'] ?? DEFAULT_INDEX) ?? new URL(DEFAULT_INDEX);
    url.username = '';
    url.password = '';
    return url;
  }

  async function run(args: readonly string[], folder: string | undefined, signal: AbortSignal): Promise<RunResult> {
    signal.throwIfAborted();
    const child = spawn(options.python, ['-c', pipProgram, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...environment, PYTHONIOENCODING: 'utf-8', ...(folder === undefined ? {} : { TMPDIR: folder }) },
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    // The pipe stays open and silent; that the child is gone already is told by `close`.
    child.stdin.on('error', () => undefined);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-MAX_OUTPUT);
      });
    }
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGTERM');
      timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', (error) => reject(notStarted(options.python, error)));
        child.once('close', resolve);
      });
      signal.throwIfAborted();
      return { code, output };
    } finally {
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
    }
  }

  return { download, indexUrl };
}

interface RunResult {
  readonly code: number | null;
  readonly output: string;
}

function notStarted(python: string, cause: Error): SourceProblem {
  return new SourceProblem('refused', `${python} cannot be started; Python 3 with pip is needed for this source`, {
    cause,
  });
}

/** pip's own last error line, without any password that an index address may hold. */
function pipProblem(requirement: string, { code, output }: RunResult): SourceProblem {
  if (output.includes('No module named pip'))
    return new SourceProblem('refused', 'Python 3 is there but pip is not; install it (Debian: python3-pip)');
  if (/No space left on device|Errno 28/.test(output))
    return new SourceProblem('disk', `pip found no space left on the disk for ${requirement}`);
  const lines = output.trim().split('\n');
  const told = lines.find((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? '';
  const line = told.replace(/^ERROR: /, '').slice(0, 300);
  const reason = line.replaceAll(/\/\/[^/@\s]+@/g, '//');
  return new SourceProblem('refused', `pip could not fetch ${requirement} (exit ${code ?? 'by signal'}): ${reason}`);
}

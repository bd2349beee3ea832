import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { assertCleanLogs } from './scan-logs.ts';

const command = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

/** A real server, started as a person does, in a data folder of its own. */
export interface RunningRiad {
  readonly address: string;
  /** The first key: only where the database had none. */
  readonly key: string;
  readonly data: string;
  /** Runs `riad ARGS`; standard output. Throws when it fails. */
  riad(...args: string[]): string;
  stop(): void;
}

/** With a model of this folder; the small test model, unless another is named, may talk until its context is full. */
export function startRiad(models: string, contextLength = 2048, model = 'smollm2-135m-instruct'): RunningRiad {
  return run({ RIAD_MODELS_FOLDER: models, RIAD_ENGINE_CONTEXT_LENGTH: String(contextLength) }, ['--model', model]);
}

/** A server without a model of its own, with these settings. */
export function startRiadWith(settings: object): RunningRiad {
  return run({}, [], makeDataFolder(settings));
}

/** A further server on the database of another: it has the keys of the same tenants. */
export function startRiadBeside(other: RunningRiad, settings: object): RunningRiad {
  const data = makeDataFolder(settings);
  cpSync(join(other.data, 'keys/tenants'), join(data, 'keys/tenants'), { recursive: true });
  return run({}, [], data);
}

function makeDataFolder(settings?: object): string {
  const data = mkdtempSync(join(tmpdir(), 'riad-e2e-'));
  if (process.getuid?.() === 0) chmodSync(data, 0o711);
  if (settings !== undefined)
    writeFileSync(join(data, 'riad.yaml'), JSON.stringify({ models: { sources: [] }, ...settings }));
  return data;
}

function run(environment: NodeJS.ProcessEnv, flags: readonly string[], data = makeDataFolder()): RunningRiad {
  const riad = (...args: string[]): string =>
    execFileSync(process.execPath, [command, ...args, '--data', data], {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
  const welcome = startOrClean(data, () => riad('up', '--detach', '--json', '--port', '0', ...flags));
  return {
    address: welcome.address,
    get key() {
      return readFileSync(join(data, 'keys/first-api-key'), 'utf8').trim();
    },
    data,
    riad,
    stop() {
      riad('down');
      assertCleanLogs(data);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A start that fails leaves no folder behind. */
function startOrClean(data: string, start: () => string): { readonly address: string } {
  try {
    return JSON.parse(start()) as { address: string };
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

import type { DataFolder } from './data-folder.ts';

const instanceSchema = z.object({
  pid: z.int(),
  /** Start time of that process in clock ticks since boot: tells it from another with a recycled pid. */
  startedTicks: z.string(),
  socket: z.string(),
  address: z.string(),
  version: z.string(),
});

/** What a running server writes down for the commands of the same data folder. */
export type Instance = z.infer<typeof instanceSchema>;

/** Unix sockets have a path limit of 107 bytes; a deep data folder gets its socket in a short runtime folder. */
const SOCKET_PATH_LIMIT = 100;

/** The instance of this data folder when its process is alive, `undefined` otherwise. */
export function findInstance(folder: DataFolder): Instance | undefined {
  let instance: Instance;
  try {
    instance = instanceSchema.parse(JSON.parse(readFileSync(instanceFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
  return startTicks(instance.pid) === instance.startedTicks ? instance : undefined;
}

/** Claims the data folder for this process. Fails with `server.already_running`. */
export function claimInstance(
  folder: DataFolder,
  facts: { readonly address: string; readonly version: string },
): Instance {
  const other = findInstance(folder);
  if (other !== undefined && other.pid !== process.pid) {
    throw new PlatformError(
      'server.already_running',
      `Riad is already running at ${other.address} (process ${other.pid})`,
      {
        remedy: 'Use it as it is, or stop it with ./riad down.',
      },
    );
  }
  const instance: Instance = {
    pid: process.pid,
    startedTicks: startTicks(process.pid) ?? 'unknown',
    socket: socketPath(folder),
    ...facts,
  };
  const draft = `${instanceFile(folder)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
  renameSync(draft, instanceFile(folder));
  return instance;
}

export function releaseInstance(folder: DataFolder): void {
  if (findInstance(folder)?.pid === process.pid) rmSync(instanceFile(folder), { force: true });
}

function instanceFile(folder: DataFolder): string {
  return join(folder.run, 'server.json');
}

function socketPath(folder: DataFolder): string {
  const direct = join(folder.run, 'riad.sock');
  if (Buffer.byteLength(direct) <= SOCKET_PATH_LIMIT) return direct;
  const name = createHash('sha256').update(folder.root).digest('hex').slice(0, 12);
  const runtime = join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), `riad-${name}`);
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return join(runtime, 'riad.sock');
}

/** Field 22 of /proc/PID/stat; where there is no /proc, whether the process exists at all. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return undefined;
  }
}

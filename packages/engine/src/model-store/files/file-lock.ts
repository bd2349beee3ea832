import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A lock that other processes see; freed when its holder releases it or dies. */
export interface FileLock {
  release(): Promise<void>;
}

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when somebody else holds the lock. */
  readonly onWait?: (() => void) | undefined;
}

const POLL_MS = 100;
/** Locks held by this process: its own pid in a lock file means held only when it is listed here. */
const heldHere = new Set<string>();

/** Waits until nobody else holds `path`, then holds it. Rejects with the signal's reason when that aborts. */
export async function acquireFileLock(path: string, { signal, onWait }: LockOptions = {}): Promise<FileLock> {
  const identity = JSON.stringify({
    pid: process.pid,
    started: await processStart(process.pid),
    id: randomBytes(8).toString('hex'),
  });
  let waited = false;
  for (;;) {
    signal?.throwIfAborted();
    if (await tryAcquire(path, identity)) break;
    if (await removeStale(path)) continue;
    if (!waited) onWait?.();
    waited = true;
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
  return {
    async release() {
      await rm(path, { force: true });
      heldHere.delete(identity);
    },
  };
}

/** A hard link appears with its content, so that no reader ever sees an empty lock. */
async function tryAcquire(path: string, identity: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, identity, { mode: 0o600, flag: 'wx' });
  heldHere.add(identity);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    heldHere.delete(identity);
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes away a lock whose holder is gone; true when the lock may be free now. */
async function removeStale(path: string): Promise<boolean> {
  const holder = await readIfThere(path);
  if (holder === undefined) return true;
  if (await isHeld(holder)) return false;
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, aside);
    const moved = await readFile(aside, 'utf8');
    // Somebody was quicker and this is their fresh lock: put it back.
    if (moved !== holder) await link(aside, path).catch(() => undefined);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
  return true;
}

async function isHeld(holder: string): Promise<boolean> {
  const match = /^\{"pid":(?<pid>\d+),"started":"(?<started>\d*)",/.exec(holder);
  const pid = Number(match?.groups?.['pid'] ?? 0);
  if (pid === 0) return false;
  if (pid === process.pid) return heldHere.has(holder);
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  const started = await processStart(pid);
  return started === '' || started === match?.groups?.['started'];
}

/** When a process started, in clock ticks since boot; empty where the system does not tell. Tells reused pids apart. */
async function processStart(pid: number): Promise<string> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

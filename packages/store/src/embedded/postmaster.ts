import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from '@riad/contracts';
import { Client } from 'pg';

import type { DatabaseAddress } from '../connection/database-address.ts';
import type { Cluster } from './cluster.ts';
import { asFileError, explainFailure } from './file-error.ts';
import { endFormerServer } from './former-server.ts';
import { startGuardian } from './guardian.ts';
import { endOf, spawnAs, type Ending } from './run-as.ts';
import { closeServerLog, openServerLog, type ServerLog } from './server-log.ts';

/** Recovery after a crash replays at most `max_wal_size`; a slow disk may take its time over it. */
const READY_LIMIT_MS = 120_000;
const FAST_STOP_MS = 8000;
const LONGEST_PAUSE_MS = 5000;
const POLL_MS = 10;

/** Small-machine settings. Durability stays as PostgreSQL ships it: fsync and full-page writes on. */
const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '32MB',
  max_connections: '60',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '2',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  wal_compression: 'on',
  max_wal_size: '256MB',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

export interface PostmasterOptions {
  readonly cluster: Cluster;
  readonly address: DatabaseAddress;
  readonly logFile: string;
  readonly logger: Logger;
}

/** A running server process, kept running until it is stopped. */
export interface Postmaster {
  /** Process id, `undefined` while it is being started again. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** Starts the server and answers once it takes connections. A failed start leaves nothing running. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const stopping = new AbortController();
  let running = await launch(options, stopping.signal);
  const supervised = supervise();

  async function supervise(): Promise<void> {
    for (;;) {
      const { how } = await running.ended;
      running.guard.release();
      if (stopping.signal.aborted) return;
      options.logger.error('database.ended', { how });
      const next = await relaunch(options, stopping.signal);
      if (next === undefined) return;
      running = next;
      if (stopping.signal.aborted) await end(running);
      else options.logger.info('database.restarted');
    }
  }

  return {
    pid: () => (running.hasEnded() ? undefined : running.child.pid),
    async stop() {
      stopping.abort();
      await end(running);
      await supervised;
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  readonly guard: Guard;
  hasEnded(): boolean;
}

interface Guard {
  release(): void;
}

/** Tries until it succeeds or is told to stop: a full disk may take an hour to be cleared. */
async function relaunch(options: PostmasterOptions, stopping: AbortSignal): Promise<Launched | undefined> {
  for (let attempt = 0; !stopping.aborted; attempt++) {
    try {
      await delay(Math.min(LONGEST_PAUSE_MS, 50 * 2 ** attempt), undefined, { signal: stopping });
      return await launch(options, stopping);
    } catch (error) {
      if (!stopping.aborted) options.logger.error('database.restart_failed', { error });
    }
  }
  return undefined;
}

async function launch(options: PostmasterOptions, stopping: AbortSignal): Promise<Launched> {
  const { cluster, address } = options;
  await endFormerServer(cluster.path, address.host);
  stopping.throwIfAborted();
  const log = openServerLog(options.logFile);
  const settings = Object.entries({ ...serverSettings, unix_socket_directories: address.host });
  const child = spawnAs(cluster.account, {
    command: join(cluster.bin, 'postgres'),
    args: ['-D', cluster.path, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    stdio: ['ignore', log.handle, log.handle],
  });
  closeServerLog(log);
  let ending: Ending | undefined;
  const ended = endOf(child).then((value) => (ending = value));
  const launched: Launched = {
    child,
    ended,
    guard: keepGuarded(child, options.logger),
    hasEnded: () => ending !== undefined,
  };
  try {
    await untilReady({ cluster, address, log, launched, stopping });
    return launched;
  } catch (error) {
    await end(launched);
    throw error;
  }
}

/** A guardian that somebody ended is replaced as long as the server runs. */
function keepGuarded(child: ChildProcess, logger: Logger): Guard {
  let released = child.pid === undefined;
  let guardian: ChildProcess | undefined;
  const start = (): void => {
    if (released || child.pid === undefined) return;
    guardian = startGuardian(child.pid);
    guardian.once('error', (error) => logger.error('database.unguarded', { error }));
    guardian.once('exit', start);
  };
  start();
  return {
    release() {
      released = true;
      guardian?.kill('SIGKILL');
    },
  };
}

interface Start {
  readonly cluster: Cluster;
  readonly address: DatabaseAddress;
  readonly log: ServerLog;
  readonly launched: Launched;
  readonly stopping: AbortSignal;
}

async function untilReady({ cluster, address, log, launched, stopping }: Start): Promise<void> {
  const deadline = performance.now() + READY_LIMIT_MS;
  while (performance.now() < deadline) {
    stopping.throwIfAborted();
    if (launched.hasEnded()) {
      const { how } = await launched.ended;
      throw explainFailure('the database did not start', log.lastWords() ?? how);
    }
    if (saysReady(cluster.path, launched.child.pid)) return connectOnce(address);
    await delay(POLL_MS);
  }
  throw explainFailure('the database did not start', 'it did not take connections in time');
}

/** Asked of the server's own note first: connecting in vain would fill its log. */
function saysReady(cluster: string, pid: number | undefined): boolean {
  let note: readonly string[];
  try {
    note = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return false;
  }
  return Number(note[0]) === pid && note[7]?.trim() === 'ready';
}

async function connectOnce(address: DatabaseAddress): Promise<void> {
  const client = new Client({ ...address, database: 'postgres', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    throw asFileError(error, 'the database does not let us in');
  }
}

/** Fast stop: sessions are ended, everything is written. Without that within its time, an immediate stop, then recovery. */
async function end({ child, ended, guard }: Launched): Promise<void> {
  child.kill('SIGINT');
  const force = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MS);
  await ended;
  clearTimeout(force);
  guard.release();
}

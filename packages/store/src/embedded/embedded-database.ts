import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { PlatformError, type Logger } from '@riad/contracts';
import { Client } from 'pg';

import { provideServerFiles, type ServerFiles } from './server-files.ts';
import { chooseServiceAccount, type ServiceAccount } from './service-account.ts';

export interface EmbeddedDatabaseOptions {
  /** The `database/` folder of the data folder. */
  readonly folder: string;
  /** Where PostgreSQL writes its own log. */
  readonly logFile: string;
  readonly logger: Logger;
}

/** How to reach a database. */
export interface DatabaseAddress {
  readonly host: string;
  readonly database: string;
  readonly user: string;
}

export interface EmbeddedDatabase {
  readonly address: DatabaseAddress;
  /** Process id of the postmaster, `undefined` while it is being started again. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

const USER = 'riad';
const SOCKET_PATH_LIMIT = 100;
const READY_LIMIT_MS = 30_000;
const FAST_STOP_MS = 8000;
const POLL_MS = 20;

/** Small-machine settings. Durability stays as PostgreSQL ships it: fsync and full-page writes on. */
const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '32MB',
  max_connections: '60',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  wal_compression: 'on',
  max_wal_size: '256MB',
  log_min_messages: 'warning',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/**
 * Waits for the server's pipe to close, then ends the postmaster: fast first, at once after two seconds. Arguments are
 * positional, nothing is interpolated. It is what leaves no database behind when the server is killed.
 */
const GUARDIAN =
  'read -r line; kill -INT "$1" 2>/dev/null; i=0; while [ $i -lt 20 ] && kill -0 "$1" 2>/dev/null; do sleep 0.1; i=$((i+1)); done; kill -QUIT "$1" 2>/dev/null';

/** Starts the organisation's own PostgreSQL: a private socket, peer authentication, no network port. */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const account = chooseServiceAccount();
  const files = provideServerFiles(options.folder);
  const paths = preparePaths(options.folder, account);
  initialise({ files, account, paths });
  const database = new Postmaster({ ...options, files, account, paths });
  await database.start();
  await createDatabase(database.address);
  return database;
}

interface Paths {
  readonly data: string;
  readonly socket: string;
}

interface Installation {
  readonly files: ServerFiles;
  readonly account: ServiceAccount;
  readonly paths: Paths;
}

function preparePaths(folder: string, account: ServiceAccount): Paths {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const data = join(folder, 'data');
  let socket = join(folder, 'socket');
  if (Buffer.byteLength(join(socket, '.s.PGSQL.5432')) > SOCKET_PATH_LIMIT) {
    socket = join(tmpdir(), `riad-db-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  }
  mkdirSync(socket, { recursive: true, mode: 0o700 });
  giveTo(account, socket);
  return { data, socket };
}

/** Makes the cluster beside its place and moves it there whole: an interrupted first start leaves nothing half made. */
function initialise({ files, account, paths }: Installation): void {
  for (const leftover of readdirSync(join(paths.data, '..')).filter((name) => name.startsWith('data.new-'))) {
    rmSync(join(paths.data, '..', leftover), { recursive: true, force: true });
  }
  if (existsSync(paths.data)) {
    checkVersion(files, paths.data);
    return;
  }
  const draft = `${paths.data}.new-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  giveTo(account, draft);
  const run = spawnSync(
    join(files.bin, 'initdb'),
    [
      '--pgdata',
      draft,
      '--username',
      USER,
      '--encoding',
      'UTF8',
      '--locale-provider',
      'builtin',
      '--builtin-locale',
      'C.UTF-8',
      '--locale',
      'C',
      '--auth',
      'peer',
      '--data-checksums',
    ],
    { ...runAs(account), encoding: 'utf8' },
  );
  if (run.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw initialisationFailed(`${run.stderr}${run.error?.message ?? ''}`);
  }
  writeAuthentication(draft, account);
  renameSync(draft, paths.data);
}

function initialisationFailed(output: string): PlatformError {
  if (/No space left/i.test(output)) {
    return new PlatformError('disk.full', 'the disk is full: the database could not be made', {
      remedy: 'Free some space and start again; nothing is half made.',
    });
  }
  return new PlatformError(
    'store.unavailable',
    `the database could not be made: ${output.trim().split('\n').at(-1) ?? 'no reason given'}`,
    {
      remedy: 'Check that the data folder is on a local disk that this user may write.',
    },
  );
}

/** The service account and whoever runs Riad both are the database's owner; nobody else gets in. */
function writeAuthentication(data: string, account: ServiceAccount): void {
  const users = new Set([account.name, userInfo().username]);
  writeFileSync(join(data, 'pg_hba.conf'), 'local all all peer map=riad\n');
  writeFileSync(join(data, 'pg_ident.conf'), [...users].map((user) => `riad "${user}" ${USER}\n`).join(''));
}

function checkVersion(files: ServerFiles, data: string): void {
  const found = Number(readFileSync(join(data, 'PG_VERSION'), 'utf8'));
  if (found === files.major) return;
  throw new PlatformError(
    found > files.major ? 'store.newer' : 'store.unavailable',
    `${data} was made by PostgreSQL ${found}, this Riad brings ${files.major}`,
    {
      remedy:
        found > files.major
          ? 'Start the newer Riad that made it. Nothing was changed.'
          : 'Export it with the Riad that made it, then import it here.',
    },
  );
}

class Postmaster implements EmbeddedDatabase {
  readonly address: DatabaseAddress;
  readonly #options: EmbeddedDatabaseOptions & Installation;
  #child: ChildProcess | undefined;
  #guardian: ChildProcess | undefined;
  #stopping = false;
  #restarts = 0;

  constructor(options: EmbeddedDatabaseOptions & Installation) {
    this.#options = options;
    this.address = { host: options.paths.socket, database: USER, user: USER };
  }

  pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const { files, account, paths } = this.#options;
    await waitForFormer(paths.data);
    const log = openSync(this.#options.logFile, 'a', 0o600);
    const settings = Object.entries({ ...serverSettings, unix_socket_directories: paths.socket }).flatMap(
      ([name, value]) => ['-c', `${name}=${value}`],
    );
    const child = spawn(join(files.bin, 'postgres'), ['-D', paths.data, ...settings], {
      ...runAs(account),
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    child.once('exit', (code, signal) => this.#ended(child, signal ?? `exit ${code}`));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    this.#guardian = spawn('/bin/sh', ['-c', GUARDIAN, 'riad-database-guardian', String(child.pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.#guardian.stdin?.on('error', () => undefined);
    await this.#untilReady(child);
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const deadline = performance.now() + READY_LIMIT_MS;
    while (performance.now() < deadline) {
      if (this.#child !== child) break;
      if (await answers(this.address)) return;
      await pause(POLL_MS);
    }
    throw new PlatformError('store.unavailable', 'the database did not start', {
      remedy: `Its own words are in ${this.#options.logFile}.`,
    });
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#guardian?.kill('SIGKILL');
    if (this.#stopping) return;
    this.#options.logger.error('database.ended', { how });
    this.#scheduleRestart();
  }

  #scheduleRestart(): void {
    const wait = Math.min(5000, 50 * 2 ** this.#restarts++);
    setTimeout(() => void this.#restart(), wait).unref();
  }

  async #restart(): Promise<void> {
    if (this.#stopping) return;
    try {
      await this.start();
      this.#restarts = 0;
      this.#options.logger.info('database.restarted');
    } catch (error) {
      this.#options.logger.error('database.restart_failed', { error });
      if (this.#child === undefined) this.#scheduleRestart();
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGINT');
    const force = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MS);
    await gone;
    clearTimeout(force);
  }
}

/** A postmaster that is still stopping holds its folder; a recorded one that is gone does not. */
async function waitForFormer(data: string): Promise<void> {
  const deadline = performance.now() + FAST_STOP_MS;
  while (performance.now() < deadline) {
    const pid = formerPid(data);
    if (pid === undefined || !isPostmaster(pid, data)) return;
    await pause(POLL_MS);
  }
}

function formerPid(data: string): number | undefined {
  try {
    return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

function isPostmaster(pid: number, data: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
  } catch {
    return false;
  }
}

async function answers(address: DatabaseAddress): Promise<boolean> {
  const client = new Client({ ...address, database: 'postgres', connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function createDatabase(address: DatabaseAddress): Promise<void> {
  const client = new Client({ ...address, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [address.database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(address.database)}`);
  } finally {
    await client.end();
  }
}

function runAs(account: ServiceAccount): {
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
} {
  return {
    ...(account.uid === undefined ? {} : { uid: account.uid }),
    ...(account.gid === undefined ? {} : { gid: account.gid }),
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  };
}

function giveTo(account: ServiceAccount, path: string): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

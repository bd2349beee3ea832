import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock, type Logger } from '@riad/contracts';

import type { DatabaseLocation } from '../connection/open-pool.ts';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../embedded/embedded-database.ts';
import { chooseServiceAccount } from '../embedded/service-account.ts';
import { openStore, type Store } from '../open-store.ts';

export const quiet: Logger = { info() {}, warn() {}, error() {} };

/** Debian's PostgreSQL 15, the oldest version that is supported. */
export const DEBIAN_BIN = '/usr/lib/postgresql/15/bin';
export const haveDebian = existsSync(join(DEBIAN_BIN, 'postgres'));

export interface TestServer {
  readonly location: DatabaseLocation;
  stop(): Promise<void>;
  /** Only where the test itself may stop and start it. */
  start(): Promise<void>;
}

const MEMORY_DISK = '/dev/shm';
const ROOM_NEEDED = 2e9;

/** A folder that the database's account may pass through, removed by `remove`. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(haveMemoryDisk() ? MEMORY_DISK : tmpdir(), 'riad-store-'));
  chmodSync(path, 0o711);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Making a database writes a thousand files and waits for each: in memory that takes no time from other tests. */
function haveMemoryDisk(): boolean {
  if (!existsSync(MEMORY_DISK)) return false;
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .find((line) => line.split(' ')[1] === MEMORY_DISK);
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return mount !== undefined && !/\bnoexec\b/.test(mount) && bavail * bsize > ROOM_NEEDED;
}

let template: { readonly path: string } | undefined;

/** As `startEmbedded`, in a folder whose first start is behind it. */
export async function startMade(root: string, logger = quiet): Promise<EmbeddedDatabase> {
  if (template === undefined) {
    const folder = temporaryFolder();
    await (await startEmbedded(folder.path)).stop();
    process.once('exit', folder.remove);
    template = folder;
  }
  mkdirSync(root, { recursive: true });
  execFileSync('cp', ['-a', join(template.path, 'database'), root]);
  return startEmbedded(root, logger);
}

export function startEmbedded(root: string, logger = quiet): Promise<EmbeddedDatabase> {
  return startEmbeddedDatabase({ folder: join(root, 'database'), logFile: join(root, 'database.log'), logger });
}

export function open(location: DatabaseLocation, logger = quiet): Promise<Store> {
  return openStore({ database: location, poolSize: 4, clock: systemClock, logger });
}

export async function startEmbeddedServer(root: string): Promise<TestServer> {
  const database = await startMade(root);
  return {
    location: database.address,
    stop: () => database.stop(),
    start: () => Promise.reject(new Error('not here')),
  };
}

/** A private cluster of Debian's PostgreSQL with password authentication, reached by an address as in `database.url`. */
export async function startDebianServer(root: string): Promise<TestServer> {
  const account = chooseServiceAccount(join(root, 'debian'));
  const own = { uid: account.uid, gid: account.gid, cwd: '/' };
  const data = join(root, 'debian');
  const socket = join(root, 's');
  const passwordFile = join(root, 'password');
  for (const folder of [data, socket]) {
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, account.uid, account.gid);
  }
  writeFileSync(passwordFile, 'not a secret\n');
  const made = spawnSync(
    join(DEBIAN_BIN, 'initdb'),
    ['-D', data, '-U', 'riad', '-E', 'UTF8', '--no-locale', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-N'],
    own,
  );
  if (made.status !== 0) throw new Error(made.stderr.toString());
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    server = spawn(join(DEBIAN_BIN, 'postgres'), ['-D', data, '-k', socket, '-h', '', '-F'], {
      ...own,
      stdio: 'ignore',
    });
    const note = join(data, 'postmaster.pid');
    while (!(existsSync(note) && readFileSync(note, 'utf8').includes('ready'))) {
      if (server.exitCode !== null) throw new Error('PostgreSQL did not start');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function stop(): Promise<void> {
    const stopping = server;
    if (stopping === undefined || stopping.exitCode !== null) return;
    const gone = new Promise((resolve) => stopping.once('exit', resolve));
    stopping.kill('SIGINT');
    await gone;
  }

  await start();
  const host = encodeURIComponent(socket);
  return { location: { url: `postgres://riad:not%20a%20secret@${host}/postgres` }, start, stop };
}

/** Process id of a database that must be running: never 0, which signals would take for this very process. */
export function pidOf(database: EmbeddedDatabase): number {
  const pid = database.pid();
  if (pid === undefined) throw new Error('the database is not running');
  return pid;
}

/** Every kind of server that Riad must work with, here. */
export const servers = [
  { name: 'the embedded server', start: startEmbeddedServer, here: true },
  { name: "Debian's PostgreSQL 15", start: startDebianServer, here: haveDebian },
] as const;

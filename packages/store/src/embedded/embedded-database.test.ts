import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client } from 'pg';

import { DEBIAN_BIN, haveDebian, pidOf, startEmbedded, startMade, temporaryFolder } from '../testing/test-servers.ts';
import type { EmbeddedDatabase } from './embedded-database.ts';
import { chooseServiceAccount } from './service-account.ts';
import { provideSocketFolder } from './socket-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let database: EmbeddedDatabase | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  database = undefined;
});
afterEach(async () => {
  await database?.stop();
  folder.remove();
});

const inside = (...names: readonly string[]): string => join(folder.path, 'database', ...names);
const isRoot = process.getuid?.() === 0;

async function ask<T>({ address }: EmbeddedDatabase, query: string): Promise<T | undefined> {
  const client = new Client({ ...address });
  await client.connect();
  const { rows } = await client.query<{ answer: T }>(`select (${query}) as answer`);
  await client.end();
  return rows[0]?.answer;
}

describe('who gets in', () => {
  test('there is no port, no password, and durability is on', async () => {
    database = await startMade(folder.path);
    expect(await ask(database, "current_setting('listen_addresses')")).toBe('');
    expect(await ask(database, "current_setting('data_checksums')")).toBe('on');
    expect(await ask(database, "current_setting('fsync') || ' ' || current_setting('full_page_writes')")).toBe('on on');
    expect(await ask(database, "current_setting('server_encoding')")).toBe('UTF8');
    expect(statSync(database.address.host).mode & 0o777).toBe(0o700);
    expect(statSync(inside('data')).mode & 0o777).toBe(0o700);
    expect(readFileSync(inside('data/pg_hba.conf'), 'utf8')).toBe('local all riad peer map=riad\n');
  });

  test.runIf(isRoot)('it never runs as root', async () => {
    database = await startMade(folder.path);
    expect(statSync(`/proc/${database.pid()}`).uid).not.toBe(0);
  });

  test.runIf(isRoot && haveDebian)(
    'another account of this machine is refused even where it reaches the socket',
    async () => {
      database = await startMade(folder.path);
      const { host } = database.address;
      chmodSync(host, 0o711);
      chmodSync(join(host, '.s.PGSQL.5432'), 0o777);
      const psql = spawnSync(join(DEBIAN_BIN, 'psql'), ['-h', host, '-U', 'riad', '-c', 'select 1', 'riad'], {
        uid: 1,
        gid: 1,
        cwd: '/',
        encoding: 'utf8',
      });
      expect(psql.stderr).toContain('Peer authentication failed');
    },
  );

  test.runIf(isRoot)('later starts keep to the owner of the folder, whichever accounts there are', async () => {
    database = await startMade(folder.path);
    await database.stop();
    const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
    execFileSync('chown', ['-R', 'nobody', inside('data')]);
    execFileSync('rm', ['-r', inside('socket')]);
    database = await startEmbedded(folder.path);
    expect(statSync(`/proc/${database.pid()}`).uid).toBe(nobody);
  });

  test.runIf(isRoot)('a data folder that the account cannot reach is said to be so', async () => {
    chmodSync(folder.path, 0o700);
    await expect(startEmbedded(folder.path)).rejects.toMatchObject({
      code: 'store.unavailable',
      message: expect.stringContaining('may not enter'),
      remedy: expect.stringContaining('--data'),
    });
  });
});

describe('its socket', () => {
  test('has a short path however deep the data folder lies', async () => {
    const deep = join(folder.path, 'a-folder-with-a-long-name/'.repeat(5));
    mkdirSync(deep, { recursive: true });
    database = await startMade(deep);
    expect(Buffer.byteLength(join(database.address.host, '.s.PGSQL.5432'))).toBeLessThanOrEqual(100);
    expect(await ask(database, '1')).toBe(1);
    execFileSync('rm', ['-rf', database.address.host]);
  });

  test.runIf(isRoot)('is never put into a folder that somebody else made', () => {
    const deep = join(folder.path, 'x'.repeat(100));
    mkdirSync(deep);
    const account = chooseServiceAccount(join(deep, 'data'));
    const path = provideSocketFolder(deep, account);
    chownSync(path, 1, 1);
    expect(() => provideSocketFolder(deep, account)).toThrow(expect.objectContaining({ code: 'store.unavailable' }));
    execFileSync('rm', ['-r', path]);
    execFileSync('ln', ['-s', folder.path, path]);
    expect(() => provideSocketFolder(deep, account)).toThrow(expect.objectContaining({ code: 'store.unavailable' }));
    execFileSync('rm', [path]);
  });
});

describe('its folder', () => {
  test.each([
    ['in the middle', 'pg_wal'],
    ['near its end', 'base/4'],
  ])('a first start that was killed %s is made anew, while the killed one still writes', async (_when, reached) => {
    const child = startElsewhere();
    await expect
      .poll(() => drafts().some((draft) => existsSync(inside(draft, reached))), { timeout: 20_000, interval: 5 })
      .toBe(true);
    child.kill('SIGKILL');
    // With what would end them: only the next start can.
    for (const { pid } of makers().filter(({ command }) => command.includes('riad-initdb')))
      process.kill(pid, 'SIGKILL');
    database = await startEmbedded(folder.path);
    expect(drafts()).toEqual([]);
    expect(makers()).toEqual([]);
    expect(await ask(database, '1')).toBe(1);
  });

  test('a first start that was killed leaves nothing running', async () => {
    const child = startElsewhere();
    await expect
      .poll(() => drafts().some((draft) => existsSync(inside(draft, 'PG_VERSION'))), { timeout: 20_000, interval: 5 })
      .toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => makers(), { timeout: 5000, interval: 20 }).toEqual([]);
  });

  test.each([
    ['newer', '99', 'store.newer'],
    ['older', '12', 'store.unavailable'],
  ])('one of a %s PostgreSQL is refused and left alone', async (_age, version, code) => {
    mkdirSync(inside('data'), { recursive: true });
    mkdirSync(inside('server-99'));
    writeFileSync(inside('data/PG_VERSION'), `${version}\n`);
    await expect(startEmbedded(folder.path)).rejects.toMatchObject({ code, remedy: expect.any(String) });
    expect(readdirSync(inside('data'))).toEqual(['PG_VERSION']);
    expect(readdirSync(inside()).toSorted()).toEqual(['data', 'server-99']);
  });

  test('one that holds something else is refused and left alone', async () => {
    mkdirSync(inside('data'), { recursive: true });
    writeFileSync(inside('data/letter.txt'), 'dear');
    await expect(startEmbedded(folder.path)).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(readFileSync(inside('data/letter.txt'), 'utf8')).toBe('dear');
  });

  test('programs that a power cut emptied are copied again, and those of a former version go', async () => {
    database = await startMade(folder.path);
    await database.stop();
    const programs = readdirSync(inside()).find((name) => name.startsWith('server-')) ?? '';
    truncateSync(inside(programs, 'bin/postgres'), 0);
    mkdirSync(inside('server-1.0'));
    database = await startEmbedded(folder.path);
    expect(await ask(database, '1')).toBe(1);
    expect(readdirSync(inside()).filter((name) => name.startsWith('server-'))).toEqual([programs]);
  });

  test('a note whose process id belongs to another process by now does not stop the start', async () => {
    database = await startMade(folder.path);
    const note = readFileSync(inside('data/postmaster.pid'), 'utf8').split('\n');
    await database.stop();
    const { uid, gid } = statSync(inside('data'));
    const other = spawn('sleep', ['60'], { uid, gid, cwd: '/' });
    writeFileSync(inside('data/postmaster.pid'), [other.pid, ...note.slice(1)].join('\n'));
    database = await startEmbedded(folder.path);
    other.kill();
    expect(await ask(database, '1')).toBe(1);
  });

  test('a log that has grown large is set aside', async () => {
    const log = join(folder.path, 'database.log');
    writeFileSync(log, Buffer.alloc(9 * 1024 * 1024));
    database = await startMade(folder.path);
    expect(statSync(`${log}.1`).size).toBe(9 * 1024 * 1024);
    expect(statSync(log).size).toBeLessThan(10_000);
  });
});

describe('its end', () => {
  test.each([
    ['running', undefined],
    ['hanging', 'SIGSTOP'],
  ] as const)(
    'killing the process that started it leaves nothing of a %s database after five seconds',
    async (_how, signal) => {
      const child = startElsewhere();
      const postmaster = await postmasterOf(child.stdout);
      const family = [postmaster, ...childrenOf(postmaster), existing(guardianOf(postmaster))];
      expect(family.length).toBeGreaterThan(4);
      if (signal !== undefined) process.kill(postmaster, signal);
      child.kill('SIGKILL');
      await expect.poll(() => family.filter(isRunning), { timeout: 5000, interval: 50 }).toEqual([]);
      database = await startEmbedded(folder.path);
      expect(await ask(database, '1')).toBe(1);
    },
  );

  test('a guardian that is killed is replaced, and no signal of a service manager ends it', async () => {
    database = await startMade(folder.path);
    const postmaster = pidOf(database);
    const first = existing(guardianOf(postmaster));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(first, signal);
    expect(await ask(database, 'pg_sleep(0.3) is null')).toBe(false);
    expect(guardianOf(postmaster)).toBe(first);
    process.kill(first, 'SIGKILL');
    await expect
      .poll(() => guardianOf(postmaster), { timeout: 3000 })
      .toSatisfy((pid) => pid !== undefined && pid !== first);
  });

  test('a stop in the middle of a restart leaves nothing running', async () => {
    database = await startEmbedded(folder.path);
    process.kill(pidOf(database), 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 80));
    await database.stop();
    expect(database.pid()).toBeUndefined();
    expect(processesOf(inside('data'))).toEqual([]);
  });
});

function startElsewhere(): ReturnType<typeof spawn> {
  const script = join(folder.path, 'start.ts');
  writeFileSync(
    script,
    `import { startEmbeddedDatabase } from ${JSON.stringify(join(import.meta.dirname, 'embedded-database.ts'))};
     const database = await startEmbeddedDatabase({
       folder: ${JSON.stringify(inside())}, logFile: ${JSON.stringify(join(folder.path, 'database.log'))},
       logger: { info() {}, warn() {}, error() {} },
     });
     process.stdout.write(database.pid() + '\\n');
     setInterval(() => {}, 1000);`,
  );
  return spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function postmasterOf(output: NodeJS.ReadableStream | null): Promise<number> {
  for await (const chunk of output ?? []) return Number.parseInt(String(chunk), 10);
  throw new Error('it did not start');
}

function drafts(): readonly string[] {
  return existsSync(inside()) ? readdirSync(inside()).filter((name) => name.startsWith('data.new')) : [];
}

/** initdb and what it starts: their programs lie in the database folder. */
function makers(): readonly ListedProcess[] {
  return listProcesses().filter(({ command }) =>
    /\/bin\/(initdb|postgres"? --)/.test(command.split(inside()).at(1) ?? ''),
  );
}

interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function listProcesses(): readonly ListedProcess[] {
  return execFileSync('ps', ['-ww', '-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .map((found) => ({ pid: Number(found?.[1]), parent: Number(found?.[2]), command: found?.[3] ?? '' }));
}

function childrenOf(pid: number): readonly number[] {
  return listProcesses()
    .filter(({ parent }) => parent === pid)
    .map((child) => child.pid);
}

function guardianOf(postmaster: number): number | undefined {
  const guardian = listProcesses().find(({ command }) => command.endsWith(`riad-database-guardian ${postmaster}`));
  return guardian?.pid;
}

/** A signal to process 0 would reach this very process. */
function existing(pid: number | undefined): number {
  if (pid === undefined) throw new Error('the process is not there');
  return pid;
}

function processesOf(data: string): readonly ListedProcess[] {
  return listProcesses().filter(({ command }) => command.includes(`postgres -D ${data} `));
}

function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

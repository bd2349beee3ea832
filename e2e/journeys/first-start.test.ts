import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { startModelMirror } from '../support/model-mirror.ts';
import { processesNaming } from '../support/processes.ts';
import { createRiadFolder, type FolderOptions, type RiadFolder } from '../support/riad-folder.ts';
import { haveSmallModel, smallModel, smallModelFile } from '../support/test-models.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function folder(options: FolderOptions = {}): RiadFolder {
  const riad = createRiadFolder(options);
  closers.push(() => riad.end());
  return riad;
}

function errorOf(stderr: string): unknown {
  return (JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { error: unknown }).error;
}

const sentence = expect.stringMatching(/^\S.{8,}/);

test('a port that is taken is said with another one to try, and leaves nothing behind that runs', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => other.close(resolve)));
  const { port } = other.address() as { port: number };
  const riad = folder();
  const said = await riad.run('up', '--port', String(port));
  expect(said).toMatchObject({ code: 1, stdout: '' });
  expect(said.stderr).toContain(`port ${port} on 127.0.0.1 is taken`);
  expect(said.stderr).toContain(`./riad up --port ${port + 1}`);
  expect(said.stderr).not.toMatch(/^\s+at /m);
  const json = await riad.run('up', '--json', '--port', String(port));
  expect(errorOf(json.stderr)).toEqual({ code: 'server.port_taken', message: sentence, remedy: sentence });
  const detached = await riad.run('up', '--detach', '--port', String(port));
  expect(detached.code).toBe(1);
  expect(detached.stderr).toContain(`port ${port} on 127.0.0.1 is taken`);
  expect(processesNaming(riad.path)).toEqual([]);
});

test('a data folder that a newer Riad wrote is refused and left as it is', async () => {
  const riad = folder();
  writeFileSync(join(riad.path, 'layout'), '99\n');
  const said = await riad.run('up', '--json', '--port', '0');
  expect(said.code).toBe(1);
  expect(errorOf(said.stderr)).toEqual({ code: 'store.newer', message: sentence, remedy: sentence });
  expect(existsSync(join(riad.path, 'database'))).toBe(false);
  expect(readFileSync(join(riad.path, 'layout'), 'utf8')).toBe('99\n');
});

test.each([
  ['an unknown setting', 'server: { prot: 1 }', 'Did you mean server.port?'],
  ['a wrong value', 'offline: perhaps', 'offline'],
  ['broken YAML', 'server: {', 'riad.yaml'],
])('%s in riad.yaml is said before anything starts', async (_what, settings, words) => {
  const riad = folder({ settings });
  const said = await riad.run('up', '--port', '0');
  expect(said.code).toBe(1);
  expect(said.stderr).toContain(words);
  expect(existsSync(join(riad.path, 'database'))).toBe(false);
});

test.each([
  [['up', '--port', 'abc']],
  [['up', '--port', '70000']],
  [['keys', 'create']],
  [['keys', 'create', '--name', 'n', '--concurrent', 'many']],
  [['nonsense']],
  [['status', '--nonsense']],
])('wrong usage ends with 2 and says what is wrong: %j', async (args) => {
  const riad = folder();
  const said = await riad.run(...args);
  expect(said).toMatchObject({ code: 2, stdout: '' });
  expect(said.stderr).toMatch(/--help/);
  const json = await riad.run(...args, '--json');
  expect(json).toMatchObject({ code: 2, stdout: '' });
  expect(errorOf(json.stderr)).toEqual({ code: 'command.usage', message: sentence, remedy: sentence });
});

describe('a first start that is killed', () => {
  test('while the database is made is finished by the next one, and a second one says that it runs', async () => {
    const riad = folder();
    const first = riad.begin('up', '--port', '0');
    const database = join(riad.path, 'database');
    await expect
      .poll(() => existsSync(database) && readdirSync(database).some((name) => name.startsWith('data.new-')), {
        timeout: 30_000,
        interval: 5,
      })
      .toBe(true);
    first.kill('SIGKILL');
    const { address } = await riad.up();
    expect(readdirSync(database).filter((name) => name.startsWith('data'))).toEqual(['data']);
    expect((await fetch(`${address}/ready`)).status).toBe(200);

    const second = await riad.run('up', '--port', '0', '--json');
    expect(second.code).toBe(1);
    expect(errorOf(second.stderr)).toMatchObject({ code: 'server.already_running' });
    const pid = (JSON.parse((await riad.run('status', '--json')).stdout) as { pid: number }).pid;
    expect(second.stderr).toContain(address);
    process.kill(pid, 0);
  });

  test.skipIf(!haveSmallModel)('while a model is fetched goes on where it stopped', async () => {
    const mirror = await startModelMirror(smallModelFile);
    closers.push(() => mirror.close());
    const riad = folder({
      settings: `
models: { sources: [mirror], mirror: "${mirror.url}" }
engine: { defaultModel: ${smallModel}, preload: false }
`,
    });
    const first = riad.begin('up', '--port', '0');
    await expect.poll(() => keptBytes(riad.path), { timeout: 60_000 }).toBeGreaterThan(4_000_000);
    first.kill('SIGKILL');
    mirror.hurry();
    await riad.up();
    expect(mirror.begun[0]).toBe(0);
    expect(mirror.begun.at(-1)).toBeGreaterThan(4_000_000);
    const list = JSON.parse((await riad.run('models', 'list', '--json')).stdout) as {
      data: { id: string; state: string }[];
    };
    expect(list.data.find(({ id }) => id === smallModel)?.state).toBe('installed');
  });
});

/** What of a download a kill cannot take away any more. */
function keptBytes(data: string): number {
  const states = readdirSync(join(data, 'models'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('state.json'),
  );
  return Math.max(
    0,
    ...states.map((name) => (JSON.parse(readFileSync(join(data, 'models', name), 'utf8')) as { bytes: number }).bytes),
  );
}

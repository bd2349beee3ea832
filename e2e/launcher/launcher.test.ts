import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { checkout, createLauncherPlace, type LauncherPlace } from '../support/launcher.ts';

let place: LauncherPlace;
beforeEach(() => {
  place = createLauncherPlace();
});
afterEach(() => place.remove());

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const oldNode = (major: number): string => `echo ${major}`;

describe('a machine that lacks something is told what, and what to do', () => {
  test('Node.js', async () => {
    const said = await place.run(['up']);
    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(/Node\.js is not installed\n.*apt-get install nodejs npm/);
  });

  test('a Node.js that is not too old', async () => {
    place.program('node', oldNode(16));
    const said = await place.run(['up']);
    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(/Node\.js 16 is too old\n.*Node\.js 18 or newer/);
  });

  test('npm', async () => {
    place.program('node', oldNode(20));
    const said = await place.run(['up']);
    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(/npm is not installed\n.*apt-get install npm/);
  });

  test('an architecture for which a Node.js can be fetched', async () => {
    place.program('node', oldNode(20));
    place.program('npm', 'exit 0');
    place.program('uname', 'case $1 in -m) echo riscv64;; *) echo Linux;; esac');
    const said = await place.run(['up']);
    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(/none can be fetched for Linux on riscv64\n.*Install Node\.js 24/);
  });

  test('room on the disk', async () => {
    place.program('node', oldNode(20));
    place.program('npm', 'exit 0');
    place.program('df', 'echo; echo /dev/x 100 99 1 99% /');
    const said = await place.run(['up']);
    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(/not enough room on the disk.*400 MiB, 1 are free\n.*--data/);
  });

  test('a network, and the next run begins anew', async () => {
    place.program('node', oldNode(20));
    place.program('npm', 'echo npm error code ENOTFOUND; exit 1');
    const first = await place.run(['up']);
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/the package registry cannot be reached\n.*nothing is lost/);
    const second = await place.run(['up']);
    expect(second.stderr).toMatch(/the package registry cannot be reached/);
    expect(second.stderr).not.toMatch(/waiting/);
  });
});

test('an installation that was killed holds nobody up', async () => {
  place.program('node', oldNode(20));
  place.program('npm', 'echo ENOSPC; exit 1');
  const lock = join(place.home, 'runtime/install.lock');
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, 'pid'), '2147483646\n');
  const said = await place.run(['up']);
  expect(said.stderr).toContain('the disk is full');
  expect(existsSync(lock)).toBe(false);
});

const othersMayRead =
  isRoot && spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', join(checkout, 'riad')], nobody).status === 0;
if (!othersMayRead)
  process.stderr.write('SKIPPED: an ordinary user beside root: needs root and a checkout that all may read\n');

describe.runIf(othersMayRead)('an ordinary user', () => {
  test('is told that a checkout of somebody else, in which nothing is installed, cannot be used', async () => {
    const said = await place.run(['up'], { account: nobody, environment: { PATH: dirname(process.execPath) } });
    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(/is read-only\n.*Copy the checkout to a folder of your own/);
  });

  test('is told that a data folder of somebody else cannot be used', async () => {
    const data = join(place.home, 'of-root');
    mkdirSync(data, { mode: 0o755 });
    const said = await runInstalled(['up', '--port', '0', '--data', data]);
    expect(said.code).toBe(1);
    expect(said.stderr).toContain(`cannot write the data folder ${data}`);
    expect(said.stderr).toContain('--data');
  });

  test('starts, asks and stops Riad from a checkout that only root may write', async () => {
    const data = join(place.home, 'data');
    mkdirSync(data);
    chmodSync(data, 0o777);
    writeFileSync(join(data, 'riad.yaml'), 'models: { sources: [file] }\n', { mode: 0o644 });
    const own = join(place.home, 'own');
    const up = await runInstalled([
      'up',
      '--detach',
      '--json',
      '--port',
      '0',
      '--config',
      join(data, 'riad.yaml'),
      '--data',
      own,
    ]);
    expect(up).toMatchObject({ code: 0 });
    const { address, firstKeyFile } = JSON.parse(up.stdout) as { address: string; firstKeyFile: string };
    const key = readFileSync(firstKeyFile, 'utf8').trim();
    const models = await fetch(`${address}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    expect(models.status).toBe(200);
    expect((await runInstalled(['status', '--data', own])).stdout).toContain(address);
    expect(await runInstalled(['down', '--data', own])).toMatchObject({ code: 0, stdout: 'Riad has stopped.\n' });
  }, 120_000);
});

/** The launcher of this checkout, which is installed, as an ordinary user to whom it is read-only. */
function runInstalled(args: readonly string[]): ReturnType<LauncherPlace['run']> {
  return place.run(args, {
    account: nobody,
    launcher: join(checkout, 'riad'),
    environment: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
  });
}

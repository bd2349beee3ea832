import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { createRiadFolder, type RiadFolder } from '../support/riad-folder.ts';
import { haveSmallModel, smallModel, testModels } from '../support/test-models.ts';

const canMount = process.getuid?.() === 0 && spawnSync('/usr/bin/unshare', ['-m', 'true']).status === 0;
if (!canMount) process.stderr.write('SKIPPED: a server on a full disk, which needs the right to mount one\n');

let riad: RiadFolder | undefined;
const closers: (() => void)[] = [];
afterEach(async () => {
  await riad?.end().catch(() => undefined);
  riad = undefined;
  for (const close of closers.splice(0)) close();
});

function code(stderr: string): string {
  return (JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { error: { code: string } }).error.code;
}

test.skipIf(!haveSmallModel)(
  'a model whose file was damaged on disk is named and not loaded; fetched again it works',
  async () => {
    riad = createRiadFolder({
      settings: `
models: { sources: [file], folder: ${JSON.stringify(testModels)} }
engine: { defaultModel: ${smallModel}, preload: false, contextLength: 1024 }
`,
    });
    await riad.up();
    await riad.run('down');
    const blobs = join(riad.path, 'models/blobs/sha256');
    const largest = readdirSync(blobs)
      .map((name) => join(blobs, name))
      .toSorted((left, right) => statSync(right).size - statSync(left).size)[0];
    if (largest === undefined) throw new Error('no model is stored');
    damage(largest);

    await riad.up();
    const asked = await riad.run('ask', 'hello', '--json', '--max-tokens', '4', '--model', smallModel);
    expect(asked.code).toBe(1);
    expect(code(asked.stderr)).toBe('model.damaged');
    expect(asked.stderr).toContain(smallModel);

    await riad.run('models', 'remove', smallModel);
    expect(await riad.run('models', 'pull', smallModel)).toMatchObject({ code: 0 });
    expect(await riad.run('ask', 'hello', '--max-tokens', '4', '--model', smallModel)).toMatchObject({ code: 0 });
  },
);

describe.runIf(canMount)('a disk that is full', () => {
  const mountDisk = (megabytes: number): { readonly path: string; resize(size: number): void } => {
    const path = mkdtempSync(join(tmpdir(), 'riad-disk-'));
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', path]);
    closers.push(() => {
      execFileSync('/bin/umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    });
    return { path, resize: (size) => execFileSync('/bin/mount', ['-o', `remount,size=${size}m`, path]) };
  };

  test('at the first start is said with its code, and the next start with space works', async () => {
    const disk = mountDisk(40);
    riad = createRiadFolder({ path: disk.path });
    const said = await riad.run('up', '--json', '--port', '0');
    expect(said.code).toBe(1);
    expect(code(said.stderr)).toBe('disk.full');
    disk.resize(600);
    const { address } = await riad.up();
    expect((await fetch(`${address}/ready`)).status).toBe(200);
  });

  test('while it runs refuses what cannot be put on record, and works again without a restart', async () => {
    const disk = mountDisk(600);
    riad = createRiadFolder({ path: disk.path });
    const { address, key } = await riad.up();
    const ask = async (): Promise<number> => {
      const response = await fetch(`${address}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'none', messages: [{ role: 'user', content: 'x'.repeat(2000) }] }),
      });
      await response.text();
      return response.status;
    };
    expect(await ask()).toBe(404);
    fill(join(disk.path, 'filler'));
    const full = await Promise.all(Array.from({ length: 40 }, ask));
    expect(full.filter((status) => ![404, 503, 507].includes(status))).toEqual([]);
    rmSync(join(disk.path, 'filler'));
    await expect.poll(async () => (await fetch(`${address}/ready`)).status, { timeout: 30_000 }).toBe(200);
    await expect.poll(ask, { timeout: 30_000 }).toBe(404);
    expect(await riad.run('keys', 'create', '--name', 'after')).toMatchObject({ code: 0 });
  });
});

/** Turns a byte in the middle over, as a failing disk does; in a copy, because the file may be linked to elsewhere. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = 255 - (bytes[middle] ?? 0);
  writeFileSync(`${file}.damaged`, bytes);
  renameSync(`${file}.damaged`, file);
}

function fill(path: string): void {
  try {
    for (let size = 0; size < 1000; size++) writeFileSync(path, Buffer.alloc(1024 * 1024), { flag: 'a' });
  } catch {
    // Full: that is what it is for.
  }
}

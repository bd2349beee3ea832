import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ArchiveEntry } from './archive.ts';
import { readBackupFile, writeBackupFile } from './backup-file.ts';
import { createRecoveryKey, readRecoveryKey } from './recovery-key.ts';
import { CHUNK_BYTES, openChunks, sealChunks } from './sealed-chunks.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'riad-backup-'));
  path = join(folder, 'backup');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { recoveryKey, recipient } = createRecoveryKey();
const about = { id: 'bak_0123456789ab', kind: 'data', createdAt: new Date('2026-11-25T10:00:00Z') } as const;
const noise = (length: number): Buffer => randomBytes(length);

async function* entriesOf(contents: Readonly<Record<string, readonly Uint8Array[]>>): AsyncGenerator<ArchiveEntry> {
  for (const [name, content] of Object.entries(contents)) yield { name, content };
}

async function write(contents: Readonly<Record<string, readonly Uint8Array[]>>): Promise<void> {
  await (await writeBackupFile({ ...about, path, recipient }, entriesOf(contents))).publish();
}

async function read(key = recoveryKey): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for await (const { name, content } of readBackupFile(path, key)) {
    found[name] = Buffer.concat(await Array.fromAsync(content)).toString('base64');
  }
  return found;
}

test('R24: what is written is read again, whatever its length, and nothing of it can be seen in the file', async () => {
  const secret = Buffer.from('Amina El Fassi, CIN AB123456'.repeat(4000));
  const contents = { empty: [], secret: [secret], 'in/pieces': [noise(1), noise(CHUNK_BYTES), noise(CHUNK_BYTES + 1)] };
  await write(contents);
  expect(await read()).toEqual({
    empty: '',
    secret: secret.toString('base64'),
    'in/pieces': Buffer.concat(contents['in/pieces']).toString('base64'),
  });
  const bytes = readFileSync(path).toString('latin1');
  expect(bytes).not.toMatch(/Amina|AB123456|in\/pieces/);
});

test('R24: another recovery key, or a mistyped one, opens nothing and is told from damage', async () => {
  await write({ a: [noise(10)] });
  await expect(read(createRecoveryKey().recoveryKey)).rejects.toMatchObject({ code: 'backup.wrong_key' });
  const typed = recoveryKey.slice(0, 20) + (recoveryKey[20] === 'A' ? 'B' : 'A') + recoveryKey.slice(21);
  expect(() => readRecoveryKey(typed)).toThrow(/mistyped/);
});

test('R24: cut off anywhere, changed anywhere or longer than it was, it is not taken for whole', async () => {
  await write({ a: [noise(3 * CHUNK_BYTES)], b: [noise(100)] });
  const whole = readFileSync(path);
  const places = Array.from({ length: 40 }, (_, index) => Math.floor((index * (whole.length - 1)) / 39));
  for (const place of places) {
    const changed = Buffer.from(whole);
    changed[place] = (changed[place] ?? 0) ^ 1;
    writeFileSync(path, changed);
    await expect(read()).rejects.toMatchObject({ code: expect.stringMatching(/^backup\./) });
    writeFileSync(path, whole);
    truncateSync(path, place);
    await expect(read()).rejects.toMatchObject({ code: 'backup.damaged' });
  }
  writeFileSync(path, Buffer.concat([whole, noise(1)]));
  await expect(read()).rejects.toMatchObject({ code: 'backup.damaged' });
});

test('R24: parts that are moved, doubled, left out or cut off between two parts are found', async () => {
  const chunkKey = { key: noise(32), header: noise(32) };
  async function* source(): AsyncGenerator<Uint8Array> {
    yield noise(4 * CHUNK_BYTES);
  }
  const parts = await Array.fromAsync(sealChunks(source(), chunkKey));
  const opened = async (order: readonly number[]): Promise<number> => {
    async function* chosen(): AsyncGenerator<Uint8Array> {
      for (const index of order) yield parts[index] ?? noise(0);
    }
    return Buffer.concat(await Array.fromAsync(openChunks(chosen(), chunkKey))).length;
  };
  expect(await opened([0, 1, 2, 3])).toBe(4 * CHUNK_BYTES);
  for (const order of [[1, 0, 2, 3], [0, 0, 1, 2, 3], [0, 2, 3], [0, 1, 2], [3], []]) {
    await expect(opened(order)).rejects.toMatchObject({ code: 'backup.damaged' });
  }
});

test('R24: a backup that is interrupted leaves nothing, and one that is there is not overwritten', async () => {
  async function* failing(): AsyncGenerator<ArchiveEntry> {
    yield { name: 'a', content: [noise(CHUNK_BYTES)] };
    throw new Error('the power went');
  }
  await expect(writeBackupFile({ ...about, path, recipient }, failing())).rejects.toThrow(/power/);
  expect(readdirSync(folder)).toEqual([]);
  const draft = await writeBackupFile({ ...about, path, recipient }, entriesOf({ a: [noise(10)] }));
  expect(readdirSync(folder)).toEqual(['backup.part']);
  await draft.publish();
  await expect(writeBackupFile({ ...about, path, recipient }, entriesOf({}))).rejects.toMatchObject({
    code: 'backup.not_empty',
  });
  expect(readdirSync(folder)).toEqual(['backup']);
});

const canMount = spawnSync('/usr/bin/unshare', ['-m', 'true']).status === 0 && process.getuid?.() === 0;
if (!canMount) process.stderr.write('SKIPPED: a backup to a full disk, which needs the right to mount one\n');

test.runIf(canMount)('R24: a full disk is named, and nothing is left on it', async () => {
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', folder]);
  try {
    await expect(write({ a: [noise(1_000_000)] })).rejects.toMatchObject({ code: 'disk.full' });
    expect(readdirSync(folder)).toEqual([]);
    await write({ a: [noise(1000)] });
  } finally {
    execFileSync('/bin/umount', ['-l', folder]);
  }
});

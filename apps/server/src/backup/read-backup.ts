import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { damagedBackup, readBackupFile, readBackupHeader, type BackupHeader, type ReadEntry } from '@riad/store';

import { MANIFEST, manifestSchema, type Manifest } from './backup-content.ts';

/** The two files of one backup. */
export interface BackupFiles {
  readonly path: string;
  readonly keysPath: string;
  readonly header: BackupHeader;
}

/** Fails with `backup.damaged` unless both are there and belong together. */
export async function findBackup(path: string, keysPath: string = `${path}.keys`): Promise<BackupFiles> {
  const files = { path: resolve(path), keysPath: resolve(keysPath) };
  const header = await readBackupHeader(files.path);
  if (header.kind !== 'data') throw damagedBackup(`${files.path} is the file of the keys: name the other one`);
  if (!existsSync(files.keysPath)) throw damagedBackup(`the file of its keys, ${files.keysPath}, is missing`);
  const keys = await readBackupHeader(files.keysPath);
  if (keys.kind !== 'keys' || keys.id !== header.id) {
    throw damagedBackup(`${files.keysPath} holds the keys of another backup`);
  }
  return { ...files, header };
}

/** The data from the second entry on; the first one says how to read them. */
export async function openBackupData(
  path: string,
  recoveryKey: string,
): Promise<{ readonly manifest: Manifest; readonly entries: AsyncGenerator<ReadEntry> }> {
  const entries = readBackupFile(path, recoveryKey);
  const first = await entries.next();
  if (first.done === true || first.value.name !== MANIFEST) throw damagedBackup('it does not say what it holds');
  return { manifest: manifestSchema.parse(JSON.parse(await textOf(first.value.content))), entries };
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(content)).toString('utf8');
}

import { readBackupFile } from '@riad/store';

import { findBackup, openBackupData } from './read-backup.ts';

export interface BackupReport {
  readonly ok: true;
  readonly id: string;
  readonly createdAt: string;
  readonly version: string;
  readonly files: number;
  readonly tables: number;
  readonly bytes: number;
}

export interface VerifyBackupOptions {
  readonly path: string;
  readonly keysPath?: string;
  readonly recoveryKey: string;
}

/** Reads both files to their end. Fails with what is wrong; writes nothing. */
export async function verifyBackup({ path, keysPath, recoveryKey }: VerifyBackupOptions): Promise<BackupReport> {
  const found = await findBackup(path, keysPath);
  const { manifest, entries } = await openBackupData(found.path, recoveryKey);
  let files = 0;
  let tables = 0;
  let bytes = 0;
  for await (const { name, content } of entries) {
    if (name.startsWith('database/')) tables++;
    else files++;
    for await (const piece of content) bytes += piece.length;
  }
  for await (const { content } of readBackupFile(found.keysPath, recoveryKey)) {
    files++;
    for await (const piece of content) bytes += piece.length;
  }
  const { id, createdAt } = found.header;
  return { ok: true, id, createdAt, version: manifest.version, files, tables, bytes };
}

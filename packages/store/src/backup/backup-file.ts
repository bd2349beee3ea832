import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

import { syncFolder } from '../ledger/sync-folder.ts';
import { readArchive, writeArchive, type ArchiveEntry, type ReadEntry } from './archive.ts';
import { unwrapFileKey, wrapFileKey } from './recovery-key.ts';
import { damagedBackup, openChunks, sealChunks } from './sealed-chunks.ts';

const MAGIC = 'riad backup 1';
/** The header is read before anything is trusted. */
const LONGEST_HEADER = 4096;

const headerSchema = z.object({
  /** The same in the file of the data and in the file of its keys. */
  id: z.string().regex(/^bak_[0-9a-f]{12}$/),
  kind: z.enum(['data', 'keys']),
  createdAt: z.iso.datetime(),
  recipient: z.string(),
  ephemeral: z.string(),
  wrapped: z.string(),
});
/** What anybody can read of a backup. */
export type BackupHeader = z.infer<typeof headerSchema>;

export interface NewBackupFile {
  readonly path: string;
  readonly id: string;
  readonly kind: BackupHeader['kind'];
  readonly createdAt: Date;
  readonly recipient: string;
}

/** A file that is written but does not carry its name yet: nothing that looks complete is left when something fails. */
export interface DraftBackupFile {
  readonly bytes: number;
  /** Gives it its name, on disk before it resolves. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** Compressed and sealed as it comes. Fails with `disk.full` or `backup.not_empty`, leaving nothing behind. */
export async function writeBackupFile(
  { path, id, kind, createdAt, recipient }: NewBackupFile,
  entries: AsyncIterable<ArchiveEntry>,
): Promise<DraftBackupFile> {
  if (existsSync(path)) {
    throw new PlatformError('backup.not_empty', `${path} is there already`, { remedy: 'Choose another name.' });
  }
  const draft = `${path}.part`;
  const { key, ...wrapped } = wrapFileKey(recipient);
  const described: BackupHeader = { id, kind, createdAt: createdAt.toISOString(), ...wrapped };
  const header = Buffer.from(`${MAGIC}\n${JSON.stringify(described)}\n`);
  let bytes = 0;
  async function* sealed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
    yield header;
    for await (const chunk of sealChunks(source, { key, header: digestOf(header) })) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  try {
    await rm(draft, { force: true });
    const file = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(writeArchive(entries)), createGzip({ level: 1 }), sealed, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw asBackupError(error, path);
  }
  return {
    bytes,
    async publish() {
      await rename(draft, path);
      syncFolder(dirname(path));
    },
    discard: () => rm(draft, { force: true }),
  };
}

/** Fails with `backup.damaged` when it is no backup. */
export async function readBackupHeader(path: string): Promise<BackupHeader> {
  return (await readHeader(path)).described;
}

/** Every entry in order. Only when it has ended without an error is it certain that nothing is missing. */
export async function* readBackupFile(path: string, recoveryKey: string): AsyncGenerator<ReadEntry> {
  const { described, header } = await readHeader(path);
  const key = unwrapFileKey(described, recoveryKey);
  const chunks = openChunks(createReadStream(path, { start: header.length }), { key, header: digestOf(header) });
  const gunzip = createGunzip();
  const fed = pipeline(Readable.from(chunks), gunzip).catch(() => undefined);
  try {
    yield* readArchive(gunzip);
  } catch (error) {
    throw error instanceof PlatformError ? error : damagedBackup('its content does not hold together', error);
  } finally {
    gunzip.destroy();
    await fed;
  }
}

async function readHeader(path: string): Promise<{ readonly described: BackupHeader; readonly header: Buffer }> {
  let beginning: Buffer;
  try {
    const file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
    await file.close();
    beginning = buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new PlatformError('backup.damaged', `${path} cannot be read`, { cause, remedy: 'Check its path.' });
  }
  const end = beginning.indexOf('\n', MAGIC.length + 1);
  const header = beginning.subarray(0, end + 1);
  const [magic, line = ''] = header.toString('utf8').split('\n');
  const described = magic === MAGIC ? headerSchema.safeParse(parseJson(line)) : undefined;
  if (described?.success === true) return { described: described.data, header };
  throw damagedBackup(`${path} does not begin like one`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function digestOf(header: Buffer): Buffer {
  return createHash('sha256').update(header).digest();
}

function asBackupError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new PlatformError('disk.full', `there is no space left for ${path}`, {
      cause: error,
      remedy: 'Free some space or choose another disk. Nothing was left behind.',
    });
  }
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS') {
    return new PlatformError('settings.invalid', `${path} cannot be written`, {
      cause: error,
      field: 'path',
      remedy: 'Choose a folder that exists and that this user may write to.',
    });
  }
  return error;
}

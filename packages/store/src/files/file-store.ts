import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { PlatformError } from '@riad/contracts';

import type { VirusScanner } from './virus-scan.ts';

export interface StoredFile {
  /** What the file is kept under; says nothing about its content. */
  readonly key: string;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Uploaded files, each once, encrypted on disk (AES-256-GCM). A file is visible only when it is whole; names are kept in the
 * database alone.
 */
export interface FileStore {
  /** Reads the content as it comes. Fails with `document.too_large`, or `disk.full` leaving nothing behind. */
  add(content: Readable, maxBytes: number): Promise<StoredFile>;
  /** Fails with `document.damaged` when it is missing or was changed. */
  read(key: string): Promise<Buffer>;
  remove(key: string): void;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface FileStoreOptions {
  readonly folder: string;
  readonly keyFile: string;
  /** Looks at every file before it is kept. */
  readonly scanner?: VirusScanner | undefined;
}

/** The key is made on first use and lies apart from the files. */
export function openFileStore({ folder, keyFile, scanner }: FileStoreOptions): FileStore {
  const key = loadKey(keyFile, folder);
  const names = createHmac('sha256', key).update('names').digest();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name.slice(2));
  return {
    add: (content, maxBytes) => add(content, { folder, key, names, maxBytes, pathOf, scanner }),
    async read(name) {
      return decrypt(await readWhole(pathOf(checked(name))), key);
    },
    remove: (name) => rmSync(pathOf(checked(name)), { force: true }),
  };
}

function loadKey(file: string, folder: string): Buffer {
  if (!existsSync(file)) {
    refuseWithoutKey(file, folder);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(4).toString('hex')}.new`;
    writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600 });
    renameSync(draft, file);
  }
  const key = readFileSync(file);
  if (key.length === KEY_BYTES) return key;
  throw new PlatformError('settings.invalid', `${file} is not a key`, {
    remedy: 'Restore it from the backup of the keys: the files cannot be read without it.',
  });
}

/** A new key would make files that are there unreadable for good, without a word. */
function refuseWithoutKey(file: string, folder: string): void {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  if (!entries.some((entry) => entry.isFile() && !entry.name.endsWith('.new'))) return;
  throw new PlatformError('key.file_missing', `${file} is missing, and files in ${folder} were sealed with it`, {
    remedy: `Restore ${file} from the backup of the keys folder: the documents cannot be read without it.`,
  });
}

interface AddOptions {
  readonly folder: string;
  readonly key: Buffer;
  readonly names: Buffer;
  readonly maxBytes: number;
  readonly pathOf: (name: string) => string;
  readonly scanner: VirusScanner | undefined;
}

async function add(
  content: Readable,
  { folder, key, names, maxBytes, pathOf, scanner }: AddOptions,
): Promise<StoredFile> {
  const draft = join(folder, `${randomBytes(8).toString('hex')}.new`);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const hash = createHash('sha256');
  let bytes = 0;
  const scan = scanner?.();
  scan?.verdict.catch(() => undefined);
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > maxBytes) done(tooLarge(maxBytes));
      else if (scan === undefined || !scan.content.writable) done(null, chunk);
      else scan.content.write(chunk, () => done(null, chunk));
    },
  });
  try {
    const file = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    file.write(nonce);
    const sealed = new Transform({
      transform: (chunk: Buffer, _encoding, done) => done(null, cipher.update(chunk)),
      flush(done) {
        const rest = cipher.final();
        done(null, Buffer.concat([rest, cipher.getAuthTag()]));
      },
    });
    await pipeline(content, measured, sealed, file);
    scan?.content.end();
    await scan?.verdict;
    const sha256 = hash.digest();
    const name = createHmac('sha256', names).update(sha256).digest('hex');
    const path = pathOf(name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    renameSync(draft, path);
    return { key: name, sha256: sha256.toString('hex'), bytes };
  } catch (error) {
    scan?.content.destroy();
    rmSync(draft, { force: true });
    throw isFullDisk(error)
      ? new PlatformError('disk.full', 'the disk of the files is full', {
          cause: error,
          remedy: 'Free some space and add the file again.',
        })
      : error;
  }
}

function tooLarge(maxBytes: number): PlatformError {
  return new PlatformError('document.too_large', `the file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB`, {
    remedy: 'Split it into parts.',
  });
}

function isFullDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw damaged(error);
  }
}

function decrypt(sealed: Buffer, key: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(cause: unknown): PlatformError {
  return new PlatformError('document.damaged', 'the stored file is missing or was changed on disk', {
    cause,
    remedy: 'Restore it from a backup, or add the document again.',
  });
}

function checked(name: string): string {
  if (/^[0-9a-f]{64}$/.test(name)) return name;
  throw new TypeError('not a file key');
}

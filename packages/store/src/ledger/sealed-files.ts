import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import type { SealedPart } from '@riad/ledger';
import { z } from 'zod';

import { RECORD_KEY_BYTES, sealText, unsealText } from './node-crypto.ts';
import { syncFolder } from './sync-folder.ts';

/** Records whose sealed parts share a file. */
const BLOCK_RECORDS = 65_536;

export interface SealedFilesOptions {
  /** `ledger/sealed`: what is encrypted. */
  readonly folder: string;
  /** `keys/records`: one key per record, never in the same backup. */
  readonly keys: string;
}

export interface SealedFiles {
  write(parts: readonly SealedPart[]): void;
  /** Calls back once everything written so far is on disk. */
  sync(done: (error: unknown) => void): void;
  /** The sealed JSON; `undefined` when there is none or it was erased. Throws when it was changed. */
  read(index: number): { readonly key: Uint8Array; readonly content: string } | undefined;
  /** Every sealed part that can still be read, oldest first; a file is in memory at a time. */
  all(): Generator<{ readonly index: number; readonly content: string }>;
  /** Destroys keys and texts, on disk before it returns. How many there were. */
  erase(indices: readonly number[]): number;
  close(): void;
}

interface OpenBlock {
  readonly number: number;
  readonly texts: number;
  readonly keys: number;
  dirty: boolean;
  /** Syncs on their way: what they cover is not on disk yet. */
  syncing: number;
}

const lineSchema = z.object({ i: z.int(), c: z.string() });

/**
 * Sealed parts stand in `BLOCK.jsonl` as `{"i":INDEX,"c":"…"}`, their keys at a fixed place of `BLOCK.keys`. A line of a
 * record that was never written, after a crash, is followed by the one that counts.
 */
export function openSealedFiles({ folder, keys }: SealedFilesOptions): SealedFiles {
  for (const each of [folder, keys]) mkdirSync(each, { recursive: true, mode: 0o700 });
  let block: OpenBlock | undefined;
  /** Kept open until the next one: a sync of it may still be on its way. */
  let previous: OpenBlock | undefined;

  function blockOf(index: number): OpenBlock {
    const number = Math.floor(index / BLOCK_RECORDS);
    if (block?.number === number) return block;
    retire();
    block = {
      number,
      texts: openSync(join(folder, textName(number)), 'a', 0o600),
      keys: openKeys(join(keys, keyName(number))),
      dirty: false,
      syncing: 0,
    };
    for (const each of [folder, keys]) syncFolder(each);
    return block;
  }

  function write(parts: readonly SealedPart[]): void {
    for (const { index, key, content } of parts) {
      const at = blockOf(index);
      at.dirty = true;
      writeSync(at.keys, key, 0, RECORD_KEY_BYTES, placeOf(index));
      writeAll(at.texts, `{"i":${index},"c":"${sealText(key, index, content)}"}\n`);
    }
  }

  function sync(done: (error: unknown) => void): void {
    const at = block;
    if (at === undefined || (!at.dirty && at.syncing === 0)) {
      done(null);
      return;
    }
    at.dirty = false;
    at.syncing++;
    let waiting = 2;
    let failure: unknown = null;
    const finish = (error: unknown): void => {
      failure ??= error;
      if (error !== null) at.dirty = true;
      if (--waiting > 0) return;
      at.syncing--;
      done(failure);
    };
    fdatasync(at.keys, finish);
    fdatasync(at.texts, finish);
  }

  function read(index: number): { readonly key: Uint8Array; readonly content: string } | undefined {
    const key = readKey(join(keys, keyName(Math.floor(index / BLOCK_RECORDS))), index);
    const text = findText(join(folder, textName(Math.floor(index / BLOCK_RECORDS))), index);
    if (key === undefined || text === undefined) return undefined;
    return { key, content: unsealText(key, index, text.sealed) };
  }

  function erase(indices: readonly number[]): number {
    let erased = 0;
    for (const index of new Set(indices)) {
      const number = Math.floor(index / BLOCK_RECORDS);
      const keyFile = join(keys, keyName(number));
      if (readKey(keyFile, index) !== undefined) erased++;
      overwrite(keyFile, placeOf(index), Buffer.alloc(RECORD_KEY_BYTES));
      const textFile = join(folder, textName(number));
      const found = findText(textFile, index);
      if (found !== undefined) overwrite(textFile, found.offset, Buffer.alloc(found.sealed.length, '-'));
    }
    return erased;
  }

  function* all(): Generator<{ readonly index: number; readonly content: string }> {
    for (const name of readdirSync(folder)
      .filter((each) => each.endsWith('.jsonl'))
      .sort()) {
      const keyFile = join(keys, name.replace('.jsonl', '.keys'));
      if (!existsSync(keyFile)) continue;
      const keyBytes = readFileSync(keyFile);
      const last = new Map<number, string>();
      for (const line of readFileSync(join(folder, name), 'latin1').split('\n').slice(0, -1)) {
        const { i, c } = lineSchema.parse(JSON.parse(line));
        if (!isErased(c)) last.set(i, c);
      }
      for (const [index, sealed] of last) {
        const key = keyBytes.subarray(placeOf(index), placeOf(index) + RECORD_KEY_BYTES);
        if (key.some((byte) => byte !== 0)) yield { index, content: unsealText(key, index, sealed) };
      }
    }
  }

  function retire(): void {
    if (previous !== undefined) closeFiles(previous);
    if (block?.dirty === true) for (const file of [block.keys, block.texts]) fdatasyncSync(file);
    previous = block;
    block = undefined;
  }

  function close(): void {
    retire();
    retire();
  }

  return { write, sync, read, all, erase, close };
}

function closeFiles({ keys, texts }: OpenBlock): void {
  for (const file of [keys, texts]) closeSync(file);
}

/** For writing in place: append mode would ignore the position. */
function openKeys(file: string): number {
  closeSync(openSync(file, 'a', 0o600));
  return openSync(file, 'r+', 0o600);
}

function writeAll(file: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
}

function overwrite(file: string, position: number, bytes: Buffer): void {
  const descriptor = openExisting(file, 'r+');
  if (descriptor === undefined) return;
  writeSync(descriptor, bytes, 0, bytes.length, position);
  fdatasyncSync(descriptor);
  closeSync(descriptor);
}

function readKey(file: string, index: number): Buffer | undefined {
  const descriptor = openExisting(file, 'r');
  if (descriptor === undefined) return undefined;
  const key = Buffer.alloc(RECORD_KEY_BYTES);
  readSync(descriptor, key, 0, RECORD_KEY_BYTES, placeOf(index));
  closeSync(descriptor);
  return key.some((byte) => byte !== 0) ? key : undefined;
}

/** The last line of an index is the one that its leaf commits to. */
function findText(file: string, index: number): { readonly sealed: string; readonly offset: number } | undefined {
  const descriptor = openExisting(file, 'r');
  if (descriptor === undefined) return undefined;
  closeSync(descriptor);
  const text = readFileSync(file, 'latin1');
  const start = text.lastIndexOf(`{"i":${index},`);
  const end = text.indexOf('\n', start);
  if (start < 0 || end < 0) return undefined;
  const sealed = lineSchema.parse(JSON.parse(text.slice(start, end))).c;
  if (isErased(sealed)) return undefined;
  return { sealed, offset: start + `{"i":${index},"c":"`.length };
}

/** What is left of an erased text: its length. */
function isErased(sealed: string): boolean {
  return /^-*$/.test(sealed);
}

function openExisting(file: string, flags: 'r' | 'r+'): number | undefined {
  try {
    return openSync(file, flags);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function placeOf(index: number): number {
  return (index % BLOCK_RECORDS) * RECORD_KEY_BYTES;
}

function textName(block: number): string {
  return `${String(block * BLOCK_RECORDS).padStart(12, '0')}.jsonl`;
}

function keyName(block: number): string {
  return `${String(block * BLOCK_RECORDS).padStart(12, '0')}.keys`;
}

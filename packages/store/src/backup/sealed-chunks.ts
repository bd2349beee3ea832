import { createCipheriv, createDecipheriv } from 'node:crypto';

import { PlatformError } from '@riad/contracts';

import { createByteReader, type Bytes } from './byte-reader.ts';

/** Bytes of a sealed chunk before it is sealed. */
export const CHUNK_BYTES = 65_536;
const LENGTH_BYTES = 4;
const TAG_BYTES = 16;
const LAST = 0x80_00_00_00;

export interface ChunkKey {
  readonly key: Uint8Array;
  /** Authenticated with every chunk: the file's header. */
  readonly header: Uint8Array;
}

/**
 * AES-256-GCM in chunks. The nonce is the chunk's number and whether it is the last one, so that chunks that are changed,
 * moved, left out or cut off at the end are found.
 */
export async function* sealChunks(source: Bytes, { key, header }: ChunkKey): AsyncGenerator<Buffer> {
  let waiting = Buffer.alloc(0);
  let number = 0;
  for await (const bytes of source) {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length > CHUNK_BYTES) {
      yield seal(waiting.subarray(0, CHUNK_BYTES), { key, header, number: number++, last: false });
      waiting = waiting.subarray(CHUNK_BYTES);
    }
  }
  yield seal(waiting, { key, header, number, last: true });
}

/** Fails with `backup.damaged` unless everything up to the last chunk is there, unchanged and in order. */
export async function* openChunks(source: Bytes, { key, header }: ChunkKey): AsyncGenerator<Buffer> {
  const reader = createByteReader(source);
  for (let number = 0; ; number++) {
    const length = (await reader.take(LENGTH_BYTES))?.readUInt32BE();
    if (length === undefined) throw damagedBackup('it ends early: the rest is missing');
    const last = length >= LAST;
    const size = last ? length - LAST : length;
    if (size > CHUNK_BYTES) throw damagedBackup('a part of it was changed');
    const sealed = await reader.take(size + TAG_BYTES);
    if (sealed === undefined) throw damagedBackup('it ends early: the rest is missing');
    yield open(sealed, { key, header, number, last });
    if (!last) continue;
    if ((await reader.take(1)) !== undefined) throw damagedBackup('something was added at its end');
    return;
  }
}

export function damagedBackup(what: string, cause?: unknown): PlatformError {
  return new PlatformError('backup.damaged', `the backup cannot be used: ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    remedy: 'Use another copy of it, or an earlier backup. Nothing was changed.',
  });
}

interface Place extends ChunkKey {
  readonly number: number;
  readonly last: boolean;
}

function seal(bytes: Uint8Array, place: Place): Buffer {
  const cipher = createCipheriv('aes-256-gcm', place.key, nonceOf(place));
  cipher.setAAD(place.header);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(place.last ? bytes.length + LAST : bytes.length);
  return Buffer.concat([length, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Buffer, place: Place): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', place.key, nonceOf(place));
  decipher.setAAD(place.header);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw damagedBackup('a part of it was changed, moved or left out', error);
  }
}

function nonceOf({ number, last }: Place): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

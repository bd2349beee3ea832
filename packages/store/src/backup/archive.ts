import { createByteReader, type ByteReader, type Bytes } from './byte-reader.ts';
import { damagedBackup } from './sealed-chunks.ts';

/** A named piece of a backup; the length of its content need not be known before. */
export interface ArchiveEntry {
  readonly name: string;
  readonly content: Bytes | Iterable<Uint8Array>;
}

const LENGTH_BYTES = 4;
/** Longest name, and longest piece of content. */
const LONGEST_NAME = 4096;
const LONGEST_PIECE = 0x40_00_00_00;

/** Name, pieces of content, an empty piece; at the end an empty name. Each with its length before it. */
export async function* writeArchive(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Buffer> {
  for await (const { name, content } of entries) {
    yield framed(Buffer.from(name));
    for await (const bytes of content) if (bytes.length > 0) yield framed(bytes);
    yield framed(Buffer.alloc(0));
  }
  yield framed(Buffer.alloc(0));
}

export interface ReadEntry {
  readonly name: string;
  /** To be read before the next entry is asked for; what is not is skipped. */
  readonly content: AsyncGenerator<Buffer>;
}

export async function* readArchive(source: Bytes): AsyncGenerator<ReadEntry> {
  const reader = createByteReader(source);
  for (;;) {
    const name = (await takeFramed(reader, LONGEST_NAME)).toString('utf8');
    if (name === '') break;
    const content = contentOf(reader);
    yield { name, content };
    for await (const _skipped of content);
  }
  // What follows is the end of the seal: reading it is what proves that nothing is missing.
  if ((await reader.take(1)) !== undefined) throw damagedBackup('something was added at its end');
}

async function* contentOf(reader: ByteReader): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = await takeFramed(reader, LONGEST_PIECE);
    if (piece.length === 0) return;
    yield piece;
  }
}

async function takeFramed(reader: ByteReader, longest: number): Promise<Buffer> {
  const length = (await reader.take(LENGTH_BYTES))?.readUInt32BE();
  if (length === undefined || length > longest) throw damagedBackup('its content does not hold together');
  const bytes = await reader.take(length);
  if (bytes === undefined) throw damagedBackup('its content does not hold together');
  return bytes;
}

function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PassThrough, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';

import { chunksOf } from '../files/file-bytes.ts';
import { SourceProblem } from '../sources/source-problem.ts';

/**
 * Reads one entry of a zip file that is not trusted. Nothing is extracted by name; sizes are checked against the file and
 * against what the directory declares, while inflating too. Zip64, encryption and split archives are refused.
 */
export interface ZipEntry {
  readonly name: string;
  readonly method: 0 | 8;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const END_BYTES = 22;
const MAX_COMMENT = 65_535;
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const MAX_ENTRIES = 10_000;
const LOCAL_HEADER_BYTES = 30;
const ENTRY_HEADER_BYTES = 46;
const UNSET_32 = 0xff_ff_ff_ff;

/** Finds the entry with exactly this name. */
export async function findZipEntry(file: FileHandle, name: string): Promise<ZipEntry> {
  const { size } = await file.stat();
  const end = await readEnd(file, size);
  if (end.directoryBytes > MAX_DIRECTORY_BYTES || end.entries > MAX_ENTRIES)
    return damaged('its directory is larger than any package needs');
  if (end.directoryOffset + end.directoryBytes > end.position) return damaged('its directory lies outside the file');
  const directory = await readExactly(file, end.directoryOffset, end.directoryBytes);
  const entry = scanDirectory(directory, end.entries, name);
  if (entry.headerOffset + LOCAL_HEADER_BYTES + entry.compressedBytes > end.directoryOffset)
    return damaged(`${name} lies outside the file`);
  return entry;
}

/** The entry's content; it ends with an error when length or checksum are not the declared ones. */
export async function* readZipEntry(file: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer> {
  const start = await contentOffset(file, entry);
  if (entry.compressedBytes === 0 && entry.bytes === 0) return;
  const raw = file.createReadStream({
    start,
    end: start + entry.compressedBytes - 1,
    autoClose: false,
    highWaterMark: 256 * 1024,
  });
  let bytes = 0;
  let checksum = 0;
  for await (const chunk of inflate(raw, entry)) {
    bytes += chunk.length;
    if (bytes > entry.bytes) return damaged(`${entry.name} is longer than it says`);
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (bytes !== entry.bytes) return damaged(`${entry.name} is shorter than it says`);
  if (checksum !== entry.crc32) return damaged(`${entry.name} has another checksum`);
}

async function* inflate(raw: Readable, entry: ZipEntry): AsyncGenerator<Buffer> {
  const decoded = entry.method === 0 ? new PassThrough() : createInflateRaw({ chunkSize: 256 * 1024 });
  const copied = pipeline(raw, decoded);
  copied.catch(() => undefined);
  try {
    yield* chunksOf(decoded);
    await copied;
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    throw new SourceProblem('refused', `the archive is damaged: ${entry.name} cannot be unpacked`, { cause: error });
  } finally {
    raw.destroy();
    decoded.destroy();
  }
}

interface EndRecord {
  readonly position: number;
  readonly entries: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
}

async function readEnd(file: FileHandle, size: number): Promise<EndRecord> {
  const length = Math.min(size, END_BYTES + MAX_COMMENT);
  const tail = await readExactly(file, size - length, length);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== 0x06_05_4b_50 || tail.readUInt16LE(at + 20) !== tail.length - at - END_BYTES)
      continue;
    const [disk, directoryDisk] = [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 6)];
    const [entriesHere, entries] = [tail.readUInt16LE(at + 8), tail.readUInt16LE(at + 10)];
    const [directoryBytes, directoryOffset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (disk !== 0 || directoryDisk !== 0 || entriesHere !== entries) return damaged('it is one of several pieces');
    if (entries === 0xff_ff || directoryBytes === UNSET_32 || directoryOffset === UNSET_32)
      return damaged('it is in the zip64 format, which packages of models do not need');
    return { position: size - length + at, entries, directoryBytes, directoryOffset };
  }
  return damaged('it has no directory');
}

function scanDirectory(directory: Buffer, entries: number, name: string): ZipEntry {
  const wanted = Buffer.from(name, 'utf8');
  let found: ZipEntry | undefined;
  let at = 0;
  for (let index = 0; index < entries; index += 1) {
    if (at + ENTRY_HEADER_BYTES > directory.length || directory.readUInt32LE(at) !== 0x02_01_4b_50)
      return damaged('its directory is broken');
    const nameEnd = at + ENTRY_HEADER_BYTES + directory.readUInt16LE(at + 28);
    if (directory.subarray(at + ENTRY_HEADER_BYTES, nameEnd).equals(wanted)) {
      if (found !== undefined) return damaged(`it holds ${name} twice`);
      found = readEntry(directory, at, name);
    }
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return found ?? damaged(`it does not hold ${name}`);
}

function readEntry(directory: Buffer, at: number, name: string): ZipEntry {
  const flags = directory.readUInt16LE(at + 8);
  const method = directory.readUInt16LE(at + 10);
  const entry = {
    name,
    crc32: directory.readUInt32LE(at + 16),
    compressedBytes: directory.readUInt32LE(at + 20),
    bytes: directory.readUInt32LE(at + 24),
    headerOffset: directory.readUInt32LE(at + 42),
  };
  if ((flags & 0x20_41) !== 0) return damaged(`${name} is encrypted`);
  if (method !== 0 && method !== 8) return damaged(`${name} is packed by a method that is not read here`);
  if ([entry.compressedBytes, entry.bytes, entry.headerOffset].includes(UNSET_32))
    return damaged(`${name} is in the zip64 format`);
  if (method === 0 && entry.compressedBytes !== entry.bytes) return damaged(`${name} contradicts itself`);
  return { ...entry, method };
}

/** Names and extra fields may differ in length between the directory and the entry itself. */
async function contentOffset(file: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await readExactly(file, entry.headerOffset, LOCAL_HEADER_BYTES);
  if (header.readUInt32LE(0) !== 0x04_03_4b_50) return damaged(`${entry.name} is not where it should be`);
  const nameBytes = header.readUInt16LE(26);
  const name = await readExactly(file, entry.headerOffset + LOCAL_HEADER_BYTES, nameBytes);
  if (name.toString('utf8') !== entry.name) return damaged(`${entry.name} has two names`);
  const start = entry.headerOffset + LOCAL_HEADER_BYTES + nameBytes + header.readUInt16LE(28);
  if (start + entry.compressedBytes > (await file.stat()).size) return damaged(`${entry.name} is cut off`);
  return start;
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return bytesRead === length ? buffer : damaged('it is cut off');
}

function damaged(reason: string): never {
  throw new SourceProblem('refused', `the archive is damaged: ${reason}`);
}

import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import type { LogBatch } from '@riad/ledger';

import { syncFolder } from './sync-folder.ts';

/** A segment is closed once it is this large; a record is never split over two. */
export const SEGMENT_BYTES = 8 * 1024 * 1024;

export interface SegmentFiles {
  /** With one write; what was written of lines that did not all fit is taken back. */
  write(batch: Pick<LogBatch, 'text' | 'records'>): void;
  sync(done: (error: unknown) => void): void;
  close(): void;
  /** Whole records found at opening. */
  readonly records: number;
  /** Bytes of a torn last record that were cut off: what a crash in the middle of a write leaves. */
  readonly tornBytes: number;
}

/**
 * Segments are `FIRST_INDEX.jsonl`, twelve digits, in one folder. Opening cuts the last one back to its last whole record.
 */
export function openSegmentFiles(folder: string): SegmentFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = segmentNames(folder);
  const lastName = names.at(-1) ?? segmentName(0);
  let file = openSync(join(folder, lastName), 'a+', 0o600);
  const content = readFileSync(join(folder, lastName));
  const whole = content.lastIndexOf(0x0a) + 1;
  const tornBytes = content.length - whole;
  if (tornBytes > 0) ftruncateSync(file, whole);
  if (names.length === 0) syncFolder(folder);

  const openedRecords = firstIndex(lastName) + countLines(content.subarray(0, whole));
  let records = openedRecords;
  let size = whole;
  let previous: number | undefined;

  function write(batch: Pick<LogBatch, 'text' | 'records'>): void {
    const bytes = Buffer.from(batch.text);
    if (size + bytes.length > SEGMENT_BYTES && size > 0) startSegment();
    try {
      let offset = 0;
      while (offset < bytes.length) offset += writeSync(file, bytes, offset);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
    size += bytes.length;
    records += batch.records;
  }

  function startSegment(): void {
    const next = openSync(join(folder, segmentName(records)), 'ax', 0o600);
    syncFolder(folder);
    fsyncSync(file);
    // A sync of the segment before may still be on its way: its descriptor stays until the next one.
    if (previous !== undefined) closeSync(previous);
    previous = file;
    file = next;
    size = 0;
  }

  return {
    records: openedRecords,
    tornBytes,
    write,
    sync: (done) => fdatasync(file, done),
    close() {
      if (previous !== undefined) closeSync(previous);
      closeSync(file);
    },
  };
}

/** The segments of a folder in order. */
export function segmentNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{12}\.jsonl$/.test(name))
    .sort();
}

/** Index of the first record in a segment. */
export function firstIndex(name: string): number {
  return Number(name.slice(0, 12));
}

function segmentName(index: number): string {
  return `${String(index).padStart(12, '0')}.jsonl`;
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x0a) count++;
  return count;
}

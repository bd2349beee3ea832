import { PlatformError } from '@riad/contracts';

/** Largest event; a server that sends more without a boundary is not sending events. */
const MAX_EVENT_BYTES = 8 * 1024 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const empty = Buffer.alloc(0);
/** Longest beginning of a boundary that is not one yet. */
const SEAM_BYTES = 2;

/** Cuts a stream into whole events, whatever the reads. */
export interface EventSplitter {
  /**
   * Whole events that this read completed, as one run of bytes; undefined when it completed none. `ends` are the offsets
   * after each event's blank line.
   */
  push(chunk: Buffer): EventRun | undefined;
  /** True when an event was begun and not ended. */
  unfinished(): boolean;
}

export interface EventRun {
  readonly bytes: Buffer;
  readonly ends: readonly number[];
}

export function createEventSplitter(): EventSplitter {
  let tail: Buffer[] = [];
  let tailBytes = 0;

  function keep(bytes: Buffer): void {
    if (bytes.length > 0) tail.push(bytes);
    tailBytes += bytes.length;
    if (tailBytes > MAX_EVENT_BYTES)
      throw new PlatformError('upstream.failed', `the upstream sent ${MAX_EVENT_BYTES} bytes without ending an event`);
  }

  return {
    push(chunk) {
      // A boundary may lie across the seam: its first bytes are looked at again.
      const seam = lastBytes(tail, SEAM_BYTES);
      const ends = findEnds(seam.length === 0 ? chunk : Buffer.concat([seam, chunk]));
      const last = ends.at(-1);
      if (last === undefined) {
        keep(chunk);
        return undefined;
      }
      const shift = tailBytes - seam.length;
      const bytes = tail.length === 0 ? chunk : Buffer.concat([...tail, chunk]);
      tail = [];
      tailBytes = 0;
      keep(bytes.subarray(last + shift));
      return { bytes: bytes.subarray(0, last + shift), ends: shift === 0 ? ends : ends.map((end) => end + shift) };
    },
    unfinished: () => tail.some((bytes) => bytes.some((byte) => byte !== lineFeed && byte !== carriageReturn)),
  };
}

function lastBytes(buffers: readonly Buffer[], count: number): Buffer {
  const last = buffers.at(-1);
  if (last === undefined || last.length >= count || buffers.length === 1) return last?.subarray(-count) ?? empty;
  return Buffer.concat(buffers.slice(-count)).subarray(-count);
}

/** An event ends with a blank line: two line feeds, each perhaps after a carriage return. */
function findEnds(bytes: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) {
    const next = bytes[at + 1];
    if (next === lineFeed) at += 1;
    else if (next === carriageReturn && bytes[at + 2] === lineFeed) at += 2;
    else continue;
    ends.push(at + 1);
  }
  return ends;
}

import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** A byte stream's chunks, with their type. */
export function chunksOf(stream: Readable): AsyncIterable<Buffer> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- streams without an encoding and in byte mode give buffers
  return stream as AsyncIterable<Buffer>;
}

export interface ReadOptions {
  /** Only so many bytes from the start. */
  readonly length?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A file's bytes in pieces of one MiB. */
export async function* readChunks(path: string, { length, signal }: ReadOptions = {}): AsyncGenerator<Buffer> {
  if (length === 0) return;
  const stream = createReadStream(path, {
    highWaterMark: 1024 * 1024,
    ...(length === undefined ? {} : { end: length - 1 }),
  });
  for await (const chunk of chunksOf(stream)) {
    signal?.throwIfAborted();
    yield chunk;
  }
}

/** The hash of a file, still open for more. */
export async function hashFile(
  path: string,
  options: ReadOptions & { readonly algorithm?: string } = {},
): Promise<Hash> {
  const hash = createHash(options.algorithm ?? 'sha256');
  for await (const chunk of readChunks(path, options)) hash.update(chunk);
  return hash;
}

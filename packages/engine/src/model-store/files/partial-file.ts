import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { SourceProblem } from '../sources/source-problem.ts';
import { hashFile } from './file-bytes.ts';
import { writeFileAtomically } from './atomic-file.ts';

/** How far a download has come, as its checkpoint remembers it. */
export interface PartialState {
  /** Bytes that are safely on disk. */
  readonly bytes: number;
  /** The other side's name for this version of the file. */
  readonly etag?: string;
  /** Parts of a joined file that are complete. */
  readonly parts: number;
}

/** A file that is not whole yet. It grows at its end, survives a kill at its last checkpoint, and knows its digest. */
export interface PartialFile {
  /** Its folder: sources may keep their own pieces there. */
  readonly folder: string;
  readonly path: string;
  readonly bytes: number;
  readonly state: PartialState;
  /** Whether it began with bytes of an earlier attempt. */
  readonly resumed: boolean;
  append(chunk: Uint8Array): Promise<void>;
  checkpoint(state: Omit<PartialState, 'bytes'>): Promise<void>;
  /** Forgets everything received so far. */
  restart(): Promise<void>;
  /** Flushes to disk and gives the SHA-256 of the whole. */
  finish(): Promise<string>;
  close(): Promise<void>;
}

const stateSchema: z.ZodType<PartialState> = z.strictObject({
  bytes: z.int().nonnegative(),
  etag: z.exactOptional(z.string()),
  parts: z.int().nonnegative(),
});

/** Opens or creates the partial file in `folder`. More than `maxBytes` are refused as a wrong file. */
export async function openPartialFile(folder: string, maxBytes: number): Promise<PartialFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'data');
  const stateFile = join(folder, 'state.json');
  const handle = await open(path, 'a+', 0o600);
  try {
    const found = await loadState(stateFile, handle, maxBytes);
    await handle.truncate(found.bytes);
    return partialFile({
      folder,
      path,
      stateFile,
      maxBytes,
      handle,
      found,
      hash: await hashFile(path, { length: found.bytes }),
    });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** How much of a file is already there, without opening it for writing. */
export async function partialBytes(folder: string): Promise<number> {
  return (await readState(join(folder, 'state.json'))).bytes;
}

interface PartialParts {
  readonly folder: string;
  readonly path: string;
  readonly stateFile: string;
  readonly maxBytes: number;
  readonly handle: FileHandle;
  readonly found: PartialState;
  readonly hash: Hash;
}

function partialFile({ folder, path, stateFile, maxBytes, handle, found, hash: started }: PartialParts): PartialFile {
  let hash = started;
  let state = found;
  let bytes = found.bytes;

  async function save(next: PartialState): Promise<void> {
    await handle.datasync();
    await writeFileAtomically(stateFile, JSON.stringify(next));
    state = next;
  }

  return {
    folder,
    path,
    resumed: found.bytes > 0,
    get bytes() {
      return bytes;
    },
    get state() {
      return state;
    },
    async append(chunk) {
      if (bytes + chunk.length > maxBytes)
        throw new SourceProblem('digest', `it sends more than the ${maxBytes} bytes that the file has`);
      await handle.appendFile(chunk);
      hash.update(chunk);
      bytes += chunk.length;
    },
    checkpoint: async (next) => save({ ...next, bytes }),
    async restart() {
      await handle.truncate(0);
      hash = createHash('sha256');
      bytes = 0;
      await save({ bytes: 0, parts: 0 });
    },
    async finish() {
      await handle.sync();
      return hash.copy().digest('hex');
    },
    close: async () => handle.close(),
  };
}

/** A checkpoint that claims more than is there is worth nothing. */
async function loadState(stateFile: string, handle: FileHandle, maxBytes: number): Promise<PartialState> {
  const state = await readState(stateFile);
  const { size } = await handle.stat();
  return state.bytes <= size && state.bytes <= maxBytes ? state : { bytes: 0, parts: 0 };
}

async function readState(stateFile: string): Promise<PartialState> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(stateFile, 'utf8')));
  } catch {
    // Absent or half written: the download starts again.
    return { bytes: 0, parts: 0 };
  }
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Whether a folder of partial files holds anything worth going on with. */
export async function hasPartial(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => partialBytes(join(folder, name))));
  return sizes.some((bytes) => bytes > 0);
}

import { chmod, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { syncFolder } from './files/atomic-file.ts';
import { hashFile } from './files/file-bytes.ts';
import type { Expected } from './sources/fetch-context.ts';

/** Files by their SHA-256, read-only. A file appears here only after its digest was checked. */
export interface BlobStore {
  path(sha256: string): string;
  /** Whether the blob is there and its bytes are still right; a damaged one is deleted. */
  hasVerified(expected: Expected, signal?: AbortSignal): Promise<boolean>;
  /** Moves a file in whose digest the caller has just checked. Survives a power cut afterwards. */
  place(file: string, sha256: string): Promise<void>;
  remove(sha256: string): Promise<void>;
}

export function createBlobStore(folder: string): BlobStore {
  const path = (sha256: string): string => join(folder, 'blobs', 'sha256', sha256);
  return {
    path,
    async hasVerified(expected, signal) {
      const blob = path(expected.sha256);
      const found = await stat(blob).catch(() => undefined);
      if (found === undefined) return false;
      if (found.size === expected.bytes && (await sha256OfFile(blob, signal)) === expected.sha256) return true;
      await rm(blob, { force: true });
      return false;
    },
    async place(file, sha256) {
      const blob = path(sha256);
      await mkdir(dirname(blob), { recursive: true, mode: 0o700 });
      await chmod(file, 0o400);
      await rename(file, blob);
      await syncFolder(dirname(blob));
    },
    remove: async (sha256) => rm(path(sha256), { force: true }),
  };
}

export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  return (await hashFile(path, { signal })).digest('hex');
}

import { readdirSync, type Dirent } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { ArchiveEntry, DatabaseShape } from '@riad/store';
import { z } from 'zod';

/** Keys that are nobody's any more once they were used. */
const notKept = new Set(['first-api-key', 'sign-in-link']);

/** The first entry of the data: what the rest needs to be understood. */
export const manifestSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  createdAt: z.iso.datetime(),
  organisation: z.string(),
  database: z.object({
    migrations: z.array(z.string()),
    tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
    sequences: z.array(z.object({ name: z.string(), last: z.string(), called: z.boolean() })),
  }),
});
export type Manifest = z.infer<typeof manifestSchema> & { readonly database: DatabaseShape };

export const MANIFEST = 'manifest.json';

/** A part of the data folder, file by file. What disappears meanwhile was not needed any more. */
export async function* filesOf(root: string, folder: string): AsyncGenerator<ArchiveEntry> {
  for (const entry of listed(join(root, folder))) {
    if (!entry.isFile() || notKept.has(entry.name) || entry.name.endsWith('.new')) continue;
    yield* fileOf(root, relative(root, join(entry.parentPath, entry.name)));
  }
}

export async function* fileOf(root: string, name: string): AsyncGenerator<ArchiveEntry> {
  const file = await openExisting(join(root, name));
  if (file !== undefined) yield { name, content: file.createReadStream() };
}

async function openExisting(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function listed(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

export function textEntry(name: string, text: string): ArchiveEntry {
  return { name, content: [Buffer.from(text)] };
}

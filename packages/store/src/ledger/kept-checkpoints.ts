import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { writeDurably } from './write-durably.ts';

const FOLDER = 'checkpoints';

/** Keeps a checkpoint for good. One of this size that others have signed too keeps their signatures. */
export async function keepCheckpoint(folder: string, size: number, note: string): Promise<void> {
  const file = join(folder, FOLDER, nameOf(size));
  if (existsSync(file) && readFileSync(file, 'utf8').startsWith(note)) return;
  await mkdir(join(folder, FOLDER), { recursive: true, mode: 0o700 });
  await writeDurably(file, note);
}

/** Keeps it with the signature lines of witnesses, after those that it has already. */
export async function keepCosigned(
  folder: string,
  { size, note }: { readonly size: number; readonly note: string },
  lines: readonly string[],
): Promise<void> {
  await keepCheckpoint(folder, size, note);
  const file = join(folder, FOLDER, nameOf(size));
  const kept = readFileSync(file, 'utf8');
  await writeDurably(file, kept + lines.filter((line) => !kept.includes(line)).join(''));
}

/** Kept notes, the largest log first. */
export function* keptCheckpoints(folder: string): Generator<string> {
  const kept = join(folder, FOLDER);
  if (!existsSync(kept)) return;
  const names = readdirSync(kept).filter((name) => /^\d{12}$/.test(name));
  for (const name of names.toSorted().toReversed()) yield readFileSync(join(kept, name), 'utf8');
}

function nameOf(size: number): string {
  return String(size).padStart(12, '0');
}

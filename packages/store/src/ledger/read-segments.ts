import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { firstIndex, segmentNames } from './segment-files.ts';

export interface StoredLine {
  readonly index: number;
  readonly line: string;
}

/** The whole records from an index on, oldest first. One segment is in memory at a time. */
export async function* readFrom(folder: string, from: number): AsyncGenerator<StoredLine> {
  const names = segmentNames(folder);
  const first = Math.max(
    0,
    names.findLastIndex((name) => firstIndex(name) <= from),
  );
  for (const name of names.slice(first)) {
    const start = firstIndex(name);
    for (const [place, line] of (await readLines(join(folder, name))).entries()) {
      if (start + place >= from) yield { index: start + place, line };
    }
  }
}

/** The whole records, newest first. */
export async function* readBackwards(folder: string): AsyncGenerator<StoredLine> {
  for (const name of segmentNames(folder).toReversed()) {
    const lines = await readLines(join(folder, name));
    for (let place = lines.length - 1; place >= 0; place--) {
      const line = lines[place];
      if (line !== undefined) yield { index: firstIndex(name) + place, line };
    }
  }
}

export async function readLine(folder: string, index: number): Promise<string | undefined> {
  for await (const { line } of readFrom(folder, index)) return line;
  return undefined;
}

/** A line still being written is not a record. */
async function readLines(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

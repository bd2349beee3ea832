import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Leaf {
  readonly i: number;
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The records on disk, as another program would read them. */
export function readLedger(data: string): readonly Leaf[] {
  const folder = join(data, 'ledger/segments');
  const lines = readdirSync(folder)
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean));
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Leaf];
    } catch {
      // The last line of a server that was killed.
      return [];
    }
  });
}

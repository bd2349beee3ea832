import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { descendantsOf, isAlive } from './support/processes.ts';
import { startRiad } from './support/start-riad.ts';
import { haveSmallModel, testModels } from './support/test-models.ts';

test.skipIf(!haveSmallModel)(
  'killing the server under load leaves nothing running, loses no record, and the next start is clean',
  async () => {
    const riad = startRiad(testModels);
    const pid = (JSON.parse(riad.riad('status', '--json')) as { pid: number }).pid;
    const records: string[] = [];
    const ask = async (): Promise<void> => {
      for (;;) {
        const response = await fetch(`${riad.address}/v1/tokenize`, {
          method: 'POST',
          headers: { authorization: `Bearer ${riad.key}` },
          body: JSON.stringify({ prompt: 'hello' }),
        });
        const record = response.headers.get('x-riad-record');
        if (record !== null) records.push(record);
      }
    };
    const load = Promise.allSettled([ask(), ask(), ask(), ask()]);
    await expect.poll(() => records.length, { timeout: 20_000 }).toBeGreaterThan(200);
    const family = descendantsOf(pid);
    expect(family.length).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await load;

    await expect.poll(() => [pid, ...family].filter(isAlive), { timeout: 5000 }).toEqual([]);
    const written = readLedger(riad.data);
    expect(records.filter((record) => !written.has(Number(record.split('-').at(-1))))).toEqual([]);

    const again = JSON.parse(riad.riad('up', '--detach', '--json', '--port', '0')) as { firstKey: string | null };
    expect(again.firstKey).toBeNull();
    expect(() => riad.riad('up', '--detach')).toThrow(/already running/);
    riad.stop();
  },
  120_000,
);

/** Indexes of the opening records on disk. */
function readLedger(data: string): ReadonlySet<number> {
  const folder = join(data, 'ledger/segments');
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean),
  );
  const leaves = lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as { i: number; type: string }];
    } catch {
      return [];
    }
  });
  return new Set(leaves.filter((leaf) => leaf.type === 'request.open').map((leaf) => leaf.i));
}

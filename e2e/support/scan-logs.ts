import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createGuard } from '@riad/guard';

const guard = createGuard();
/** What a program writes about itself and its connections. */
const technical = new Set(['ip', 'mac']);

/** Personal data in the logs of a data folder: file, line and kind, never the value. */
export function findingsInLogs(data: string): readonly string[] {
  const folder = join(data, 'logs');
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        (guard.inspect([line])[0] ?? [])
          .filter(({ type }) => !technical.has(type))
          .map(({ type, start, end }) => `${name}:${index + 1} ${type} of ${end - start} characters`),
      ),
  );
}

/** R22: whatever a test did, the server wrote down nobody's data. */
export function assertCleanLogs(data: string): void {
  const found = findingsInLogs(data);
  if (found.length > 0) throw new Error(`personal data in the logs: ${found.join(', ')}`);
}

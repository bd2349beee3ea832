import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { exportLedger } from './export-ledger.ts';
import { appendAll, entries, ledgerPlace } from './testing/ledger-in.ts';

const place = ledgerPlace();
afterAll(() => place.remove());

test('what witnesses and time-stamping authorities vouched for goes with an export', async () => {
  const ledger = await place.open();
  await appendAll(ledger, entries(3));
  await ledger.close();
  mkdirSync(join(place.folder, 'timestamps'));
  writeFileSync(join(place.folder, 'timestamps/000000000003.tsr'), 'a token');
  const target = join(place.root, 'export');
  await exportLedger(place.folder, target);
  expect(readFileSync(join(target, 'timestamps/000000000003.tsr'), 'utf8')).toBe('a token');
  const kept = 'checkpoints/000000000003';
  expect(readFileSync(join(target, kept), 'utf8')).toBe(readFileSync(join(place.folder, kept), 'utf8'));
});

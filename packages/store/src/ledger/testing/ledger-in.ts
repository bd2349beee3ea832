import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock, LedgerEntry, RecordId } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';

import { quiet } from '../../testing/test-servers.ts';
import { openLedger, type Ledger } from '../open-ledger.ts';

/** A ledger folder and a keys folder of their own. */
export interface LedgerPlace {
  readonly root: string;
  readonly folder: string;
  readonly keys: string;
  open(overrides?: { readonly now?: () => number }): Promise<Ledger>;
  remove(): void;
}

export function ledgerPlace(): LedgerPlace {
  const root = mkdtempSync(join(tmpdir(), 'riad-ledger-'));
  const place = { root, folder: join(root, 'ledger'), keys: join(root, 'keys') };
  return {
    ...place,
    open({ now = Date.now } = {}) {
      const clock: Clock = { now, monotonic: () => performance.now() };
      return openLedger({ ...place, clock, logger: quiet, queueLimit: 1_000_000, checkpointMs: 3_600_000 });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Appends entries together and waits for the disk. */
export function appendAll(ledger: Ledger, all: readonly LedgerEntry[]): Promise<readonly RecordId[]> {
  return Promise.all(all.map((entry) => appendDurably(ledger, entry)));
}

export function entries(count: number, from = 0): readonly LedgerEntry[] {
  return Array.from({ length: count }, (_, place) => ({
    type: 'request.open',
    facts: { request: `req_${from + place}`, model: 'm', findings: { cin: 1 } },
  }));
}

import type { LedgerEntry, LedgerPort, RecordId } from '@riad/contracts';

/** Resolves when the record is on disk: what it announces may happen now. Fails with `ledger.unavailable`. */
export function appendDurably(ledger: LedgerPort, entry: LedgerEntry): Promise<RecordId> {
  return new Promise((resolve, reject) => {
    const id = ledger.append(entry, { onDurable: () => resolve(id), onError: reject });
  });
}

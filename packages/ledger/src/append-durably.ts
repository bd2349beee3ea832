import type { LedgerEntry, LedgerPort, RecordId } from '@riad/contracts';

/** Resolves with the record's id once it is on disk; rejects with `ledger.unavailable` when it cannot be. */
export function appendDurably(ledger: Pick<LedgerPort, 'append'>, entry: LedgerEntry): Promise<RecordId> {
  return new Promise((resolve, reject) => {
    const id = ledger.append(entry, { onDurable: () => resolve(id), onError: reject });
  });
}

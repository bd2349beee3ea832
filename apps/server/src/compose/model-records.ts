import { appendDurably } from '@riad/ledger';
import type { Ledger } from '@riad/store';

/** What happens to a model is on record before it is visible. */
export async function recordModelEvent(
  ledger: Ledger,
  event: {
    readonly type: string;
    readonly name: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly source: string;
    readonly licence: string;
  },
): Promise<void> {
  const { type, name, sha256, bytes, source, licence } = event;
  await appendDurably(ledger, { type, facts: { model: name, sha256, bytes, source, licence } });
}

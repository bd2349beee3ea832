import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { appendDurably } from '@riad/ledger';
import { publicKeyOf, type Ledger } from '@riad/store';

import type { DataFolder } from '../data-folder/data-folder.ts';

/** The public half of the recovery key: what backups are sealed to. It opens none. */
export function findRecipient({ keys }: DataFolder): string | undefined {
  const file = join(keys, 'backup-recipient');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** From now on backups open with another recovery key; earlier ones still with theirs. On record. */
export async function setRecipient(
  { keys }: DataFolder,
  ledger: Ledger,
  { recipient, by }: { readonly recipient: string; readonly by: string },
): Promise<void> {
  publicKeyOf(recipient);
  await appendDurably(ledger, { type: 'backup.key_set', facts: { recipient, by } });
  const file = join(keys, 'backup-recipient');
  writeFileSync(`${file}.new`, `${recipient}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

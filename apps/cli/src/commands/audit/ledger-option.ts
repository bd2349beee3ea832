import { resolve } from 'node:path';

import type { LedgerReader } from '@riad/store';
import { Option } from 'commander';

import { folderOf, type GlobalOptions } from '../../context.ts';
import { say } from '../../messages/say.ts';

export interface LedgerOptions extends GlobalOptions {
  readonly ledger?: string;
  readonly json?: boolean;
}

export function ledgerOption(): Option {
  return new Option('--ledger <folder>', say('audit.ledger'));
}

export function ledgerFolder(options: LedgerOptions): string {
  return options.ledger === undefined ? folderOf(options).ledger : resolve(options.ledger);
}

/** The store is read only for those commands that need it: all others start in half the time. */
export async function readerOf(options: LedgerOptions): Promise<LedgerReader> {
  const { readLedger } = await import('@riad/store');
  return readLedger(ledgerFolder(options));
}

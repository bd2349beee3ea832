import { resolve } from 'node:path';

import { readLedger, type LedgerReader } from '@riad/store';
import { Option } from 'commander';

import { folderOf, type GlobalOptions } from '../../context.ts';

export interface LedgerOptions extends GlobalOptions {
  readonly ledger?: string;
  readonly json?: boolean;
}

export function ledgerOption(): Option {
  return new Option('--ledger <folder>', 'ledger folder (default: that of the data folder)');
}

export function ledgerFolder(options: LedgerOptions): string {
  return options.ledger === undefined ? folderOf(options).ledger : resolve(options.ledger);
}

export function readerOf(options: LedgerOptions): LedgerReader {
  return readLedger(ledgerFolder(options));
}

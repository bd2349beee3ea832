export { openLedger, type OpenLedgerOptions } from './ledger/open-ledger.ts';

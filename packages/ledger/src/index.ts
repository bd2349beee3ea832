export { decodeLeaf, encodeLeaf, MAX_RECORD_BYTES, recordId, recordIndex } from './record.ts';
export { createLedgerWriter, type LedgerWriter, type LedgerWriterOptions, type LogStorage } from './writer.ts';

export { appendDurably } from './append-durably.ts';
export {
  checkpointText,
  keyIdInput,
  parseCheckpoint,
  parseNote,
  signatureBy,
  signatureLine,
  toBase64,
  verifierKey,
  type Checkpoint,
  type NoteSignature,
  type SignedNote,
} from './note.ts';
export { proveConsistency, proveInclusion, type ProofSource, type ReadTile } from './proof.ts';
export { decodeLeaf, encodeLeaf, MAX_RECORD_BYTES, recordId, recordIndex, sealedSchema } from './record.ts';
export { createTreeHasher, HASH_BYTES, type Sha256, type TreeHasher } from './sha256.ts';
export { edgeTiles, entriesPath, TILE_BYTES, TILE_WIDTH, tileOf, tilePath, type Tile } from './tiles.ts';
export { createTree, isWholeEdge, rootOfEdge, type TileContent, type Tree } from './tree.ts';
export { verifyInclusion, type InclusionClaim, type InclusionVerdict, type VerifyPorts } from './verify-inclusion.ts';
export {
  createLedgerWriter,
  type Commit,
  type LedgerWriter,
  type LedgerWriterOptions,
  type LogBatch,
  type LogStorage,
  type SealedPart,
} from './writer.ts';

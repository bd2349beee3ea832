export { appendDurably } from './append-durably.ts';
export { toBase64 } from './base64.ts';
export {
  checkpointText,
  keyIdInput,
  parseCheckpoint,
  parseNote,
  signatureBy,
  signatureLine,
  verifierKey,
  type Checkpoint,
  type NoteKey,
  type NoteSignature,
  type SignedNote,
} from './note.ts';
export { proveConsistency, proveInclusion, type ProofSource, type ReadTile } from './proof.ts';
export { decodeLeaf, encodeLeaf, MAX_RECORD_BYTES, recordId, recordIndex, sealedSchema } from './record.ts';
export { createTreeHasher, HASH_BYTES, type Sha256, type TreeHasher } from './sha256.ts';
export { edgeTiles, entriesPath, TILE_BYTES, TILE_WIDTH, tileOf, tilePath, type Tile } from './tiles.ts';
export { createTree, isWholeEdge, rootOfEdge, type TileContent, type Tree } from './tree.ts';
export {
  encodeTimestampRequest,
  timestampQueryType,
  timestampReplyType,
} from './timestamp/encode-timestamp-request.ts';
export { DerError } from './timestamp/der.ts';
export { parseTimestampResponse, timestampInfoType, type TimestampToken } from './timestamp/parse-timestamp.ts';
export { isConsistent, type ConsistencyClaim, type TreeHead } from './verify-consistency.ts';
export { keyKinds, readVerifierKey, type KeyKind, type VerifierKey } from './verifier-key.ts';
export { encodeAddCheckpoint, parseAddCheckpoint, type AddCheckpoint } from './witness/add-checkpoint.ts';
export { cosignatureBy, cosignatureLine, cosignedText, type Cosignature } from './witness/cosignature.ts';
export { createWitness, type TreeHeads, type WitnessAnswer, type WitnessOptions } from './witness/create-witness.ts';
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

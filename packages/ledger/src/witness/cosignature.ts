import { concat } from '../concat.ts';
import { signatureLine, signatureOfLength, type NoteKey, type NoteSignature } from '../note.ts';

/** What a witness adds to a checkpoint (C2SP tlog-cosignature, `cosignature/v1`). */
export interface Cosignature {
  /** Seconds since 1970, by the witness's clock. */
  readonly time: number;
  readonly signature: Uint8Array;
}

const TIME_BYTES = 8;
/** Key id, time, an Ed25519 signature. */
const LINE_BYTES = 4 + TIME_BYTES + 64;

/** What a witness signs: that it saw this log grow without a change, and when. */
export function cosignedText(checkpoint: string, time: number): string {
  return `cosignature/v1\ntime ${time}\n${checkpoint}`;
}

/** The cosignature in a note by the key of this name and id, not judged yet. */
export function cosignatureBy(signatures: readonly NoteSignature[], key: NoteKey): Cosignature | undefined {
  const bytes = signatureOfLength(signatures, key, LINE_BYTES);
  if (bytes === undefined) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return { time: Number(time), signature: bytes.subarray(TIME_BYTES) };
}

export function cosignatureLine(key: NoteKey, { time, signature }: Cosignature): string {
  const stamp = new Uint8Array(TIME_BYTES);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  return signatureLine(key.name, key.keyId, concat(stamp, signature));
}

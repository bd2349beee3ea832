import { readBase64, toBase64 } from './base64.ts';
import { parseCheckpoint, signatureBy, type Checkpoint } from './note.ts';
import { createTreeHasher, HASH_BYTES, type Sha256, type TreeHasher } from './sha256.ts';
import { readVerifierKey } from './verifier-key.ts';

/** What shows that one record is in a log, as `audit prove` and the console give it. */
export interface InclusionClaim {
  readonly record: string;
  readonly index: number;
  /** Hashes from the leaf up, base64. */
  readonly proof: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
  /** `NAME+ID+BASE64`. */
  readonly verifierKey: string;
}

export interface VerifyPorts {
  readonly sha256: Sha256;
  readonly verifyEd25519: (check: {
    readonly signature: Uint8Array;
    readonly message: Uint8Array;
    readonly publicKey: Uint8Array;
  }) => boolean;
}

/** `why` names the first part that does not hold. */
export type InclusionVerdict =
  | { readonly ok: true; readonly size: number; readonly origin: string }
  | { readonly ok: false; readonly why: 'key' | 'checkpoint' | 'signature' | 'proof' };

/** Checks a claim from nothing but itself and the key: signature of the checkpoint first, then the path to its root. */
export function verifyInclusion(claim: InclusionClaim, { sha256, verifyEd25519 }: VerifyPorts): InclusionVerdict {
  const key = readVerifierKey(claim.verifierKey);
  if (key === undefined) return { ok: false, why: 'key' };
  const note = parseCheckpoint(claim.checkpoint);
  if (note === undefined) return { ok: false, why: 'checkpoint' };
  const signature = signatureBy(note.signatures, key);
  const message = new TextEncoder().encode(note.text);
  if (signature === undefined || !verifyEd25519({ signature, message, publicKey: key.publicKey }))
    return { ok: false, why: 'signature' };
  const root = rootFromPath(createTreeHasher(sha256), claim, note.checkpoint.size);
  if (root === undefined || toBase64(root) !== toBase64(note.checkpoint.root)) return { ok: false, why: 'proof' };
  return { ok: true, ...sizeAndOrigin(note.checkpoint) };
}

function sizeAndOrigin({ size, origin }: Checkpoint): { readonly size: number; readonly origin: string } {
  return { size, origin };
}

/** RFC 9162 §2.1.3.2. `undefined` when the path cannot be one of this record in a tree of this size. */
function rootFromPath(
  hasher: TreeHasher,
  { record, index, proof }: InclusionClaim,
  size: number,
): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
  let hash = new Uint8Array(HASH_BYTES);
  hasher.leafInto(hash, 0, record);
  let [at, last] = [index, size - 1];
  for (const encoded of proof) {
    const sibling = readHash(encoded);
    if (sibling === undefined || last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = new Uint8Array(hasher.node(sibling, hash));
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else {
      hash = new Uint8Array(hasher.node(hash, sibling));
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : undefined;
}

function readHash(encoded: string): Uint8Array | undefined {
  const bytes = readBase64(encoded);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}

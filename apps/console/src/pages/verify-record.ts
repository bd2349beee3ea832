import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { RecordProofView } from '@riad/contracts';
import { verifyInclusion, type InclusionVerdict } from '@riad/ledger';

hashes.sha512 = sha512;
const text = new TextEncoder();

/** Checks a record in this browser with the code of the command `audit`: the server is asked for the proof, not believed. */
export function verifyRecord(claim: RecordProofView): InclusionVerdict {
  return verifyInclusion(claim, {
    sha256: {
      into: (target, offset, data) => target.set(sha256(typeof data === 'string' ? text.encode(data) : data), offset),
    },
    verifyEd25519: ({ signature, message, publicKey }) => verify(signature, message, publicKey),
  });
}

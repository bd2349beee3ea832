import { createPublicKey, verify } from 'node:crypto';

import { HASH_BYTES, keyIdInput, readVerifierKey, type KeyKind, type VerifierKey } from '@riad/ledger';

import { nodeSha256 } from './node-crypto.ts';

/** Reads a verifier key; `undefined` when it is none, is of another kind or contradicts its own id. */
export function openVerifierKey(text: string, kind?: KeyKind): VerifierKey | undefined {
  const key = readVerifierKey(text, kind);
  if (key === undefined) return undefined;
  const digest = new Uint8Array(HASH_BYTES);
  nodeSha256.into(digest, 0, keyIdInput(key.name, key.publicKey, key.kind));
  return key.keyId.every((byte, place) => byte === digest[place]) ? key : undefined;
}

export function isSignedBy({ publicKey }: VerifierKey, text: string, signature: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, signature);
}

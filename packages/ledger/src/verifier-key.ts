import { readBase64 } from './base64.ts';

/** A verifier key (C2SP signed-note), `NAME+ID+BASE64`: who signs, and which of two kinds of signature. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly kind: KeyKind;
}

/** The first byte of a key: Ed25519 over a note, or a witness's Ed25519 over a checkpoint and a time. */
export const keyKinds = { log: 1, witness: 4 } as const;
export type KeyKind = (typeof keyKinds)[keyof typeof keyKinds];

/** Does not compare the id with the key: that needs a hash. */
export function readVerifierKey(text: string, kind: KeyKind = keyKinds.log): VerifierKey | undefined {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const key = readBase64(encoded ?? '');
  if (name === undefined || id === undefined || key?.length !== 33 || key[0] !== kind) return undefined;
  const keyId = Uint8Array.from(id.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return { name, keyId, publicKey: key.subarray(1), kind };
}

import { hash, randomBytes } from 'node:crypto';

import { makeId, type KeyId } from '@riad/contracts';

const pattern = /^riad_(?<id>[a-z0-9]{12})_[A-Za-z0-9_-]{43}$/;

/** A key as its owner sees it once: `riad_ID_SECRET`, 256 random bits. */
export interface NewSecret {
  readonly id: KeyId;
  readonly secret: string;
  readonly hash: Buffer;
  readonly hint: string;
}

export function drawSecret(): NewSecret {
  const body = randomBytes(6).toString('hex');
  const secret = `riad_${body}_${randomBytes(32).toString('base64url')}`;
  return { id: makeId('key', body), secret, hash: hashSecret(secret), hint: `${secret.slice(0, 21)}…` };
}

/** A fast hash is right here: the secret is random, not a person's choice. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** The id inside a well-formed key. */
export function keyIdOf(secret: string): KeyId | undefined {
  const id = pattern.exec(secret)?.groups?.['id'];
  return id === undefined ? undefined : makeId('key', id);
}

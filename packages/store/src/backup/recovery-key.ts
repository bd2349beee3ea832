import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

import { PlatformError } from '@riad/contracts';

/**
 * Backups are sealed to a public key, so that a server that makes them every night holds nothing that opens them. The
 * recovery key is the private half (X25519): shown once, kept by people, apart from the server and from the backups.
 */
const KEY_BYTES = 32;
const CHECK_BYTES = 4;
const TAG_BYTES = 16;
const SECRET_PREFIX = 'riad-recovery-';
const RECIPIENT_PREFIX = 'riad-recipient-';
/** What stands before the 32 bytes of a private X25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
/** Each wrapping key is used once. */
const NONCE = Buffer.alloc(12);

export function createRecoveryKey(): { readonly recoveryKey: string; readonly recipient: string } {
  const { privateKey } = generateKeyPairSync('x25519');
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8.length);
  const text = Buffer.concat([secret, checkOf(secret)]).toString('base64url');
  return { recoveryKey: SECRET_PREFIX + text, recipient: recipientOf(createPublicKey(privateKey)) };
}

/** Fails with `backup.wrong_key` when a person mistyped it. */
export function readRecoveryKey(text: string): { readonly privateKey: KeyObject; readonly recipient: string } {
  const bytes = Buffer.from(text.trim().replace(SECRET_PREFIX, ''), 'base64url');
  const secret = bytes.subarray(0, KEY_BYTES);
  if (bytes.length !== KEY_BYTES + CHECK_BYTES || !bytes.subarray(KEY_BYTES).equals(checkOf(secret))) {
    throw new PlatformError('backup.wrong_key', 'this is not a recovery key: it is incomplete or mistyped', {
      remedy: `It begins with ${SECRET_PREFIX} and was shown once, when the first backup was made.`,
    });
  }
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' });
  return { privateKey, recipient: recipientOf(createPublicKey(privateKey)) };
}

/** What a file's header says about its key: it opens with the recovery key of `recipient` only. */
export interface WrappedKey {
  readonly recipient: string;
  readonly ephemeral: string;
  readonly wrapped: string;
}

/** A fresh key for one file. */
export function wrapFileKey(recipient: string): WrappedKey & { readonly key: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const ephemeral = rawOf(publicKey);
  const key = randomBytes(KEY_BYTES);
  const wrapping = wrappingKey({ privateKey, publicKey: publicKeyOf(recipient) }, ephemeral, recipient);
  const cipher = createCipheriv('aes-256-gcm', wrapping, NONCE);
  const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  return { recipient, ephemeral, wrapped, key };
}

/** Fails with `backup.wrong_key` when the file was sealed to another key. */
export function unwrapFileKey({ recipient, ephemeral, wrapped }: WrappedKey, recoveryKey: string): Buffer {
  const own = readRecoveryKey(recoveryKey);
  if (own.recipient !== recipient) {
    throw new PlatformError('backup.wrong_key', 'this recovery key does not open this backup', {
      remedy: `It was sealed to ${recipient}; the key that was given is the one of ${own.recipient}.`,
    });
  }
  const publicKey = publicKeyOf(RECIPIENT_PREFIX + ephemeral);
  const wrapping = wrappingKey({ privateKey: own.privateKey, publicKey }, ephemeral, recipient);
  const bytes = Buffer.from(wrapped, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', wrapping, NONCE);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]);
}

/** Fails with `backup.wrong_key` when the text names no public key. */
export function publicKeyOf(recipient: string): KeyObject {
  const x = recipient.replace(RECIPIENT_PREFIX, '');
  if (recipient.startsWith(RECIPIENT_PREFIX) && Buffer.from(x, 'base64url').length === KEY_BYTES) {
    return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
  }
  throw new PlatformError('backup.wrong_key', 'this does not name a key that backups can be sealed to', {
    remedy: `It begins with ${RECIPIENT_PREFIX}.`,
  });
}

function wrappingKey(
  keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  ephemeral: string,
  recipient: string,
): Buffer {
  const salt = `${ephemeral} ${recipient}`;
  return Buffer.from(hkdfSync('sha256', diffieHellman(keys), salt, 'riad backup file key', KEY_BYTES));
}

function recipientOf(publicKey: KeyObject): string {
  return RECIPIENT_PREFIX + rawOf(publicKey);
}

function rawOf(publicKey: KeyObject): string {
  return publicKey.export({ format: 'jwk' }).x ?? '';
}

function checkOf(secret: Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest().subarray(0, CHECK_BYTES);
}

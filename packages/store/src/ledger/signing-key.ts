import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { keyIdInput, signatureLine, verifierKey } from '@riad/ledger';

/** Signs notes in the name of one log. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: KeyObject;
  /** What a verifier needs to know: `NAME+ID+BASE64`. */
  readonly verifierKey: string;
  /** The text, an empty line, and our signature. */
  signNote(text: string): string;
}

/** Fails with `ledger.invalid` when the file is not there or holds something else. */
export function loadSigner(file: string, name: string): NoteSigner {
  if (!existsSync(file)) {
    throw new PlatformError('ledger.invalid', `the key that signs the ledger ${name} is missing: ${file}`, {
      remedy: `Restore ${file} from the backup of the keys folder. Without it nothing can be added that the log's own key vouches for.`,
    });
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(file));
  } catch (cause) {
    throw damaged(file, cause);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw damaged(file);
  return signerOf(key, name);
}

/** Makes the key of a new log. */
export function createSigner(file: string, name: string): NoteSigner {
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true });
  renameSync(draft, file);
  return signerOf(privateKey, name);
}

function signerOf(privateKey: KeyObject, name: string): NoteSigner {
  const publicKey = createPublicKey(privateKey);
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const keyId = createHash('sha256').update(keyIdInput(name, raw)).digest().subarray(0, 4);
  return {
    name,
    keyId,
    publicKey,
    verifierKey: verifierKey({ name, keyId, publicKey: raw }),
    signNote: (text) => `${text}\n${signatureLine(name, keyId, sign(null, Buffer.from(text), privateKey))}`,
  };
}

function damaged(file: string, cause?: unknown): PlatformError {
  return new PlatformError('ledger.invalid', `${file} does not hold an Ed25519 key`, {
    cause,
    remedy: 'Restore it from the backup of the keys folder.',
  });
}

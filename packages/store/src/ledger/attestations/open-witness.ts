import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import {
  createTreeHasher,
  createWitness,
  keyIdInput,
  keyKinds,
  toBase64,
  verifierKey,
  type TreeHeads,
  type WitnessAnswer,
} from '@riad/ledger';
import { z } from 'zod';

import { nodeSha256 } from '../node-crypto.ts';
import { isSignedBy, openVerifierKey } from '../open-verifier-key.ts';

/** Signs along for the logs of others (C2SP tlog-witness): a key, and what it saw last of each log. */
export interface Witness {
  /** What those logs, and whoever verifies them, need to know: `NAME+ID+KEY`. */
  readonly verifierKey: string;
  /** The body of `POST /add-checkpoint`. Fails when what it saw cannot be kept: then nothing was signed. */
  answer(body: string): WitnessAnswer;
}

const headsSchema = z.record(z.string(), z.object({ size: z.int().nonnegative(), root: z.base64() }));

/** Opens the witness of a folder; its first opening makes the key. Fails with `request.invalid` for a log key that is none. */
export function openWitness({
  folder,
  name,
  logs,
  now = Date.now,
}: {
  readonly folder: string;
  /** Like `witness.ministry.example/riad`: stands in every signature. */
  readonly name: string;
  /** Verifier keys of the logs that it signs for. */
  readonly logs: readonly string[];
  readonly now?: () => number;
}): Witness {
  if (!/^[^\s+]+$/.test(name)) throw unusable('name', `${name || '(empty)'} is not a name: no space, no plus sign`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const privateKey = keyIn(join(folder, 'witness-key.pem'));
  const raw = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url');
  const keyId = createHash('sha256')
    .update(keyIdInput(name, raw, keyKinds.witness))
    .digest()
    .subarray(0, 4);
  return {
    verifierKey: verifierKey({ name, keyId, publicKey: raw, kind: keyKinds.witness }),
    answer: createWitness({
      key: { name, keyId },
      sign: (message) => sign(null, Buffer.from(message), privateKey),
      logs: logs.map((text) => {
        const key = openVerifierKey(text);
        if (key === undefined) throw unusable('log', `${text} is not the verifier key of a log`);
        return key;
      }),
      isSigned: (message, signature, key) => isSignedBy(key, message, signature),
      hasher: createTreeHasher(nodeSha256),
      now: () => Math.floor(now() / 1000),
      heads: headsIn(join(folder, 'heads.json')),
    }),
  };
}

function keyIn(file: string): KeyObject {
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey } = generateKeyPairSync('ed25519');
  replace(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return privateKey;
}

/** All in one small file, replaced as a whole before a signature goes out. */
function headsIn(file: string): TreeHeads {
  const heads = existsSync(file) ? headsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  return {
    find(origin) {
      const head = heads[origin];
      return head === undefined ? undefined : { size: head.size, root: Buffer.from(head.root, 'base64') };
    },
    keep({ origin, size, root }) {
      replace(file, JSON.stringify({ ...heads, [origin]: { size, root: toBase64(root) } }));
      heads[origin] = { size, root: toBase64(root) };
    },
  };
}

function replace(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

function unusable(field: string, message: string): PlatformError {
  return new PlatformError('request.invalid', message, {
    field,
    remedy: 'A log shows its key with ./riad audit checkpoint --verifier-key.',
  });
}

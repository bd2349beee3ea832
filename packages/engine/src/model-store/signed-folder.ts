import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

import { syncFolder, writeFileAtomically } from './files/atomic-file.ts';
import { readChunks } from './files/file-bytes.ts';
import { modelDamaged } from './store-failures.ts';
import { storedModelSchema, type StoredModel } from './store-index.ts';

/** What a folder that crosses an air gap says of its model; signed as the bytes of `manifest.json`. */
export interface FolderManifest {
  readonly format: 'riad-model-1';
  readonly model: StoredModel;
  readonly file: string;
}

const MANIFEST = 'manifest.json';
const SIGNATURE = 'manifest.sig';
const SIGNER = 'signer.pem';
const MAX_MANIFEST_BYTES = 64 * 1024;
const MAX_KEY_BYTES = 4096;

const manifestSchema: z.ZodType<FolderManifest> = z.strictObject({
  format: z.literal('riad-model-1'),
  model: storedModelSchema,
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,80}$/),
});

export interface SignedFolderOptions {
  readonly directory: string;
  readonly signingKey: KeyObject;
  /** Called when the folder is complete, before it appears; when it fails, the folder does not appear. */
  readonly announce: () => Promise<void>;
}

/** Writes `<directory>/<name>/`: the file, a manifest with its digest, the signature and the signer's public key. */
export async function writeSignedFolder(
  model: StoredModel,
  blob: string,
  { directory, signingKey, announce }: SignedFolderOptions,
): Promise<string> {
  if (signingKey.asymmetricKeyType !== 'ed25519' || signingKey.type !== 'private')
    throw new PlatformError('request.invalid', 'a model folder is signed with a private Ed25519 key', {
      field: 'signingKey',
    });
  const target = join(directory, model.name);
  if ((await stat(target).catch(() => undefined)) !== undefined)
    throw new PlatformError('request.invalid', `${target} is there already`, {
      field: 'path',
      remedy: 'Choose another folder, or move this one away.',
    });
  const draft = join(directory, `.${model.name}.partial`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const manifest: FolderManifest = { format: 'riad-model-1', model, file: `${model.name}.gguf` };
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await copyChecked(model, blob, join(draft, manifest.file));
  await writeFileAtomically(join(draft, MANIFEST), bytes);
  await writeFileAtomically(join(draft, SIGNATURE), `${sign(null, bytes, signingKey).toString('base64')}\n`);
  const publicKey = createPublicKey(signingKey);
  await writeFileAtomically(join(draft, SIGNER), publicKey.export({ type: 'spki', format: 'pem' }));
  await announce();
  await rename(draft, target);
  await syncFolder(directory);
  return target;
}

/** The manifest of a folder that a trusted key has signed; anything else fails with `model.untrusted`. */
export async function readSignedFolder(folder: string, trustedKeys: readonly KeyObject[]): Promise<FolderManifest> {
  const bytes = await readSmall(join(folder, MANIFEST), MAX_MANIFEST_BYTES);
  const signature = Buffer.from((await readSmall(join(folder, SIGNATURE), MAX_KEY_BYTES)).toString('latin1'), 'base64');
  const trusted = trustedKeys.some((key) => key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature));
  if (!trusted) throw await untrusted(folder, bytes, signature);
  const manifest = manifestSchema.safeParse(parseJson(bytes));
  if (manifest.success) return manifest.data;
  throw new PlatformError('model.damaged', `${join(folder, MANIFEST)} is signed but not one that this version reads`, {
    remedy: 'Import it with the version of Riad that wrote it, or a newer one.',
  });
}

/** Names a key in a form that two people can compare: SHA-256 of its SPKI encoding. */
export function keyFingerprint(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** A broken signature and an unknown signer need different remedies. */
async function untrusted(folder: string, bytes: Buffer, signature: Buffer): Promise<PlatformError> {
  const signer = await readSigner(folder);
  if (signer === undefined || !verify(null, bytes, signer, signature))
    return new PlatformError('model.untrusted', `the signature of ${folder} does not hold`, {
      remedy: 'The folder was changed or damaged on its way: have it exported again.',
    });
  return new PlatformError(
    'model.untrusted',
    `${folder} is signed by a key that is not trusted here: ${keyFingerprint(signer)}`,
    {
      remedy: 'Compare this fingerprint with the sender by another way, then trust the key.',
    },
  );
}

async function readSigner(folder: string): Promise<KeyObject | undefined> {
  try {
    const key = createPublicKey(await readSmall(join(folder, SIGNER), MAX_KEY_BYTES));
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    // No readable key beside the manifest: its signature cannot be checked at all.
    return undefined;
  }
}

async function readSmall(path: string, limit: number): Promise<Buffer> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true && found.size <= limit) return readFile(path);
  throw new PlatformError('model.untrusted', `${path} is missing or too large: this is no signed model folder`, {
    remedy: 'Import a GGUF file, or a folder that ./riad models export wrote.',
  });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // Told as a manifest that cannot be read.
    return undefined;
  }
}

/** What is signed must be what was verified: the digest is computed on the bytes that are written. */
async function copyChecked(model: StoredModel, blob: string, target: string): Promise<void> {
  const hash = createHash('sha256');
  const file = await open(target, 'wx', 0o600);
  try {
    for await (const chunk of readChunks(blob)) {
      hash.update(chunk);
      await file.appendFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (hash.digest('hex') !== model.sha256) throw modelDamaged(model.name, blob, 'has another digest than was stored');
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

import { createSigner, loadSigner, type NoteSigner } from './signing-key.ts';

const logSchema = z.object({
  id: z.string().regex(/^[a-z0-9]{8}$/),
  createdAt: z.string(),
  /** Absent in a log that was begun before logs were signed. */
  origin: z.string().optional(),
  verifierKey: z.string().optional(),
});
export type LogDescription = z.infer<typeof logSchema>;

const KEY_FILE = 'ledger-signing-key.pem';

/** The name and key of the log in this folder; a new log gets both. */
export function openIdentity({
  folder,
  keys,
  now,
}: {
  readonly folder: string;
  readonly keys: string;
  readonly now: number;
}): { readonly id: string; readonly signer: NoteSigner } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keyFile = join(keys, KEY_FILE);
  const known = existsSync(join(folder, 'log.json')) ? readDescription(folder) : beginDescription(now);
  const origin = known.origin ?? `riad/${known.id}`;
  const isNew = known.verifierKey === undefined;
  const signer = isNew && !existsSync(keyFile) ? createSigner(keyFile, origin) : loadSigner(keyFile, origin);
  if (isNew) writeDescription(folder, { ...known, origin, verifierKey: signer.verifierKey });
  else if (known.verifierKey !== signer.verifierKey) throw otherKey(keyFile, known);
  return { id: known.id, signer };
}

function beginDescription(now: number): LogDescription {
  return { id: randomBytes(4).toString('hex'), createdAt: new Date(now).toISOString() };
}

function otherKey(file: string, { id, verifierKey }: LogDescription): PlatformError {
  return new PlatformError('ledger.invalid', `${file} is not the key of the ledger ${id}`, {
    remedy: `Restore the key whose public half is ${verifierKey ?? ''} from the backup of the keys folder.`,
  });
}

/** Fails with `ledger.invalid` when the folder holds no log. */
export function readDescription(folder: string): LogDescription {
  const file = join(folder, 'log.json');
  try {
    return logSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new PlatformError('ledger.invalid', `${file} does not name a log`, {
      cause,
      remedy: 'Name the ledger folder of a data folder, or restore the file from a backup.',
    });
  }
}

function writeDescription(folder: string, description: LogDescription): void {
  const file = join(folder, 'log.json');
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(description)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

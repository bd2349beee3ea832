import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import { PlatformError, type Clock, type OrganisationId } from '@riad/contracts';
import { openCertificate, type Ledger } from '@riad/store';
import { z } from 'zod';

/** What was erased or put right, so that it is done again after a restore. */
export interface ErasureEntry {
  readonly request: string;
  readonly at: string;
  readonly identifiers: readonly string[];
  /** Absent: erased. */
  readonly replacement?: string;
}

export interface ErasureList {
  /** On disk before it returns. What is older than any backup may be is left out. */
  add(entry: Omit<ErasureEntry, 'at'>): void;
}

export interface ErasureListOptions {
  /** `ledger/erasures.txt` */
  readonly file: string;
  readonly signer: Pick<Ledger['signer'], 'name' | 'signNote' | 'verifierKey'>;
  readonly tenantKey: () => Uint8Array;
  readonly organisation: OrganisationId;
  readonly keepDays: () => number;
  readonly clock: Clock;
}

const TITLE = 'riad erasures';
const DAY_MS = 86_400_000;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const lineSchema = z.object({ request: z.string(), at: z.iso.datetime(), box: z.string() });
const contentSchema = z.object({ identifiers: z.array(z.string()), replacement: z.string().optional() });
type Line = z.infer<typeof lineSchema>;

/**
 * Signed by the ledger's key. Who was erased is sealed under the tenant's key, which a backup keeps apart: the list may lie
 * anywhere. A copy of it belongs off the machine, because a restore asks for it.
 */
export function createErasureList(options: ErasureListOptions): ErasureList {
  const { file, signer, tenantKey, organisation, keepDays, clock } = options;
  return {
    add({ request, ...content }) {
      const known = existsSync(file) ? readLines(readFileSync(file, 'utf8'), signer.verifierKey) : [];
      const oldest = clock.now() - keepDays() * DAY_MS;
      const line = {
        request,
        at: new Date(clock.now()).toISOString(),
        box: seal(content, { key: tenantKey(), organisation, request }),
      };
      const kept = [...known.filter(({ at }) => Date.parse(at) >= oldest), line];
      const draft = `${file}.new`;
      const text = [TITLE, ...kept.map((each) => JSON.stringify(each)), `log: ${signer.name}`].join('\n');
      writeFileSync(draft, signer.signNote(`${text}\n`), { mode: 0o600, flush: true });
      renameSync(draft, file);
    },
  };
}

/** Fails with `backup.erasures_needed` when the list is not the one of this ledger, or was changed. */
export function readErasureList(
  text: string,
  {
    verifierKey,
    tenantKey,
    organisation,
  }: { readonly verifierKey: string; readonly tenantKey: Uint8Array; readonly organisation: OrganisationId },
): readonly ErasureEntry[] {
  return readLines(text, verifierKey).map(({ request, at, box }) => ({
    request,
    at,
    ...unseal(box, { key: tenantKey, organisation, request }),
  }));
}

function readLines(text: string, verifierKey: string): readonly Line[] {
  const lines = openCertificate(text, verifierKey)?.split('\n').filter(Boolean);
  if (lines?.[0] !== TITLE) throw notOurs();
  return lines.slice(1, -1).map((line) => lineSchema.parse(JSON.parse(line)));
}

interface Box {
  readonly key: Uint8Array;
  readonly organisation: OrganisationId;
  readonly request: string;
}

function seal(content: Pick<ErasureEntry, 'identifiers' | 'replacement'>, { key, organisation, request }: Box): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', listKey(key), nonce);
  cipher.setAAD(Buffer.from(`${organisation} ${request}`));
  const sealed = [cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([nonce, ...sealed]).toString('base64url');
}

function unseal(box: string, { key, organisation, request }: Box): Pick<ErasureEntry, 'identifiers' | 'replacement'> {
  const bytes = Buffer.from(box, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', listKey(key), bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(`${organisation} ${request}`));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    const text = [decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)), decipher.final()];
    const { identifiers, replacement } = contentSchema.parse(JSON.parse(Buffer.concat(text).toString('utf8')));
    return { identifiers, ...(replacement === undefined ? {} : { replacement }) };
  } catch (cause) {
    throw notOurs(cause);
  }
}

function listKey(tenantKey: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', tenantKey, '', 'riad erasures', 32));
}

function notOurs(cause?: unknown): PlatformError {
  return new PlatformError('backup.erasures_needed', 'this is not the list of erasures that this ledger signed', {
    ...(cause === undefined ? {} : { cause }),
    remedy: 'Give the copy of ledger/erasures.txt that was kept after the last erasure.',
  });
}

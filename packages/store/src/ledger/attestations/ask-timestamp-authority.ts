import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { PlatformError } from '@riad/contracts';
import { encodeTimestampRequest, parseTimestampResponse, timestampQueryType } from '@riad/ledger';

import type { Post } from './post.ts';
import { verifyTimestamp } from './verify-timestamp.ts';

export interface TimestampAuthority {
  readonly url: string;
  readonly trusted: readonly X509Certificate[];
}

export interface Timestamp {
  /** The answer as it came, DER. */
  readonly response: Uint8Array;
  readonly time: Date;
  readonly authority: string;
}

const NONCE_BYTES = 8;

/** Has an authority put its time to these bytes (RFC 3161 over HTTP). Only their digest leaves. */
export async function askTimestampAuthority(
  { url, trusted }: TimestampAuthority,
  data: Uint8Array,
  post: Post,
): Promise<Timestamp> {
  const nonce = randomBytes(NONCE_BYTES);
  nonce[0] = ((nonce[0] ?? 0) % 0x7f) + 1;
  const digest = createHash('sha256').update(data).digest();
  const { status, body } = await post({
    url: new URL(url),
    contentType: timestampQueryType,
    body: encodeTimestampRequest({ digest, nonce }),
  });
  if (status !== 200) throw new Error(`it answered ${status}`);
  const verdict = verifyTimestamp({ response: body, data, trusted });
  if (!verdict.ok) throw new Error(`its answer was refused: ${verdict.why}`);
  if (!nonce.equals(parseTimestampResponse(body).nonce ?? Buffer.alloc(0)))
    throw new Error('its answer was refused: it is not to this question');
  return { response: body, time: verdict.time, authority: verdict.authority };
}

/** The certificates in a file, PEM. Fails with `settings.invalid` naming the field. */
export function readCertificates(file: string, field: string): readonly X509Certificate[] {
  try {
    const found = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    if (found.length === 0) throw new Error(`${file} holds no certificate`);
    return found.map((certificate) => new X509Certificate(certificate));
  } catch (cause) {
    throw new PlatformError('settings.invalid', `cannot read certificates from ${file}`, {
      cause,
      field,
      remedy: 'Give a file of certificates in PEM (-----BEGIN CERTIFICATE-----).',
    });
  }
}

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

import { PlatformError, type Egress, type Location } from '@riad/contracts';
import { createGuardedLookup } from '@riad/gateway';
import type { Post, PostAnswer, PostRequest } from '@riad/store';

/** Answers of witnesses and authorities are small. */
const MAX_ANSWER_BYTES = 256 * 1024;
const TIMEOUT_MS = 15_000;

export interface PostOutsideOptions {
  readonly egress: Egress;
  /** `witness:NAME`, `timestamp`. */
  readonly purpose: string;
  readonly location: Location;
  readonly timeoutMs?: number;
}

/** Sends a request through the egress port. Nothing is followed, and no connection is kept. */
export function postOutside({ egress, purpose, location, timeoutMs = TIMEOUT_MS }: PostOutsideOptions): Post {
  return async (request) => {
    const asked = { purpose, url: request.url, location };
    try {
      egress.assertAllowed(asked);
    } catch (error) {
      if (error instanceof PlatformError) throw new Error(error.message, { cause: error });
      throw error;
    }
    return send(request, { lookup: createGuardedLookup(egress, asked), signal: AbortSignal.timeout(timeoutMs) });
  };
}

interface SendOptions {
  readonly lookup: ReturnType<typeof createGuardedLookup>;
  readonly signal: AbortSignal;
}

function send({ url, contentType, body }: PostRequest, { lookup, signal }: SendOptions): Promise<PostAnswer> {
  const bytes = Buffer.from(body);
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(new Error(reasonOf(error, signal), { cause: error }));
    const call = open(url, {
      method: 'POST',
      agent: false,
      lookup,
      signal,
      headers: { 'content-type': contentType, 'content-length': bytes.length, 'user-agent': 'riad' },
    });
    call.on('error', fail);
    call.on('response', (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) call.destroy(new Error('its answer is too long'));
        else chunks.push(chunk);
      });
      answer.on('error', fail);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    call.end(bytes);
  });
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'it did not answer in time';
  if (!(error instanceof Error)) return 'it cannot be reached';
  if (error instanceof PlatformError) return error.message;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? error.message : `it cannot be reached (${code})`;
}

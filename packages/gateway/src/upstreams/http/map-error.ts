import { PlatformError, type ErrorCode } from '@riad/contracts';

import { ConnectionError, type ConnectionFault } from './connections/connection-error.ts';
import { asRecord } from './read-usage.ts';

/** Words that may be shown of what an upstream says about itself: names of codes and fields, never its sentences. */
const safeWord = /^[A-Za-z][A-Za-z0-9_.[\]-]{0,63}$/;

export interface Refusal {
  readonly upstream: string;
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** At most a few kilobytes of the body. */
  readonly body: Buffer;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * An upstream's refusal in our own words. Its sentences may repeat the prompt, a key or the name of a machine and go no
 * further; the code and the field at fault may.
 */
export function mapRefusal({ upstream, status, retryAfter, body, now }: Refusal): PlatformError {
  const { code, param } = readWords(body);
  const options = {
    ...(param === undefined ? {} : { field: param }),
    ...retryOption(readRetryAfter(retryAfter, now)),
  };
  if (code === 'context_length_exceeded')
    return new PlatformError(
      'request.context_length',
      'the request is longer than the model’s context window',
      options,
    );
  const said = code === undefined ? `${status}` : `${status} (${code})`;
  const { error, what, remedy } = meanings.get(status) ?? meaningOfClass(status);
  return new PlatformError(error, `${upstream} ${what.replace('%s', said)}`, {
    ...options,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

interface Meaning {
  readonly error: ErrorCode;
  /** `%s` stands for the status and code. */
  readonly what: string;
  readonly remedy?: string;
}

const wrongKey: Meaning = {
  error: 'upstream.rejected',
  what: 'does not accept this server’s key',
  remedy: 'An administrator must check the key of this upstream.',
};
const gaveUp: Meaning = { error: 'upstream.timeout', what: 'gave up with %s' };
const failed: Meaning = { error: 'upstream.failed', what: 'failed with %s' };
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [401, wrongKey],
  [403, wrongKey],
  [
    404,
    {
      error: 'upstream.rejected',
      what: 'does not know this model or path',
      remedy: 'An administrator must check the models and the address of this upstream.',
    },
  ],
  [408, gaveUp],
  [504, gaveUp],
  [409, failed],
  [425, failed],
  [413, { error: 'request.too_large', what: 'finds the request too large' }],
  [429, { error: 'upstream.rate_limited', what: 'asks for fewer requests' }],
]);

function meaningOfClass(status: number): Meaning {
  if (status >= 500) return failed;
  if (status >= 400) return { error: 'upstream.refused_request', what: 'refused the request with %s' };
  return { error: 'upstream.rejected', what: 'answered with %s, which is not an answer' };
}

function retryOption(seconds: number | undefined): { readonly retryAfterSeconds?: number } {
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}

function readWords(body: Buffer): { readonly code: string | undefined; readonly param: string | undefined } {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    // Not JSON, or cut off: there is nothing in it that may be shown.
    return { code: undefined, param: undefined };
  }
  const outer = asRecord(value);
  const inner = typeof outer['error'] === 'object' && outer['error'] !== null ? asRecord(outer['error']) : outer;
  return { code: word(inner['code']) ?? word(inner['type']), param: word(inner['param']) ?? firstLocation(outer) };
}

/** `{"detail":[{"loc":["body","temperature"]}]}`. */
function firstLocation(outer: Readonly<Record<string, unknown>>): string | undefined {
  const detail = Array.isArray(outer['detail']) ? asRecord(outer['detail'][0]) : {};
  const loc = Array.isArray(detail['loc']) ? detail['loc'] : [];
  return word(loc.filter((part) => part !== 'body').join('.'));
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && safeWord.test(value) ? value : undefined;
}

/** Seconds, from either form of the header. */
function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

/** What a failing connection means. The name of the fault is told, addresses are not. */
export function mapNetworkError(error: Error, upstream: string): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof ConnectionError) {
    const { error: code, what } = faults[error.fault];
    return new PlatformError(code, `${upstream} ${what}${saidBy(error.cause)}`, { cause: error });
  }
  return new PlatformError('upstream.unreachable', `${upstream} cannot be reached${saidBy(error)}`, { cause: error });
}

const faults: Readonly<Record<ConnectionFault, Meaning>> = {
  lost: { error: 'upstream.failed', what: 'closed the connection' },
  silent: { error: 'upstream.timeout', what: 'did not answer in time' },
  stalled: { error: 'upstream.timeout', what: 'fell silent in the middle of its answer' },
  'not-http': { error: 'upstream.failed', what: 'does not speak HTTP' },
};

/** The system's name of the fault, `ECONNREFUSED`. */
function saidBy(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
}

import { PlatformError } from '@riad/contracts';

import type { Operation } from '../upstreams/upstream.ts';

/** The one error body that both vendors' clients read: Mistral's top level, OpenAI's `error`, and `detail` for 422. */
export function errorBody(error: PlatformError): Readonly<Record<string, unknown>> {
  const { kind, message, field } = error;
  const code = 'openai' in kind && kind.openai !== undefined ? kind.openai : error.code;
  const text = error.remedy === undefined ? message : `${message}. ${error.remedy}`;
  const param = field ?? null;
  return {
    object: 'error',
    message: text,
    type: kind.type,
    param,
    code,
    raw_status_code: kind.status,
    ...(kind.status === 422
      ? { detail: [{ type: 'value_error', loc: ['body', ...fieldPath(field)], msg: text, input: null }] }
      : {}),
    error: { message: text, type: kind.type, param, code },
  };
}

/** `messages[0].content` → `['messages', 0, 'content']`. */
function fieldPath(field: string | undefined): readonly (string | number)[] {
  if (field === undefined) return [];
  return field
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Headers that go with it. */
export function errorHeaders(error: PlatformError): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-riad-error': error.code,
    'x-should-retry': error.kind.retryable ? 'true' : 'false',
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfterSeconds))) }),
  };
}

export interface StreamFacts {
  readonly id: string;
  readonly model: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly operation: Operation;
}

/**
 * The event that ends a stream truthfully after it began: a whole chunk for Mistral's client, which refuses anything else,
 * with `finish_reason` "error" and the top-level `error` that OpenAI's client raises. No `[DONE]` follows.
 */
export function streamErrorEvent(error: PlatformError, { operation, ...facts }: StreamFacts): Buffer {
  const text = operation === 'completion';
  const chunk = {
    ...facts,
    object: text ? 'text_completion' : 'chat.completion.chunk',
    choices: [{ index: 0, ...(text ? { text: '' } : { delta: { content: '' } }), finish_reason: 'error' }],
    error: errorBody(error)['error'],
  };
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
}

/** Expected errors as they are; anything else without its details. */
export function asPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError('server.internal', 'an unexpected error occurred', { cause: error });
}

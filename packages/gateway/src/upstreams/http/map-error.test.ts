import { expect, test } from 'vitest';

import { mapRefusal } from './map-error.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const refuse = (status: number, body: unknown = {}, retryAfter?: string) =>
  mapRefusal({ upstream: 'other', status, retryAfter, body: Buffer.from(JSON.stringify(body)), now });

test.each([
  [400, 'upstream.refused_request', 400],
  [401, 'upstream.rejected', 502],
  [403, 'upstream.rejected', 502],
  [404, 'upstream.rejected', 502],
  [413, 'request.too_large', 413],
  [422, 'upstream.refused_request', 400],
  [429, 'upstream.rate_limited', 429],
  [500, 'upstream.failed', 502],
  [503, 'upstream.failed', 502],
  [504, 'upstream.timeout', 504],
  [302, 'upstream.rejected', 502],
])('a refusal with %i is told as %s', (status, code, ours) => {
  const error = refuse(status);
  expect(error.code).toBe(code);
  expect(error.kind.status).toBe(ours);
});

test('the code and the field go on, sentences that may repeat the prompt do not', () => {
  const error = refuse(400, { error: { message: 'You wrote: Amina', code: 'invalid_value', param: 'tools[0].type' } });
  expect(error.field).toBe('tools[0].type');
  expect(error.message).toBe('other refused the request with 400 (invalid_value)');
  const detail = refuse(422, { detail: [{ loc: ['body', 'temperature'], msg: 'Amina', input: 'Amina' }] });
  expect(detail).toMatchObject({ field: 'temperature' });
  expect(JSON.stringify(refuse(400, { error: { code: 'Amina said so', param: 'a b' } }))).not.toContain('Amina');
});

test('a context that is too long is told by its own code', () => {
  expect(refuse(400, { error: { code: 'context_length_exceeded' } }).code).toBe('request.context_length');
});

test('Retry-After is read in seconds and as a date', () => {
  expect(refuse(429, {}, '7').retryAfterSeconds).toBe(7);
  expect(refuse(503, {}, 'Thu, 01 Jan 2026 00:00:09 GMT').retryAfterSeconds).toBe(9);
  expect(refuse(503, {}, 'soon').retryAfterSeconds).toBeUndefined();
});

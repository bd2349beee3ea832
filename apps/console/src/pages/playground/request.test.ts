import { expect, test } from 'vitest';

import { emptyDraft, makeRequest } from './request.ts';

test('empty fields are left out, so that the server’s own values hold', () => {
  expect(makeRequest('m', { ...emptyDraft, user: 'Salam', maxTokens: '' })).toEqual({
    body: { model: 'm', messages: [{ role: 'user', content: 'Salam' }] },
  });
});

test('numbers are read as people write them, and the first field that cannot be read is named', () => {
  expect(makeRequest('m', { ...emptyDraft, temperature: '0,7' }).body?.['temperature']).toBe(0.7);
  expect(makeRequest('m', { ...emptyDraft, topP: 'beaucoup' }).wrong).toBe('topP');
  expect(makeRequest('m', { ...emptyDraft, tools: '{}' }).wrong).toBe('tools');
  expect(makeRequest('m', { ...emptyDraft, schema: '[1' }).wrong).toBe('schema');
});

test('a schema becomes the format of the answer', () => {
  const { body } = makeRequest('m', { ...emptyDraft, schema: '{"type":"object"}' });
  expect(body?.['response_format']).toEqual({
    type: 'json_schema',
    json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
  });
});

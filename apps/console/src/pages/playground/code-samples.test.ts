import { expect, test } from 'vitest';

import { clients, sampleFor } from './code-samples.ts';
import { emptyDraft, makeRequest } from './request.ts';

const { body = {} } = makeRequest('qwen', {
  ...emptyDraft,
  user: "L'été à Fès",
  seed: '7',
  logprobs: true,
  schema: '{"type":"object","additionalProperties":false}',
});

test('every sample names the address and reads the key from the environment, never from the page', () => {
  for (const client of clients) {
    const sample = sampleFor(client, body, 'https://riad.example');
    expect(sample).toContain('https://riad.example');
    expect(sample).toContain('RIAD_API_KEY');
  }
});

test('an apostrophe does not end the shell’s text; Python has its own words for true and false', () => {
  expect(sampleFor('curl', body, 'http://h')).toContain(String.raw`L'\''été`);
  expect(sampleFor('python-openai', body, 'http://h')).toContain('"additionalProperties": False');
  expect(sampleFor('python-openai', body, 'http://h')).toContain('logprobs=True,');
});

test('Mistral’s clients are given their own names', () => {
  expect(sampleFor('python-mistral', body, 'http://h')).toContain('random_seed=7,');
  const sample = sampleFor('typescript-mistral', body, 'http://h');
  expect(sample).toContain('"randomSeed": 7');
  expect(sample).toContain('"schemaDefinition"');
  expect(sample).not.toContain('logprobs');
});

import type { RequestSummary } from '@riad/gateway';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createMetrics, type Metrics } from './metrics.ts';

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics();
});
afterEach(() => metrics.close());

function summaryWith(own: Partial<RequestSummary>): RequestSummary {
  return {
    operation: 'chat',
    model: 'small',
    target: 'embedded',
    outcome: 'ok',
    durationMs: 500,
    firstByteMs: 100,
    promptTokens: 20,
    completionTokens: 5,
    surrogates: { restored: 0, unknown: 0 },
    ...own,
  };
}

const labels = 'gen_ai_operation_name="chat",gen_ai_provider_name="riad",gen_ai_request_model="small"';

test('durations and tokens are histograms under the names and bounds of the conventions', () => {
  metrics.record(summaryWith({}));
  const lines = metrics.text().split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE gen_ai_client_operation_duration_seconds histogram',
      `gen_ai_client_operation_duration_seconds_bucket{${labels},le="0.32"} 0`,
      `gen_ai_client_operation_duration_seconds_bucket{${labels},le="0.64"} 1`,
      `gen_ai_client_operation_duration_seconds_sum{${labels}} 0.5`,
      `gen_ai_client_operation_time_to_first_chunk_seconds_count{${labels}} 1`,
      '# TYPE gen_ai_client_token_usage histogram',
      `gen_ai_client_token_usage_bucket{${labels},gen_ai_token_type="input",le="16"} 0`,
      `gen_ai_client_token_usage_bucket{${labels},gen_ai_token_type="input",le="64"} 1`,
      `gen_ai_client_token_usage_sum{${labels},gen_ai_token_type="output"} 5`,
    ]),
  );
});

test.each([
  ['completion', 'text_completion'],
  ['fim', 'text_completion'],
  ['embedding', 'embeddings'],
] as const)('%s is called %s', (operation, name) => {
  metrics.record(summaryWith({ operation }));
  expect(metrics.text()).toContain(`gen_ai_operation_name="${name}"`);
});

test('a failure has its code and no tokens; a remote target is its own provider', () => {
  metrics.record(summaryWith({ outcome: 'upstream.timeout', target: 'elsewhere', firstByteMs: undefined }));
  metrics.refused('key.invalid');
  const text = metrics.text();
  expect(text).toContain('gen_ai_provider_name="elsewhere",gen_ai_request_model="small",error_type="upstream.timeout"');
  expect(text).not.toContain('gen_ai_client_token_usage_bucket');
  expect(text).toContain('riad_requests_refused_total{error_type="key.invalid"} 1');
});

test('every line is a comment, or a name with its labels and a number, as Prometheus reads it', () => {
  metrics.record(summaryWith({ model: 'a "b"\n\\c' }));
  for (const line of metrics.text().trimEnd().split('\n'))
    expect(line).toMatch(/^(?:# TYPE \w+ (?:histogram|counter|gauge|summary)|\w+(?:\{[^\n]*\})? -?[\d.e+-]+)$/);
});

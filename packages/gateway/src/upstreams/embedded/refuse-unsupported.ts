import type { JsonObject, JsonValue } from '@riad/contracts';

import { isEmpty, unsupported } from './json-fields.ts';

interface Refusal {
  /** A value that asks for nothing special: many clients send every parameter they know. */
  readonly harmless: (value: JsonValue, body: JsonObject) => boolean;
  readonly remedy?: string;
}

const never = (): boolean => false;
const is =
  (...values: readonly JsonValue[]) =>
  (value: JsonValue): boolean =>
    values.includes(value);
const own = 'Ask for a JSON schema, a regular expression (guided_regex) or a choice (guided_choice).';

/**
 * Parameters of both vendors' APIs and of vLLM that change what is answered and that models of this machine cannot
 * honour. Whatever has no such meaning (`user`, `metadata`, `store`, `service_tier`, `prediction` …) is ignored.
 */
const generationRefusals: Readonly<Record<string, Refusal>> = {
  best_of: { harmless: (value, body) => value === (body['n'] ?? 1), remedy: 'Ask for several answers with n.' },
  min_tokens: { harmless: is(0) },
  ignore_eos: { harmless: is(false) },
  repetition_penalty: { harmless: is(1), remedy: 'Use frequency_penalty or presence_penalty.' },
  length_penalty: { harmless: is(1) },
  use_beam_search: { harmless: is(false) },
  stop_token_ids: { harmless: isEmpty, remedy: 'Use stop with the text of the tokens.' },
  bad_words: { harmless: isEmpty, remedy: 'Use logit_bias.' },
  prompt_logprobs: { harmless: never, remedy: 'Use a text completion with echo and logprobs.' },
  truncate_prompt_tokens: { harmless: never, remedy: 'Shorten the prompt; Riad never cuts a text silently.' },
  add_special_tokens: { harmless: is(true), remedy: 'Send the prompt as token ids to decide about every token.' },
  guided_grammar: { harmless: isEmpty, remedy: own },
  chat_template: { harmless: isEmpty, remedy: 'Render the conversation yourself and use a text completion.' },
  documents: { harmless: isEmpty, remedy: 'Put the documents into a message.' },
  guardrails: {
    harmless: isEmpty,
    remedy: 'The policy of your organisation decides; its findings are in x-riad-guard.',
  },
  safe_prompt: { harmless: is(false), remedy: 'Write the instruction as a system message.' },
  web_search_options: { harmless: never },
  modalities: {
    harmless: (value) => Array.isArray(value) && value.every((modality) => modality === 'text'),
    remedy: 'Models of this machine write text.',
  },
};

const embeddingRefusals: Readonly<Record<string, Refusal>> = {
  output_dtype: { harmless: is('float'), remedy: 'Vectors are 32-bit floats.' },
  truncate_prompt_tokens: { harmless: never, remedy: 'Split the text; Riad never cuts a text silently.' },
};

const rerankRefusals: Readonly<Record<string, Refusal>> = {
  max_tokens_per_doc: { harmless: never, remedy: 'Split the passages; Riad never cuts a text silently.' },
  max_chunks_per_doc: { harmless: never, remedy: 'Split the passages; Riad never cuts a text silently.' },
  truncate_prompt_tokens: { harmless: never, remedy: 'Split the passages; Riad never cuts a text silently.' },
};

const tokenizeRefusals: Readonly<Record<string, Refusal>> = {
  add_generation_prompt: { harmless: is(true), remedy: 'A conversation is counted as it would be answered.' },
  chat_template: { harmless: isEmpty },
};

const refusals = {
  generation: generationRefusals,
  embedding: embeddingRefusals,
  rerank: rerankRefusals,
  tokenize: tokenizeRefusals,
};

/** Fails with `request.unsupported`, naming the first parameter that cannot be honoured. */
export function refuseUnsupported(body: JsonObject, operation: keyof typeof refusals): void {
  const table: Readonly<Record<string, Refusal>> = refusals[operation];
  for (const [field, { harmless, remedy }] of Object.entries(table)) {
    const value = body[field];
    if (value === undefined || value === null || harmless(value, body)) continue;
    throw unsupported(field, remedy);
  }
}

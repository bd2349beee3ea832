import type { EngineBackend, JsonObject } from '@riad/contracts';

import type { GuardedRequest } from '../upstream.ts';
import type { OneAnswer } from './answer-once.ts';
import { invalid, list } from './json-fields.ts';
import { readTokenizePrompt } from './read-request.ts';

/** vLLM's `/tokenize`, which evaluation harnesses call. */
export async function tokenize(engine: EngineBackend, { model, body }: GuardedRequest): Promise<OneAnswer> {
  const prompt = readTokenizePrompt(body);
  const { tokens, texts, contextLength } = await engine.tokenize(model, prompt, body['add_special_tokens'] !== false);
  return {
    value: {
      count: tokens.length,
      max_model_len: contextLength,
      tokens,
      token_strs: body['return_token_strs'] === true ? texts : null,
    },
  };
}

/** vLLM's `/detokenize`. */
export async function detokenize(engine: EngineBackend, { model, body }: GuardedRequest): Promise<OneAnswer> {
  return { value: { prompt: await engine.detokenize(model, readTokens(body)) } };
}

function readTokens(body: JsonObject): readonly number[] {
  return list(body['tokens']).map((token, index) => {
    if (typeof token === 'number') return token;
    throw invalid(`tokens[${index}]`, 'must be a token id');
  });
}

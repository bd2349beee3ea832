import type { JsonObject, JsonValue, Sampling } from '@riad/contracts';

import { invalid, isObject, list, numberAt } from './json-fields.ts';

/** Sampling when a request says nothing: what Mistral's own chat models run at. Zero is greedy. */
const DEFAULT_TEMPERATURE = 0.7;
const MAX_STOPS = 16;

export function readSampling(body: JsonObject): Sampling {
  const optional: Readonly<Record<string, number | undefined>> = {
    topK: readTopK(body),
    minP: readMinP(body),
    seed: numberAt(body, 'seed') ?? numberAt(body, 'random_seed'),
    presencePenalty: numberAt(body, 'presence_penalty'),
    frequencyPenalty: numberAt(body, 'frequency_penalty'),
  };
  const bias = body['logit_bias'];
  return {
    temperature: numberAt(body, 'temperature') ?? DEFAULT_TEMPERATURE,
    topP: numberAt(body, 'top_p') ?? 1,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    ...(isObject(bias) && Object.keys(bias).length > 0 ? { logitBias: readBias(bias) } : {}),
  };
}

export function readMaxTokens(body: JsonObject): number | undefined {
  return numberAt(body, 'max_completion_tokens') ?? numberAt(body, 'max_tokens');
}

/** One string or several; empty ones would stop everything and are left out. */
export function readStop(body: JsonObject): readonly string[] {
  const { stop } = body;
  const stops = (typeof stop === 'string' ? [stop] : list(stop)).filter(isText);
  if (stops.length > MAX_STOPS) throw invalid('stop', `at most ${MAX_STOPS} strings`);
  return stops;
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string' && value !== '';
}

/** vLLM writes "no limit" as 0 or −1. */
function readTopK(body: JsonObject): number | undefined {
  const topK = numberAt(body, 'top_k');
  if (topK === undefined || topK === 0 || topK === -1) return undefined;
  if (Number.isInteger(topK) && topK > 0) return topK;
  throw invalid('top_k', 'must be a whole number above 0, or -1 for no limit');
}

function readMinP(body: JsonObject): number | undefined {
  const minP = numberAt(body, 'min_p');
  if (minP === undefined || (minP >= 0 && minP <= 1)) return minP;
  throw invalid('min_p', 'must be between 0 and 1');
}

function readBias(bias: JsonObject): ReadonlyMap<number, number> {
  return new Map(
    Object.entries(bias).map(([token, value]) => {
      const field = `logit_bias.${token.slice(0, 20)}`;
      if (!/^\d{1,7}$/.test(token)) throw invalid(field, 'must be named by a token id');
      if (typeof value !== 'number' || value < -100 || value > 100)
        throw invalid(field, 'must be between -100 and 100');
      return [Number(token), value];
    }),
  );
}

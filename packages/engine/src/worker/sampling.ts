import type { TokenLogprob } from '@riad/contracts';

import type { WireGenerateRequest } from '../protocol/messages.ts';
import type { LogitIndex, NativeContext, NativeSampler } from './native.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface SampledToken {
  readonly token: number;
  readonly logprob?: TokenLogprob;
}

/** Seeds are unsigned 32-bit numbers; the highest one means "random" to llama.cpp. */
export const MAX_SEED = 0xffff_ffff;

/** Whether the configuration changes with every token. */
export function isPenalised({ presencePenalty, frequencyPenalty }: WireGenerateRequest['sampling']): boolean {
  return (presencePenalty ?? 0) !== 0 || (frequencyPenalty ?? 0) !== 0;
}

/** The addon's sampler configuration for one request. `generated` feeds the penalties, as OpenAI counts them: the answer only. */
export function samplerConfig(
  sampling: WireGenerateRequest['sampling'],
  grammarState: unknown,
  generated: readonly number[],
): Readonly<Record<string, unknown>> {
  const { temperature, topP, topK, minP, seed, presencePenalty, frequencyPenalty, logitBias } = sampling;
  return {
    temperature,
    topP,
    topK: topK ?? 0,
    minP: minP ?? 0,
    seed: Math.abs(Math.trunc(seed ?? 0)) % MAX_SEED,
    ...(grammarState === undefined ? {} : { grammarEvaluationState: grammarState }),
    ...(isPenalised(sampling)
      ? {
          repeatPenalty: 1,
          repeatPenaltyMaxTokens: generated.length,
          repeatPenaltyTokens: Uint32Array.from(generated),
          repeatPenaltyPresencePenalty: presencePenalty ?? 0,
          repeatPenaltyFrequencyPenalty: frequencyPenalty ?? 0,
        }
      : {}),
    ...(logitBias === undefined
      ? {}
      : {
          tokenBiasKeys: Uint32Array.from(logitBias.map(([token]) => token)),
          tokenBiasValues: Float32Array.from(logitBias.map(([, bias]) => bias)),
        }),
  };
}

export interface SampleOptions {
  readonly context: NativeContext;
  readonly sampler: NativeSampler;
  readonly vocabulary: Vocabulary;
  /** Absent: no logprobs. */
  readonly top: number | undefined;
}

/** Draws the next token, with its logprob and the best alternatives when asked. */
export async function sample(
  index: LogitIndex,
  { context, sampler, vocabulary, top }: SampleOptions,
): Promise<SampledToken> {
  if (top === undefined) return { token: await context.sampleToken(index, sampler) };
  const [token, , , logits, weight] = await context.sampleToken(
    index,
    sampler,
    false,
    false,
    [[], true, false, true, top],
    true,
  );
  return { token, logprob: describe(token, pairsOf(logits), { weight, top, vocabulary }) };
}

/** The logprob of a token that was given, not drawn: the prompt's own, for `echo`. */
export async function score(
  index: LogitIndex,
  token: number,
  { context, sampler, vocabulary, top }: SampleOptions,
): Promise<TokenLogprob> {
  const [, , , logits, weight] = await context.sampleToken(
    index,
    sampler,
    false,
    false,
    [[token], true, false, false, top ?? 0],
    true,
  );
  return describe(token, pairsOf(logits), { weight, top: top ?? 0, vocabulary });
}

function pairsOf(flat: readonly number[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.set(flat[at] ?? 0, flat[at + 1] ?? 0);
  return pairs;
}

/** `weight` is the sum of exp(logit − max) over the vocabulary, so a logprob is logit − max − ln(weight). */
function describe(
  token: number,
  logits: ReadonlyMap<number, number>,
  facts: { readonly weight: number; readonly top: number; readonly vocabulary: Vocabulary },
): TokenLogprob {
  const highest = Math.max(...logits.values());
  const norm = highest + Math.log(facts.weight);
  const present = (id: number, logit: number): Omit<TokenLogprob, 'top'> => {
    const bytes = facts.vocabulary.bytes(id);
    const text = facts.vocabulary.controlText(id) ?? new TextDecoder().decode(bytes);
    return { token: text, tokenId: id, bytes: [...bytes], logprob: Math.min(0, logit - norm) };
  };
  const best = [...logits].toSorted(([, left], [, right]) => right - left).slice(0, facts.top);
  return {
    ...present(token, logits.get(token) ?? Number.NEGATIVE_INFINITY),
    top: best.map(([id, logit]) => present(id, logit)),
  };
}

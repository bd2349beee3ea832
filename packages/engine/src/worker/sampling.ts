import type { TokenLogprob } from '@riad/contracts';

import type { WireGenerateRequest } from '../protocol/messages.ts';
import type { LogitIndex, NativeContext, NativeSampler } from './driver/addon.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface SampledToken {
  readonly token: number;
  readonly logprob?: TokenLogprob;
}

/** Seeds are unsigned 32-bit numbers; the highest one means "random" to llama.cpp. */
export const MAX_SEED = 0xffff_ffff;

/**
 * The addon's sampler configuration for one request. Penalties count the answer only, as OpenAI's do: their window holds
 * a whole context and starts empty. What a request leaves open is left out: a top-k of everything sorts the vocabulary.
 */
export function samplerConfig(
  sampling: WireGenerateRequest['sampling'],
  grammarState: unknown,
  contextLength: number,
): Readonly<Record<string, unknown>> {
  const { temperature, topP, topK, minP, seed, logitBias } = sampling;
  return {
    temperature,
    topP,
    ...(topK === undefined || topK <= 0 ? {} : { topK }),
    ...(minP === undefined ? {} : { minP }),
    seed: Math.abs(Math.trunc(seed ?? 0)) % MAX_SEED,
    ...(grammarState === undefined ? {} : { grammarEvaluationState: grammarState }),
    ...penalties(sampling, contextLength),
    ...(logitBias === undefined
      ? {}
      : {
          tokenBiasKeys: Uint32Array.from(logitBias.map(([token]) => token)),
          tokenBiasValues: Float32Array.from(logitBias.map(([, bias]) => bias)),
        }),
  };
}

function penalties(
  { presencePenalty, frequencyPenalty }: WireGenerateRequest['sampling'],
  contextLength: number,
): Readonly<Record<string, unknown>> {
  if ((presencePenalty ?? 0) === 0 && (frequencyPenalty ?? 0) === 0) return {};
  return {
    repeatPenalty: 1,
    repeatPenaltyMaxTokens: contextLength,
    repeatPenaltyTokens: new Uint32Array(),
    repeatPenaltyPresencePenalty: presencePenalty ?? 0,
    repeatPenaltyFrequencyPenalty: frequencyPenalty ?? 0,
  };
}

export interface Scorer {
  /** The logprob of `token` at one position and the `top` best ones, under the model's own distribution: before temperature, penalties, bias and grammar. */
  score(index: LogitIndex, token: number, top: number): Promise<TokenLogprob>;
}

interface ScorerOptions {
  readonly context: NativeContext;
  readonly createSampler: () => NativeSampler;
  readonly vocabulary: Vocabulary;
}

/** One at a time: its samplers hold the candidates of the position they look at. */
export function createScorer({ context, createSampler, vocabulary }: ScorerOptions): Scorer {
  const greedy = createSampler();
  greedy.applyConfig({ temperature: 0 });
  const best = createSampler();

  /** The best tokens by a bounded heap: asking the first sampler for them would sort the vocabulary, four times as slow. */
  async function bestTokens(index: LogitIndex, top: number): Promise<ReadonlyMap<number, number>> {
    best.applyConfig({ temperature: 1, topK: top, seed: 1 });
    const [, , , pairs] = await context.sampleToken(index, best, false, false, [[], false, false, false, top], false);
    return pairsOf(pairs);
  }

  return {
    async score(index, token, top) {
      const [highest, , , pairs, weight] = await context.sampleToken(
        index,
        greedy,
        false,
        false,
        [[token], false, false, true, 0],
        true,
      );
      const logits = pairsOf(pairs);
      // `weight` is the sum of exp(logit − max) over the vocabulary, so a logprob is logit − max − ln(weight).
      const norm = (logits.get(highest) ?? 0) + Math.log(weight);
      const leaders =
        top > 1 ? await bestTokens(index, top) : new Map(top === 1 ? [[highest, logits.get(highest) ?? 0]] : []);
      const present = (id: number, logit: number): Omit<TokenLogprob, 'top'> => ({
        token: vocabulary.text(id),
        tokenId: id,
        bytes: [...vocabulary.bytes(id)],
        logprob: Math.min(0, logit - norm),
      });
      return {
        ...present(token, logits.get(token) ?? Number.NEGATIVE_INFINITY),
        top: [...leaders].toSorted(([, left], [, right]) => right - left).map(([id, logit]) => present(id, logit)),
      };
    },
  };
}

function pairsOf(flat: readonly number[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.set(flat[at] ?? 0, flat[at + 1] ?? 0);
  return pairs;
}

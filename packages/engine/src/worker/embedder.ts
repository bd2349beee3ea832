import { PlatformError } from '@riad/contracts';

import type { WorkerFacts, WorkerSetup } from '../protocol/messages.ts';
import { loadNativeModel } from './native.ts';

/** A loaded embedding model. */
export interface Embedder {
  readonly facts: WorkerFacts;
  embed(
    inputs: readonly (string | readonly number[])[],
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly promptTokens: number }>;
  tokenize(text: string): readonly number[];
}

export async function openEmbedder(setup: WorkerSetup): Promise<Embedder> {
  const native = await loadNativeModel(setup.path, setup.threads);
  const convention = setup.embedding ?? { maxTokens: native.model.trainContextSize };
  const context = await native.model.createEmbeddingContext({
    contextSize: convention.maxTokens,
    batchSize: convention.maxTokens,
    threads: setup.threads,
  });

  const tokenize = (text: string): readonly number[] => [
    ...(convention.first === undefined ? [] : [convention.first]),
    ...native.model.tokenize(text.normalize('NFKC'), false),
    ...(convention.last === undefined ? [] : [convention.last]),
  ];

  async function embedOne(
    input: string | readonly number[],
    position: number,
  ): Promise<{ vector: Float32Array; tokens: number }> {
    const tokens = typeof input === 'string' ? tokenize(input) : input;
    if (tokens.length === 0)
      throw new PlatformError('request.invalid', 'an empty text has no embedding', { field: `input[${position}]` });
    if (tokens.length > convention.maxTokens) {
      throw new PlatformError(
        'request.context_length',
        `text ${position} has ${tokens.length} tokens and this model reads ${convention.maxTokens}`,
        {
          field: `input[${position}]`,
          remedy: 'Split it; Riad never cuts a text silently.',
        },
      );
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library brands its tokens
    const embedding = await context.getEmbeddingFor([...tokens] as Parameters<typeof context.getEmbeddingFor>[0]);
    return { vector: Float32Array.from(embedding.vector), tokens: tokens.length };
  }

  return {
    facts: {
      contextLength: convention.maxTokens,
      supportsTools: false,
      supportsFim: false,
      dimensions: native.model.embeddingVectorSize,
    },
    tokenize,
    async embed(inputs) {
      const vectors: Float32Array[] = [];
      let promptTokens = 0;
      for (const [position, input] of inputs.entries()) {
        const { vector, tokens } = await embedOne(input, position);
        vectors.push(vector);
        promptTokens += tokens;
      }
      return { vectors, promptTokens };
    },
  };
}

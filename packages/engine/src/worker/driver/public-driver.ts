import {
  getLlama,
  LlamaGrammarEvaluationState,
  LlamaLogLevel,
  type LlamaGrammar,
  type LlamaModel,
} from 'node-llama-cpp';

import { asTokens } from './as-tokens.ts';
import type { ModelDriver } from './driver.ts';
import { createPublicScheduler } from './public-scheduler.ts';
import { refusedGrammar } from './refused-grammar.ts';
import type { RawTokenizer } from './tokenizer.ts';

/**
 * A model behind node-llama-cpp's own evaluation loop. About half as fast with many requests at a time, and without
 * logprobs and adapters: for machines or versions where the bare addon does not fit.
 */
export async function openPublicDriver(path: string, threads: number): Promise<ModelDriver> {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: threads,
    logLevel: LlamaLogLevel.error,
    logger: (level, message) => process.stderr.write(`${level}: ${message}\n`),
  });
  const model = await llama.loadModel({ modelPath: path });
  return {
    kind: 'public',
    tokenizer: createTokenizer(model),
    trainContextLength: model.trainContextSize,
    embeddingLength: model.embeddingVectorSize,
    async openScheduler(options) {
      const context = await model.createContext({
        contextSize: options.contextLength,
        sequences: options.slots,
        batchSize: options.batchSize,
        threads: options.threads,
      });
      return createPublicScheduler({ ...options, model, context });
    },
    async openEncoder({ maxTokens, threads: encoderThreads, ranking }) {
      const sizes = { contextSize: maxTokens, batchSize: maxTokens, threads: encoderThreads };
      if (ranking) throw new Error('this way of running models does not rank');
      const context = await model.createEmbeddingContext(sizes);
      return async (tokens) => Float32Array.from((await context.getEmbeddingFor(asTokens(tokens))).vector);
    },
    async createGrammarState(text) {
      return new LlamaGrammarEvaluationState({ model, grammar: await parse(text) });
    },
  };

  async function parse(text: string): Promise<LlamaGrammar> {
    try {
      return await llama.createGrammar({ grammar: text });
    } catch (error) {
      throw refusedGrammar(error);
    }
  }
}

function createTokenizer(model: LlamaModel): RawTokenizer {
  const { bos, eos, sep, shouldPrependBosToken, shouldAppendEosToken } = model.tokens;
  const entries = model.fileInfo.metadata.tokenizer.ggml.tokens;
  return {
    kind: model.vocabularyType,
    bos: bos ?? undefined,
    eos: eos ?? undefined,
    separator: sep ?? undefined,
    addsBos: shouldPrependBosToken,
    addsEos: shouldAppendEosToken,
    tokenize: (text) => model.tokenize(text, false),
    entry: (token) => entries[token] ?? '',
    endsGeneration: (token) => model.isEogToken(asTokens([token])[0]),
  };
}

import { PlatformError } from '@riad/contracts';

import { checkAdapter } from '../../model-store/adapters/check-adapter.ts';
import { createScheduler } from '../scheduler.ts';
import { openAddon, type Addon, type AddonModel, type NativeAdapter, type NativeContext } from './addon.ts';
import type { ModelDriver } from './driver.ts';
import { refusedGrammar } from './refused-grammar.ts';
import type { RawTokenizer } from './tokenizer.ts';

/** llama.cpp gives every sequence a multiple of this. */
const CELL_STEP = 256;
const vocabularyKinds = ['none', 'spm', 'bpe', 'wpm', 'ugm', 'rwkv', 'plamo2'] as const;

/** A model on the bare addon: our own batches, sequences and threads. */
export async function openNativeDriver(path: string): Promise<ModelDriver> {
  const addon = await openAddon();
  const model = new addon.AddonModel(path, {
    addonExports: addon,
    gpuLayers: 0,
    vocabOnly: false,
    useMmap: true,
    checkTensors: false,
    lazyMode: false,
  });
  if (!(await model.init())) throw new PlatformError('model.damaged', 'the model file could not be loaded');
  return {
    kind: 'native',
    tokenizer: createTokenizer(model),
    trainContextLength: model.getTrainContextSize(),
    embeddingLength: model.getEmbeddingVectorSize(),
    async openScheduler(options) {
      const context = await openContext(addon, model, {
        contextSize: Math.ceil(options.contextLength / CELL_STEP) * CELL_STEP * options.slots,
        sequences: options.slots,
        batchSize: options.batchSize,
        threads: options.threads,
      });
      return createScheduler({
        ...options,
        context,
        createSampler: () => new addon.AddonSampler(model),
        async loadAdapter(file) {
          await checkAdapter(file, path);
          return loadAdapter(addon, model, file);
        },
      });
    },
    async openEncoder({ maxTokens, threads, ranking }) {
      const cells = Math.ceil(maxTokens / CELL_STEP) * CELL_STEP;
      const context = await openContext(addon, model, {
        contextSize: cells,
        sequences: 1,
        batchSize: cells,
        threads,
        embeddings: true,
        ranking,
      });
      return inTurn((tokens) => encode(context, tokens));
    },
    async createGrammarState(text) {
      try {
        const grammar = new addon.AddonGrammar(text, { addonExports: addon, rootRuleName: 'root' });
        return new addon.AddonGrammarEvaluationState(model, grammar);
      } catch (error) {
        throw refusedGrammar(error);
      }
    },
  };
}

async function openContext(
  addon: Addon,
  model: AddonModel,
  options: Readonly<Record<string, unknown>>,
): Promise<NativeContext> {
  const context = new addon.AddonContext(model, {
    flashAttention: 'auto',
    embeddings: false,
    ranking: false,
    performanceTracking: false,
    swaFullCache: false,
    ...options,
  });
  if (await context.init()) return context;
  throw new PlatformError('model.no_memory', 'there is not enough memory for the context of this model', {
    retryAfterSeconds: 30,
    remedy: 'Lower engine.contextLength or engine.parallel.',
  });
}

/** One text after the other, whoever asks: the context holds one batch, and computes it on a thread of its own. */
function inTurn<Input, Output>(work: (input: Input) => Promise<Output>): (input: Input) => Promise<Output> {
  let last: Promise<unknown> = Promise.resolve();
  return (input) => {
    const next = last.then(() => work(input));
    last = next.catch(() => undefined);
    return next;
  };
}

async function encode(context: NativeContext, tokens: readonly number[]): Promise<Float32Array> {
  context.disposeSequence(0);
  context.initBatch(tokens.length);
  context.addToBatch(0, 0, Uint32Array.from(tokens), Uint32Array.of(tokens.length - 1));
  await context.decodeBatch();
  return Float32Array.from(context.getEmbedding(tokens.length));
}

async function loadAdapter(addon: Addon, model: AddonModel, file: string): Promise<NativeAdapter> {
  const adapter = new addon.AddonModelLora(model, file);
  await model.loadLora(adapter);
  return adapter;
}

function createTokenizer(model: AddonModel): RawTokenizer {
  const known = (token: number): number | undefined => (token >= 0 ? token : undefined);
  const bos = known(model.tokenBos());
  const eos = known(model.tokenEos());
  return {
    kind: vocabularyKinds[model.getVocabularyType()] ?? 'none',
    bos,
    eos,
    separator: known(model.sepToken()),
    addsBos: bos !== undefined && model.shouldPrependBosToken(),
    addsEos: eos !== undefined && model.shouldAppendEosToken(),
    tokenize: (text) => [...model.tokenize(text, false)],
    entry: (token) => model.getTokenString(token),
    endsGeneration: (token) => model.isEogToken(token),
  };
}

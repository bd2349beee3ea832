import { PlatformError } from '@riad/contracts';
import {
  getLlama,
  LlamaLogLevel,
  type Llama,
  type LlamaContext,
  type LlamaGrammar,
  type LlamaModel,
} from 'node-llama-cpp';

declare const logitIndex: unique symbol;
/** Names one row of logits of the last decoded batch. */
export type LogitIndex = number & { readonly [logitIndex]: true };

/** The part of the addon's context object that the scheduler drives. Internal to node-llama-cpp: pinned exactly, probed at start. */
export interface NativeContext {
  initBatch(size: number): void;
  addToBatch(sequence: number, position: number, tokens: Uint32Array, logits: Uint32Array): ArrayLike<LogitIndex>;
  decodeBatch(): Promise<void>;
  sampleToken(index: LogitIndex, sampler: NativeSampler): Promise<number>;
  sampleToken(
    index: LogitIndex,
    sampler: NativeSampler,
    probabilities: false,
    confidence: false,
    logits: readonly [tokens: readonly number[], max: boolean, min: boolean, selected: boolean, top: number],
    totalWeight: boolean,
  ): Promise<
    readonly [token: number, probabilities: unknown, confidence: unknown, logits: readonly number[], weight: number]
  >;
  disposeSequence(sequence: number): void;
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
  /** First position a sequence still holds: not 0 when a sliding window has let go of its beginning. */
  getSequenceKvCacheMinPosition(sequence: number): number;
}

export interface NativeSampler {
  applyConfig(config: Readonly<Record<string, unknown>>): void;
  dispose(): void;
}

interface NativeVocabulary {
  getTokenString(token: number): string;
}

export interface NativeModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  createSampler(): NativeSampler;
  /** A fresh evaluation state, to be put into one sampler's configuration. `request.schema_unsupported` when the native engine refuses the grammar. */
  createGrammarState(grammar: string): Promise<unknown>;
  /** The raw vocabulary entry, not text: byte-level models map bytes to other characters. */
  tokenString(token: number): string;
}

interface Internals {
  readonly _model: NativeVocabulary;
  readonly _llama: {
    readonly _bindings: {
      readonly AddonSampler: new (model: NativeVocabulary) => NativeSampler;
      readonly AddonGrammarEvaluationState: new (model: NativeVocabulary, grammar: unknown) => unknown;
    };
  };
}

/** Loads the addon and a model file on the CPU, from the prebuilt binary only. */
export async function loadNativeModel(path: string, threads: number): Promise<NativeModel> {
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
  const internals = reveal<Internals>(model, '_model', '_llama');
  return {
    llama,
    model,
    createSampler: () => new internals._llama._bindings.AddonSampler(internals._model),
    async createGrammarState(text) {
      const grammar = await parseGrammar(llama, text);
      const { _grammar } = reveal<{ readonly _grammar: unknown }>(grammar, '_grammar');
      return new internals._llama._bindings.AddonGrammarEvaluationState(internals._model, _grammar);
    },
    tokenString: (token) => internals._model.getTokenString(token),
  };
}

async function parseGrammar(llama: Llama, text: string): Promise<LlamaGrammar> {
  try {
    return await llama.createGrammar({ grammar: text });
  } catch (error) {
    throw new PlatformError('request.schema_unsupported', 'the schema refers to itself without any content between', {
      cause: error,
      field: 'response_format.json_schema.schema',
      remedy: 'Give the recursive part a property or an item of its own.',
    });
  }
}

/** The addon's context behind a public one. Fails when a method is gone: the pinned version was changed without its tests. */
export function nativeContext(context: LlamaContext): NativeContext {
  const { _ctx } = reveal<{ readonly _ctx: NativeContext }>(context, '_ctx');
  const needed = [
    'initBatch',
    'addToBatch',
    'decodeBatch',
    'sampleToken',
    'disposeSequence',
    'removeTokenCellsFromSequence',
    'getSequenceKvCacheMinPosition',
  ];
  reveal(_ctx, ...needed);
  return _ctx;
}

function reveal<T extends object>(object: object, ...members: readonly string[]): T {
  const missing = members.filter((member) => !(member in object));
  if (missing.length > 0) {
    throw new PlatformError(
      'server.internal',
      `node-llama-cpp has no ${missing.join(', ')}: it is not the pinned version`,
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one door to the library's internals, probed above
  return object as T;
}

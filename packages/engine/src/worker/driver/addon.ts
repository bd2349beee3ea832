import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

declare const logitIndex: unique symbol;
/** Names one row of logits of the last decoded batch. */
export type LogitIndex = number & { readonly [logitIndex]: true };

/** The addon's context object: internal to node-llama-cpp, so the version is pinned exactly and every member is probed. */
export interface NativeContext {
  init(): Promise<boolean>;
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
  /** All of another sequence's state; what the target held is gone. */
  copySequenceStateFromOtherSequence(target: number, source: number): Promise<number>;
  getEmbedding(tokens: number): Float64Array;
  setThreads(threads: number): void;
  setLoras(adapters: readonly NativeAdapter[], scales: readonly number[]): void;
}

export interface NativeSampler {
  applyConfig(config: Readonly<Record<string, unknown>>): void;
  dispose(): void;
}

declare const nativeAdapter: unique symbol;
export interface NativeAdapter {
  readonly [nativeAdapter]: true;
}

export interface AddonModel {
  init(): Promise<boolean>;
  loadLora(adapter: NativeAdapter): Promise<void>;
  tokenize(text: string, special: boolean): Uint32Array;
  getTokenString(token: number): string;
  getTrainContextSize(): number;
  getEmbeddingVectorSize(): number;
  getVocabularyType(): number;
  tokenBos(): number;
  tokenEos(): number;
  sepToken(): number;
  shouldPrependBosToken(): boolean;
  shouldAppendEosToken(): boolean;
  isEogToken(token: number): boolean;
}

export interface Addon {
  readonly AddonModel: new (path: string, options: Readonly<Record<string, unknown>>) => AddonModel;
  readonly AddonModelLora: new (model: AddonModel, path: string) => NativeAdapter;
  readonly AddonContext: new (model: AddonModel, options: Readonly<Record<string, unknown>>) => NativeContext;
  readonly AddonSampler: new (model: AddonModel) => NativeSampler;
  readonly AddonGrammar: new (text: string, options: Readonly<Record<string, unknown>>) => unknown;
  readonly AddonGrammarEvaluationState: new (model: AddonModel, grammar: unknown) => unknown;
  markLoaded(): boolean;
  setLogger(logger: (level: number, message: string) => void): void;
  setLoggerLogLevel(level: number): void;
  getGpuType(): unknown;
  loadBackends(folder?: string): void;
  init(): Promise<void>;
}

/** What the scheduler and the tokenizer call, by class. */
const neededMethods = {
  AddonModel: [
    'init',
    'loadLora',
    'tokenize',
    'getTokenString',
    'getTrainContextSize',
    'getEmbeddingVectorSize',
    'getVocabularyType',
    'tokenBos',
    'tokenEos',
    'sepToken',
    'shouldPrependBosToken',
    'shouldAppendEosToken',
    'isEogToken',
  ],
  AddonContext: [
    'init',
    'initBatch',
    'addToBatch',
    'decodeBatch',
    'sampleToken',
    'disposeSequence',
    'removeTokenCellsFromSequence',
    'getSequenceKvCacheMinPosition',
    'copySequenceStateFromOtherSequence',
    'getEmbedding',
    'setThreads',
    'setLoras',
  ],
  AddonSampler: ['applyConfig', 'dispose'],
  AddonModelLora: [],
  AddonGrammar: [],
  AddonGrammarEvaluationState: [],
} as const;
const neededFunctions = ['markLoaded', 'setLogger', 'setLoggerLogLevel', 'getGpuType', 'loadBackends', 'init'] as const;

/** Log levels of the addon: fatal 1, error 2. */
const ERRORS = 2;

/** The addon does not fit: its file is not there, or not what this code was written for. */
export class AddonUnfit extends Error {
  override readonly name = 'AddonUnfit';
}

/**
 * Loads the prebuilt addon by itself, without the library around it: a third of the start-up time of a model was the
 * library's own. Fails with `AddonUnfit` when there is none for this machine or a member is gone.
 */
export async function openAddon(): Promise<Addon> {
  const file = addonFile();
  const addon = probe(requireAddon(file));
  addon.markLoaded();
  addon.setLogger((level, message) => {
    if (level <= ERRORS) process.stderr.write(message);
  });
  addon.setLoggerLogLevel(ERRORS);
  // Processor-specific kernels lie beside the addon; the first call finds them where the addon was not moved.
  addon.loadBackends();
  if (addon.getGpuType() === undefined) addon.loadBackends(dirname(file));
  await addon.init();
  return addon;
}

function addonFile(): string {
  const name = `${process.platform}-${process.arch}`;
  try {
    const entry = fileURLToPath(import.meta.resolve(`@node-llama-cpp/${name}`));
    return join(dirname(entry), '..', 'bins', name, 'llama-addon.node');
  } catch (error) {
    throw new AddonUnfit(`there is no prebuilt addon for ${name}`, { cause: error });
  }
}

function requireAddon(file: string): unknown {
  try {
    return createRequire(import.meta.url)(file);
  } catch (error) {
    throw new AddonUnfit('the addon does not load', { cause: error });
  }
}

/** Exported for its test: what it misses is named. */
export function probe(addon: unknown): Addon {
  const missing: string[] = neededFunctions.filter((name) => typeof member(addon, name) !== 'function');
  for (const [name, methods] of Object.entries(neededMethods)) {
    const prototype = member(member(addon, name), 'prototype');
    if (prototype === undefined) missing.push(name);
    else
      missing.push(...methods.filter((method) => member(prototype, method) === undefined).map((m) => `${name}.${m}`));
  }
  if (missing.length > 0) throw new AddonUnfit(`the addon has no ${missing.join(', ')}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every member that is used was looked at above
  return addon as Addon;
}

function member(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  return Reflect.get(value, name);
}

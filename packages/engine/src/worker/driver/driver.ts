import type { Scheduler, SchedulerOptions } from '../scheduler.ts';
import type { RawTokenizer } from './tokenizer.ts';

/** How the worker reaches the native code. `public` is the slower way for a machine or version where the first does not fit. */
export type DriverKind = 'native' | 'public';

export interface EncoderOptions {
  readonly maxTokens: number;
  readonly threads: number;
  /** A cross-encoder's score instead of a vector. */
  readonly ranking: boolean;
}

/** One vector of a text, or one number when it ranks. One text at a time: the addon reads the result of one sequence only. */
export type Encoder = (tokens: readonly number[]) => Promise<Float32Array>;

/** A loaded model. */
export interface ModelDriver {
  readonly kind: DriverKind;
  readonly tokenizer: RawTokenizer;
  readonly trainContextLength: number;
  readonly embeddingLength: number;
  openScheduler(options: DriverSchedulerOptions): Promise<Scheduler>;
  openEncoder(options: EncoderOptions): Promise<Encoder>;
  /** A fresh evaluation state, to be put into one request's sampler. `request.schema_unsupported` when the native engine refuses the grammar. */
  createGrammarState(grammar: string): Promise<unknown>;
}

export type DriverSchedulerOptions = Omit<SchedulerOptions, 'context' | 'createSampler' | 'loadAdapter'>;

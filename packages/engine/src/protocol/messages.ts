import type {
  EngineEvent,
  EnginePrompt,
  EngineThroughput,
  ErrorCode,
  GenerateRequest,
  PlatformErrorOptions,
  TokenizerInfo,
} from '@riad/contracts';

/** How a chat model's conversations are written as tokens: the file's own Jinja template, or a Mistral version. */
export type ChatFormatName =
  | 'template'
  | 'mistral-v1'
  | 'mistral-v2'
  | 'mistral-v3'
  | 'mistral-v7'
  | 'mistral-v11'
  | 'mistral-v13'
  | 'mistral-v15';

/** How an embedding model wants its texts. */
export interface EmbeddingConvention {
  /** Token ids put before and after every text when the tokenizer does not add them itself. */
  readonly first?: number;
  readonly last?: number;
  /** Longest text in tokens, these two included. */
  readonly maxTokens: number;
}

/** What a worker is told once, at its start. */
export interface WorkerSetup {
  readonly path: string;
  readonly kind: 'chat' | 'embedding';
  readonly format: ChatFormatName;
  readonly embedding?: EmbeddingConvention;
  readonly contextLength: number;
  readonly parallel: number;
  readonly threads: number;
  /** Whether fewer threads may be used while other programs want the processor. */
  readonly threadsAdapt: boolean;
  /** Milliseconds after which an idle sequence forgets what it holds. */
  readonly idleEraseMs: number;
  /** `native` when absent. */
  readonly driver?: 'native' | 'public';
}

/** What a worker found out about its model. */
export interface WorkerFacts {
  readonly contextLength: number;
  readonly supportsTools: boolean;
  readonly supportsFim: boolean;
  readonly dimensions: number;
  readonly driver: 'native' | 'public';
  /** Why it is not the native one, when that was wanted. */
  readonly driverReason?: string;
}

/** A generation as sent to a worker: a Map does not survive JSON, so the bias is a list of pairs. */
export interface WireGenerateRequest extends Omit<GenerateRequest, 'sampling' | 'model' | 'deadlineMs'> {
  /** File of the adapter that answers; absent: the model as it is. */
  readonly adapter?: string;
  readonly sampling: Omit<GenerateRequest['sampling'], 'logitBias'> & {
    readonly logitBias?: readonly (readonly [number, number])[];
  };
}

export type ToWorker =
  | { readonly type: 'setup'; readonly setup: WorkerSetup }
  | { readonly type: 'generate'; readonly id: number; readonly request: WireGenerateRequest }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'embed'; readonly id: number; readonly inputs: readonly (string | readonly number[])[] }
  | { readonly type: 'tokenize'; readonly id: number; readonly prompt: EnginePrompt; readonly addSpecial: boolean }
  | { readonly type: 'detokenize'; readonly id: number; readonly tokens: readonly number[] }
  | { readonly type: 'forget'; readonly cacheKeyPrefix: string }
  | { readonly type: 'info'; readonly id: number };

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly options: Pick<PlatformErrorOptions, 'field' | 'remedy' | 'retryAfterSeconds'>;
}

export type FromWorker =
  /** A long piece of work goes on: nobody needs to suspect that the process hangs. */
  | { readonly type: 'alive' }
  /** The same, from a model that writes. */
  | { readonly type: 'throughput'; readonly throughput: EngineThroughput }
  | { readonly type: 'ready'; readonly facts: WorkerFacts }
  | { readonly type: 'unusable'; readonly error: WireError }
  | { readonly type: 'event'; readonly id: number; readonly event: EngineEvent }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError }
  | {
      readonly type: 'embedded';
      readonly id: number;
      readonly vectors: readonly string[];
      readonly promptTokens: number;
    }
  | {
      readonly type: 'tokenized';
      readonly id: number;
      readonly tokens: readonly number[];
      readonly texts: readonly string[];
    }
  | { readonly type: 'detokenized'; readonly id: number; readonly text: string }
  | { readonly type: 'described'; readonly id: number; readonly info: TokenizerInfo };

import type {
  ChatMessage,
  FinishReason,
  OutputFormat,
  Sampling,
  TokenLogprob,
  TokenUsage,
  ToolCall,
  ToolChoice,
  ToolDefinition,
} from '../chat.ts';
import type { PlatformError } from '../errors.ts';
import type { ModelName } from '../ids.ts';

/** What the model continues. `chat` is rendered by the model's own format; `text` and `tokens` are continued as they are. */
export type EnginePrompt =
  | {
      readonly kind: 'chat';
      readonly messages: readonly ChatMessage[];
      readonly tools: readonly ToolDefinition[];
      readonly toolChoice: ToolChoice;
      /** False: at most one tool call. */
      readonly parallelToolCalls: boolean;
      /** For models that were trained with such a setting; others ignore it. */
      readonly reasoningEffort?: 'none' | 'high';
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tokens'; readonly tokens: readonly number[] }
  | { readonly kind: 'fim'; readonly prefix: string; readonly suffix: string };

export interface GenerateRequest {
  readonly model: ModelName;
  readonly prompt: EnginePrompt;
  readonly sampling: Sampling;
  /** Absent: up to the end of the context window. */
  readonly maxTokens?: number;
  readonly stop: readonly string[];
  readonly format: OutputFormat;
  /** How many alternatives to report per generated token; absent: no logprobs. 0 is allowed: only the chosen token. */
  readonly topLogprobs?: number;
  /** Also report the prompt's own tokens, with logprobs when asked (`echo` of completions). */
  readonly echo: boolean;
  /** Who may share cached prefixes with this request: tenant and policy version. Never crosses this key. */
  readonly cacheKey: string;
  /** Whose share of the machine this uses; `cacheKey` when absent. */
  readonly tenant?: string;
  /** `background` waits for everybody who sits before a screen. */
  readonly priority?: 'interactive' | 'background';
  /** Milliseconds from now until the request fails with `engine.deadline`. */
  readonly deadlineMs?: number;
}

export type EngineEvent =
  | { readonly type: 'start'; readonly promptTokens: number; readonly cachedTokens: number }
  /** The prompt's tokens, once, before any text, when `echo` was asked. The first token has no logprob. */
  | { readonly type: 'echo'; readonly text: string; readonly logprobs?: readonly (TokenLogprob | null)[] }
  /** Whole characters only: a token that ends inside a character is held until the rest arrives. */
  | { readonly type: 'text'; readonly text: string; readonly logprobs?: readonly TokenLogprob[] }
  | { readonly type: 'reasoning'; readonly text: string }
  /** A complete call; its arguments parse as JSON. */
  | { readonly type: 'tool-call'; readonly index: number; readonly call: ToolCall }
  | { readonly type: 'end'; readonly finish: FinishReason; readonly usage: TokenUsage };

/** Receives events in order; exactly one `end` event or one `onError`, then nothing. */
export interface EngineSink {
  onEvent(event: EngineEvent): void;
  onError(error: PlatformError): void;
}

/** A running generation. */
export interface EngineRun {
  /** Stops before the next token and frees the slot. The sink gets `request.cancelled` unless it already ended. Safe to repeat. */
  abort(): void;
}

export interface EmbedResult {
  readonly vectors: readonly Float32Array[];
  readonly promptTokens: number;
}

export type EngineModelState = 'available' | 'loading' | 'ready' | 'restarting' | 'failed';

/** What a loaded chat model does and has done. Counts are since it was loaded, rates those of the last batches. */
export interface EngineThroughput {
  readonly running: number;
  /** Waiting inside the model's process. */
  readonly waiting: number;
  readonly threads: number;
  readonly promptTokens: number;
  /** Prompt tokens that were there already; over `promptTokens`: the hit rate. */
  readonly cachedTokens: number;
  readonly readTokens: number;
  readonly generatedTokens: number;
  readonly batches: number;
  readonly batchTokens: number;
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
}

export interface EngineModelStatus {
  readonly name: ModelName;
  readonly kind: 'chat' | 'embedding';
  readonly state: EngineModelState;
  /** Tokens the context holds. Known once loaded, from the catalogue before. */
  readonly contextLength: number;
  readonly supportsTools: boolean;
  readonly supportsFim: boolean;
  /** Adapters that a request may put on it by the name `model:adapter`. */
  readonly adapters: readonly string[];
  /** Resident memory of the worker; 0 when not loaded. */
  readonly memoryBytes: number;
  readonly activeRequests: number;
  readonly waitingRequests: number;
  /** Absent until a loaded chat model has worked. */
  readonly throughput?: EngineThroughput;
  /** How the native code is reached once loaded: `public` is the slower way, for machines where the other does not fit. */
  readonly driver?: 'native' | 'public';
  /** The worker's process, while there is one. */
  readonly processId?: number;
  /** Why it is `failed`. */
  readonly problem?: string;
}

export interface Tokenization {
  readonly tokens: readonly number[];
  /** Text of each token; lone bytes are shown as `<0xE9>`. */
  readonly texts: readonly string[];
  readonly contextLength: number;
}

/** What an evaluation harness needs to render and count by itself. */
export interface TokenizerInfo {
  readonly bosToken?: string;
  readonly eosToken?: string;
  readonly padToken?: string;
  readonly chatTemplate?: string;
  readonly vocabularySize: number;
  readonly contextLength: number;
}

/**
 * One way to run models. Implementations: the embedded worker, a fake in the testkit. Every method that names an unknown
 * model fails with `model.not_found`; a model on disk is loaded on first use.
 */
export interface EngineBackend {
  models(): readonly EngineModelStatus[];
  load(model: ModelName): Promise<void>;
  unload(model: ModelName): Promise<void>;
  generate(request: GenerateRequest, sink: EngineSink): EngineRun;
  /** One vector per text, in order, not normalised beyond what the model does. `request.context_length` names the text that is too long. */
  embed(model: ModelName, texts: readonly string[] | readonly (readonly number[])[]): Promise<EmbedResult>;
  /** `addSpecial`: with the model's own BOS and the like. `chat` prompts are rendered with the model's format first. */
  tokenize(model: ModelName, prompt: EnginePrompt, addSpecial: boolean): Promise<Tokenization>;
  detokenize(model: ModelName, tokens: readonly number[]): Promise<string>;
  tokenizerInfo(model: ModelName): Promise<TokenizerInfo>;
  /** Forgets everything that any loaded model holds under cache keys that begin like this: after an erasure request. */
  forget(cacheKeyPrefix: string): Promise<void>;
  /** Stops every worker; running requests fail with `server.stopping`. */
  close(): Promise<void>;
}

import type {
  Caller,
  JsonObject,
  Location,
  ModelCard,
  ModelName,
  PlatformError,
  RequestId,
  TokenUsage,
} from '@riad/contracts';

import type { MemberSpan } from '../json/scan.ts';

export type Operation = 'chat' | 'completion' | 'fim' | 'embedding' | 'rerank' | 'tokenize' | 'detokenize';

/** Whose client is asking; decides the few places where both vendors' shapes cannot be united. */
export type Dialect = 'mistral' | 'openai';

/** A request as parsed: raw bytes beside one view of them. */
export interface ModelRequest {
  readonly id: RequestId;
  readonly operation: Operation;
  readonly dialect: Dialect;
  readonly caller: Caller;
  readonly model: ModelName;
  readonly stream: boolean;
  /** The bytes that an HTTP upstream receives, but for what its adapter must change. */
  readonly raw: Buffer;
  /** Where the members of the outermost object lie in `raw`. */
  readonly members: readonly MemberSpan[];
  /** The same content, parsed. Shapes were checked by the parse step. */
  readonly body: JsonObject;
}

declare const guarded: unique symbol;
/** A request the guard has let through for one location. Only the guard's apply step makes one; every upstream asks for one. */
export type GuardedRequest = ModelRequest & {
  readonly location: Location;
  /** Tenant and policy version: what cached prefixes may be shared under. */
  readonly cacheKey: string;
  /** The model's name at the target. */
  readonly targetModel: string;
  readonly [guarded]: true;
};

export interface UpstreamEnd {
  /** Absent when the upstream did not say; the pipeline then estimates and marks the count. */
  readonly usage?: TokenUsage;
}

export interface UpstreamHead {
  readonly status: number;
  readonly contentType: string;
}

/**
 * Receives an answer in the wire format of the caller's dialect: one JSON document, or SSE bytes including `data: [DONE]`.
 * Order: `onHead` once, `onData` any number of times, then exactly one of `onEnd` and `onError`. Nothing after that.
 */
export interface UpstreamSink {
  onHead(head: UpstreamHead): void;
  onData(bytes: Buffer): void;
  onEnd(end: UpstreamEnd): void;
  /** Before `onHead`: the pipeline may retry or fall back. After it: the stream is ended with an error event, truthfully. */
  onError(error: PlatformError): void;
}

export interface UpstreamCall {
  /** Ends the work at the other side within 100 ms, in every phase. The sink hears nothing more. Safe to repeat. */
  abort(): void;
  /** Stops `onData` until `resume`; what the other side sends meanwhile stays in its own buffers. */
  pause(): void;
  resume(): void;
  /** Events or tokens of the answer so far: what an aborted request is counted by. */
  produced(): number;
}

/** One way to reach models. */
export interface Upstream {
  /** `embedded`, or the id from the settings. */
  readonly id: string;
  readonly location: Location;
  /** Tokens of read prompts that it keeps; absent: the usual. */
  readonly cacheTokens?: number;
  cards(): readonly ModelCard[];
  /** The name that the other side knows a model by. */
  targetName(model: ModelName): string;
  /** False while the model's breaker is open here, or its server is away. */
  available(model: ModelName): boolean;
  start(request: GuardedRequest, sink: UpstreamSink): UpstreamCall;
  close(): Promise<void>;
}

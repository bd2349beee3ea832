/** The engine's view of a conversation: one shape, whatever dialect the client spoke. */
export type ChatRole = 'system' | 'user' | 'assistant' | 'tool';

export interface ToolCall {
  /** As the client knows it. Formats that need nine alphanumerics map it deterministically. */
  readonly id: string;
  readonly name: string;
  /** JSON text, exactly as generated. */
  readonly arguments: string;
}

export interface ChatMessage {
  readonly role: ChatRole;
  /** Text parts joined; images and other parts are refused before this point when the model cannot read them. */
  readonly content: string;
  /** The model's earlier reasoning, when the client sends it back. */
  readonly reasoning?: string;
  readonly toolCalls?: readonly ToolCall[];
  /** On `tool` messages: which call this answers. */
  readonly toolCallId?: string;
  /** On `tool` messages: the function's name. */
  readonly name?: string;
  /** On a last `assistant` message: the answer must continue this text (Mistral `prefix`). */
  readonly prefix?: boolean;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments object. */
  readonly parameters: JsonObject;
  readonly strict?: boolean;
}

/** `auto`: the model decides. `required`: at least one call. `none`: no call. Otherwise the one function to call. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** What the text must look like. `json` is any JSON object; `schema` is checked with a real validator before it is called valid; a `pattern` matches the whole text. */
export type OutputFormat =
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'schema'; readonly name: string; readonly schema: JsonObject; readonly strict: boolean };

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export interface Sampling {
  /** 0 is greedy. */
  readonly temperature: number;
  readonly topP: number;
  readonly topK?: number;
  readonly minP?: number;
  readonly seed?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  /** Token id → bias, −100 to 100. */
  readonly logitBias?: ReadonlyMap<number, number>;
}

export interface TokenLogprob {
  readonly token: string;
  readonly tokenId: number;
  /** UTF-8 bytes of the token; a token may be part of a character. */
  readonly bytes: readonly number[];
  /** Natural logarithm. */
  readonly logprob: number;
  /** The most likely tokens at this position, best first. */
  readonly top: readonly {
    readonly token: string;
    readonly tokenId: number;
    readonly bytes: readonly number[];
    readonly logprob: number;
  }[];
}

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Prompt tokens that were not read again. */
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
}

/** `length`: max tokens or the context window. */
export type FinishReason = 'stop' | 'length' | 'tool_calls';

import type { TokenLogprob, TokenUsage, ToolCall } from '@riad/contracts';

/** Facts that every part of one answer repeats. */
export interface AnswerFacts {
  readonly id: string;
  readonly model: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

export function presentUsage(usage: TokenUsage): Readonly<Record<string, unknown>> {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

export function presentToolCall(call: ToolCall, index: number): Readonly<Record<string, unknown>> {
  return { id: call.id, index, type: 'function', function: { name: call.name, arguments: call.arguments } };
}

/** OpenAI's chat shape. */
export function presentChatLogprobs(logprobs: readonly TokenLogprob[]): Readonly<Record<string, unknown>> {
  const one = (entry: Omit<TokenLogprob, 'top' | 'tokenId'>): Readonly<Record<string, unknown>> => ({
    token: entry.token,
    logprob: finite(entry.logprob),
    bytes: entry.bytes,
  });
  return { content: logprobs.map((entry) => ({ ...one(entry), top_logprobs: entry.top.map(one) })), refusal: null };
}

/** The older shape of text completions. */
export function presentCompletionLogprobs(
  logprobs: readonly (TokenLogprob | null)[],
  firstText: string,
): Readonly<Record<string, unknown>> {
  let offset = 0;
  const offsets = logprobs.map((entry) => {
    const at = offset;
    offset += (entry?.token ?? firstText).length;
    return at;
  });
  return {
    tokens: logprobs.map((entry) => entry?.token ?? firstText),
    token_logprobs: logprobs.map((entry) => (entry === null ? null : finite(entry.logprob))),
    top_logprobs: logprobs.map((entry) =>
      entry === null ? null : Object.fromEntries(entry.top.map((top) => [top.token, finite(top.logprob)])),
    ),
    text_offset: offsets,
  };
}

/** JSON has no infinity. */
function finite(logprob: number): number {
  return Number.isFinite(logprob) ? logprob : -9999;
}

export function sse(value: unknown): Buffer {
  return Buffer.from(`data: ${JSON.stringify(value)}\n\n`);
}

export const sseDone = Buffer.from('data: [DONE]\n\n');

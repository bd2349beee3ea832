import { createHash } from 'node:crypto';

import type { TokenLogprob, TokenUsage, ToolCall } from '@riad/contracts';

export type Wire = Readonly<Record<string, unknown>>;

/** Facts that every part of one answer repeats. */
export interface AnswerFacts {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
  /** Changes with the model's file: a seed repeats an answer only under the same one. */
  readonly fingerprint: string | null;
}

export function presentUsage(usage: TokenUsage): Wire {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

/** A whole call in one piece, as Mistral sends it; its id has nine letters and digits, which every client accepts. */
export function presentToolCall(call: ToolCall, index: number): Wire {
  return { id: nineAlphanumerics(call.id), index, type: 'function', function: presentFunction(call) };
}

export function presentFunction({ name, arguments: given }: ToolCall): Wire {
  return { name, arguments: given };
}

/** The same id always gives the same nine. */
function nineAlphanumerics(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9);
}

/** OpenAI's chat shape. */
export function presentChatLogprobs(logprobs: readonly TokenLogprob[]): Wire {
  const one = (entry: Omit<TokenLogprob, 'top' | 'tokenId'>): Wire => ({
    token: entry.token,
    logprob: finite(entry.logprob),
    bytes: entry.bytes,
  });
  return { content: logprobs.map((entry) => ({ ...one(entry), top_logprobs: entry.top.map(one) })), refusal: null };
}

/** A token of a text completion. The first one of an echoed prompt has no logprob: nothing stands before it. */
export interface CompletionToken extends Omit<TokenLogprob, 'logprob' | 'tokenId'> {
  readonly logprob: number | null;
}

/** The older shape of text completions, which evaluation harnesses read. `start`: characters of the text before these tokens. */
export function presentCompletionLogprobs(tokens: readonly CompletionToken[], start: number): Wire {
  const offsets: number[] = [];
  let offset = start;
  for (const token of tokens) {
    offsets.push(offset);
    offset += charactersBegun(token.bytes);
  }
  return {
    tokens: tokens.map((token) => token.token),
    token_logprobs: tokens.map(({ logprob }) => (logprob === null ? null : finite(logprob))),
    top_logprobs: tokens.map(presentTop),
    text_offset: offsets,
  };
}

/** Characters that begin in these bytes: a token may be a part of one. */
export function charactersBegun(bytes: readonly number[]): number {
  return bytes.filter((byte) => (byte & 0xc0) !== 0x80).length;
}

/** The chosen token is always among them, as OpenAI has it. */
function presentTop({ token, logprob, top }: CompletionToken): Wire | null {
  if (logprob === null) return null;
  const entries = top.map((entry): [string, number] => [entry.token, finite(entry.logprob)]);
  return Object.fromEntries([[token, finite(logprob)], ...entries]);
}

/** JSON has no infinity. */
function finite(logprob: number): number {
  return Number.isFinite(logprob) ? logprob : -9999;
}

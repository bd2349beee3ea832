import type { EngineEvent, FinishReason, TokenLogprob, ToolCall } from '@riad/contracts';

import type { Dialect } from '../upstream.ts';
import {
  charactersBegun,
  presentChatLogprobs,
  presentCompletionLogprobs,
  presentFunction,
  presentToolCall,
  type CompletionToken,
  type Wire,
} from './present.ts';

/** What a model says, without the frame around it. */
export type SpokenEvent = Exclude<EngineEvent, { readonly type: 'start' | 'end' }>;

/** A choice while it is streamed. */
export interface StreamedChoice {
  readonly index: number;
  /** Whether anything of it was sent: the first delta names the role. */
  begun: boolean;
  /** Characters of its text that were sent. */
  characters: number;
}

/** Everything a choice has said. */
export interface SpokenChoice {
  readonly index: number;
  text: string;
  reasoning: string;
  readonly calls: ToolCall[];
  echo: Extract<EngineEvent, { readonly type: 'echo' }> | undefined;
  readonly logprobs: TokenLogprob[];
  finish: FinishReason;
}

/** One family of answers on the wire: how a choice looks as a streamed piece and as a whole. */
export interface AnswerShape {
  /** `object` of a whole answer and of an event of the stream. */
  readonly whole: string;
  readonly chunk: string;
  piece(choice: StreamedChoice, event: SpokenEvent): Wire;
  lastPiece(choice: StreamedChoice, finish: FinishReason): Wire;
  choice(choice: SpokenChoice): Wire;
}

interface ChatStyle {
  readonly dialect: Dialect;
  /** The request used `functions`: the answer has `function_call` where newer ones have `tool_calls`. */
  readonly legacyFunctions: boolean;
}

/** Chat answers. The dialects differ in how reasoning looks; everything else is the union of both. */
export function createChatShape({ dialect, legacyFunctions }: ChatStyle): AnswerShape {
  const finishName = (finish: FinishReason): string =>
    legacyFunctions && finish === 'tool_calls' ? 'function_call' : finish;

  function delta(event: SpokenEvent): Wire {
    switch (event.type) {
      case 'echo':
      case 'text':
        return { content: event.text };
      case 'reasoning':
        return dialect === 'mistral' ? { content: [thinking(event.text)] } : { reasoning_content: event.text };
      case 'tool-call':
        return legacyFunctions
          ? { function_call: presentFunction(event.call) }
          : { tool_calls: [presentToolCall(event.call, event.index)] };
    }
  }

  function said({ text, reasoning, calls }: SpokenChoice): Wire {
    const content = text === '' && calls.length > 0 ? null : text;
    if (reasoning === '') return { content };
    if (dialect === 'openai') return { content, reasoning_content: reasoning };
    return { content: [thinking(reasoning), ...(text === '' ? [] : [{ type: 'text', text }])] };
  }

  function called(calls: readonly ToolCall[]): Wire {
    const [first] = calls;
    if (first === undefined) return {};
    return legacyFunctions ? { function_call: presentFunction(first) } : { tool_calls: calls.map(presentToolCall) };
  }

  return {
    whole: 'chat.completion',
    chunk: 'chat.completion.chunk',
    piece(choice, event) {
      const logprobs = event.type === 'text' ? event.logprobs : undefined;
      return {
        index: choice.index,
        delta: { ...(choice.begun ? {} : { role: 'assistant' }), ...delta(event) },
        finish_reason: null,
        logprobs: logprobs === undefined || logprobs.length === 0 ? null : presentChatLogprobs(logprobs),
      };
    },
    lastPiece: (choice, finish) => ({
      index: choice.index,
      delta: { ...(choice.begun ? {} : { role: 'assistant' }), content: '' },
      finish_reason: finishName(finish),
      logprobs: null,
    }),
    choice: (choice) => ({
      index: choice.index,
      message: { role: 'assistant', ...said(choice), refusal: null, ...called(choice.calls) },
      finish_reason: finishName(choice.finish),
      logprobs: choice.logprobs.length === 0 ? null : presentChatLogprobs(choice.logprobs),
    }),
  };
}

function thinking(text: string): Wire {
  return { type: 'thinking', thinking: [{ type: 'text', text }] };
}

/** Text completions, whose logprobs say where in the text each token stands. */
export const completionShape: AnswerShape = {
  whole: 'text_completion',
  chunk: 'text_completion',
  piece(choice, event) {
    const text = event.type === 'text' || event.type === 'echo' ? event.text : '';
    const tokens = completionTokens(event);
    const logprobs = tokens.length === 0 ? null : presentCompletionLogprobs(tokens, choice.characters);
    for (const token of tokens) choice.characters += charactersBegun(token.bytes);
    return { index: choice.index, text, finish_reason: null, logprobs };
  },
  lastPiece: ({ index }, finish) => ({ index, text: '', finish_reason: finish, logprobs: null }),
  choice({ index, text, echo, logprobs, finish }) {
    const tokens = [...(echo === undefined ? [] : completionTokens(echo)), ...logprobs];
    return {
      index,
      text: (echo?.text ?? '') + text,
      finish_reason: finish,
      logprobs: tokens.length === 0 ? null : presentCompletionLogprobs(tokens, 0),
    };
  },
};

function completionTokens(event: SpokenEvent): readonly CompletionToken[] {
  if (event.type === 'text') return event.logprobs ?? [];
  if (event.type !== 'echo' || event.logprobs === undefined) return [];
  const { logprobs } = event;
  return logprobs.map((entry) => entry ?? firstToken(event.text, logprobs));
}

/** The first token of an echoed prompt comes without its text: it is what the others leave of it. */
function firstToken(text: string, logprobs: readonly (TokenLogprob | null)[]): CompletionToken {
  const whole = Buffer.from(text);
  const others = logprobs.reduce((sum, entry) => sum + (entry?.bytes.length ?? 0), 0);
  const bytes = whole.subarray(0, Math.max(0, whole.length - others));
  return { token: bytes.toString('utf8'), bytes: [...bytes], logprob: null, top: [] };
}

import {
  PlatformError,
  type EngineEvent,
  type FinishReason,
  type TokenLogprob,
  type TokenUsage,
  type ToolCall,
} from '@riad/contracts';

import type { ToolCallParser } from '../formats/tool-call-parser.ts';
import type { OutputValidator } from '../structured/validate.ts';
import type { SampledToken } from './sampling.ts';
import { CONTROL_MARK, createTextStream, endThatBegins } from './text-stream.ts';
import type { Vocabulary } from './vocabulary.ts';

interface AnswerOptions {
  readonly vocabulary: Vocabulary;
  readonly stop: readonly string[];
  /** Absent: the request has no tools. */
  readonly toolCalls: ToolCallParser | undefined;
  /** How many calls one answer may hold. */
  readonly maxCalls: number;
  readonly validate: OutputValidator;
  readonly validateCall: (call: ToolCall) => void;
  readonly withLogprobs: boolean;
  /** Marks around reasoning text, when the model's format has them. */
  readonly reasoning: ReasoningMarks | undefined;
  emit(event: EngineEvent): void;
  fail(error: PlatformError): void;
}

export interface ReasoningMarks {
  readonly open: string;
  readonly close: string;
  /** They are control tokens; otherwise the model spells them. */
  readonly control: boolean;
}

export interface Answer {
  /** False once nothing more is wanted: a stop string was met, or the one call that was allowed is complete. */
  token(sampled: SampledToken): boolean;
  end(finish: FinishReason, usage: TokenUsage): void;
}

/** Turns tokens into events: text, reasoning and whole tool calls; checks the whole answer's form before it is called complete. */
export function createAnswer(options: AnswerOptions): Answer {
  const { vocabulary, toolCalls, reasoning } = options;
  const stream = createTextStream(options.stop);
  const split = createReasoningSplit(reasoning);
  const wanted = new Set([
    ...(toolCalls?.controls ?? []),
    ...(reasoning?.control === true ? [reasoning.open, reasoning.close] : []),
  ]);
  let logprobs: TokenLogprob[] = [];
  let whole = '';
  let calls = 0;
  let reasoningTokens = 0;
  let refused: unknown;

  function token(sampled: SampledToken): boolean {
    if (sampled.logprob !== undefined) logprobs.push(sampled.logprob);
    const control = vocabulary.controlText(sampled.token);
    if (control === undefined) say(stream.push(vocabulary.bytes(sampled.token)));
    else if (wanted.has(control)) say(stream.pushControl(control));
    if (split.inside()) reasoningTokens++;
    return !stream.stopped() && refused === undefined && calls < options.maxCalls;
  }

  function say(text: string): void {
    for (const part of split.push(text)) {
      if (part.reasoning) options.emit({ type: 'reasoning', text: part.text });
      else sayContent(part.text);
    }
  }

  function sayContent(text: string): void {
    if (toolCalls === undefined) emitText(text);
    else emitParsed(toolCalls.push(text));
  }

  function emitParsed(parsed: ReturnType<ToolCallParser['push']>): void {
    emitText(parsed.text);
    for (const call of parsed.calls.slice(0, options.maxCalls - calls)) {
      if (!fits(() => options.validateCall(call))) return;
      options.emit({ type: 'tool-call', index: calls++, call });
    }
  }

  function fits(check: () => void): boolean {
    try {
      check();
    } catch (error) {
      refused = error;
    }
    return refused === undefined;
  }

  function emitText(text: string): void {
    if (text === '') return;
    whole += text;
    options.emit({ type: 'text', text, ...(options.withLogprobs ? { logprobs: takeLogprobs() } : {}) });
  }

  function takeLogprobs(): readonly TokenLogprob[] {
    const taken = logprobs;
    logprobs = [];
    return taken;
  }

  function end(finish: FinishReason, usage: TokenUsage): void {
    say(stream.finish());
    for (const part of split.finish()) {
      if (part.reasoning) options.emit({ type: 'reasoning', text: part.text });
      else sayContent(part.text);
    }
    if (toolCalls !== undefined) emitParsed(toolCalls.finish());
    if (options.withLogprobs && logprobs.length > 0) options.emit({ type: 'text', text: '', logprobs: takeLogprobs() });
    if (calls === 0 && finish === 'stop' && refused === undefined) fits(() => options.validate(whole));
    if (refused !== undefined) return options.fail(asOutputError(refused));
    options.emit({ type: 'end', finish: calls > 0 ? 'tool_calls' : finish, usage: { ...usage, reasoningTokens } });
  }

  return { token, end };
}

function asOutputError(error: unknown): PlatformError {
  return error instanceof PlatformError
    ? error
    : new PlatformError('engine.output_invalid', 'the answer has the wrong form', { cause: error });
}

interface ReasoningSplit {
  push(text: string): readonly { readonly reasoning: boolean; readonly text: string }[];
  finish(): readonly { readonly reasoning: boolean; readonly text: string }[];
  inside(): boolean;
}

function createReasoningSplit(marks: ReasoningMarks | undefined): ReasoningSplit {
  let held = '';
  let inside = false;
  if (marks === undefined) {
    return { push: (text) => (text === '' ? [] : [{ reasoning: false, text }]), finish: () => [], inside: () => false };
  }
  const prefix = marks.control ? CONTROL_MARK : '';
  return {
    push(text) {
      held += text;
      const parts: { reasoning: boolean; text: string }[] = [];
      for (;;) {
        const mark = prefix + (inside ? marks.close : marks.open);
        const at = held.indexOf(mark);
        if (at === -1) {
          const keep = endThatBegins(held, mark);
          if (held.length > keep) parts.push({ reasoning: inside, text: held.slice(0, held.length - keep) });
          held = held.slice(held.length - keep);
          return parts;
        }
        if (at > 0) parts.push({ reasoning: inside, text: held.slice(0, at) });
        held = held.slice(at + mark.length);
        inside = !inside;
      }
    },
    finish() {
      const rest = held;
      held = '';
      return rest === '' ? [] : [{ reasoning: inside, text: rest }];
    },
    inside: () => inside,
  };
}

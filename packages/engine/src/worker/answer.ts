import {
  PlatformError,
  type EngineEvent,
  type FinishReason,
  type TokenLogprob,
  type TokenUsage,
} from '@riad/contracts';

import type { ToolCallParser } from '../formats/tool-call-parser.ts';
import type { OutputValidator } from '../structured/validate.ts';
import type { SampledToken } from './sampling.ts';
import { createTextStream } from './text-stream.ts';
import type { Vocabulary } from './vocabulary.ts';

interface AnswerOptions {
  readonly vocabulary: Vocabulary;
  readonly stop: readonly string[];
  /** Absent: the request has no tools. */
  readonly toolCalls: ToolCallParser | undefined;
  readonly validate: OutputValidator;
  readonly withLogprobs: boolean;
  /** Marks around reasoning text, when the model's format has them. */
  readonly reasoning: { readonly open: string; readonly close: string } | undefined;
  emit(event: EngineEvent): void;
  fail(error: PlatformError): void;
}

export interface Answer {
  /** False once a stop string was met. */
  token(sampled: SampledToken): boolean;
  end(finish: FinishReason, usage: TokenUsage): void;
}

/** Turns tokens into events: text, reasoning and whole tool calls; checks the whole answer's form before it is called complete. */
export function createAnswer(options: AnswerOptions): Answer {
  const stream = createTextStream(options.stop);
  const split = createReasoningSplit(options.reasoning);
  const encoder = new TextEncoder();
  let logprobs: TokenLogprob[] = [];
  let whole = '';
  let calls = 0;
  let reasoningTokens = 0;

  function token(sampled: SampledToken): boolean {
    if (sampled.logprob !== undefined) logprobs.push(sampled.logprob);
    const control = options.vocabulary.controlText(sampled.token);
    say(
      stream.push(
        control === undefined ? options.vocabulary.bytes(sampled.token) : encoder.encode(visibleControl(control)),
      ),
    );
    if (split.inside()) reasoningTokens++;
    return !stream.stopped();
  }

  /** Control tokens are silent, but for those that a format's parser reads. */
  function visibleControl(control: string): string {
    const read =
      options.toolCalls !== undefined || control === options.reasoning?.open || control === options.reasoning?.close;
    return read ? control : '';
  }

  function say(text: string): void {
    for (const part of split.push(text)) {
      if (part.reasoning) options.emit({ type: 'reasoning', text: part.text });
      else sayContent(part.text);
    }
  }

  function sayContent(text: string): void {
    if (options.toolCalls === undefined) emitText(text);
    else emitParsed(options.toolCalls.push(text));
  }

  function emitParsed(parsed: ReturnType<ToolCallParser['push']>): void {
    emitText(parsed.text);
    for (const call of parsed.calls) options.emit({ type: 'tool-call', index: calls++, call });
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
    if (options.toolCalls !== undefined) emitParsed(options.toolCalls.finish());
    if (options.withLogprobs && logprobs.length > 0) options.emit({ type: 'text', text: '', logprobs: takeLogprobs() });
    if (calls === 0 && finish === 'stop') {
      try {
        options.validate(whole);
      } catch (error) {
        options.fail(
          error instanceof PlatformError
            ? error
            : new PlatformError('engine.output_invalid', 'the answer has the wrong form', { cause: error }),
        );
        return;
      }
    }
    options.emit({ type: 'end', finish: calls > 0 ? 'tool_calls' : finish, usage: { ...usage, reasoningTokens } });
  }

  return { token, end };
}

interface ReasoningSplit {
  push(text: string): readonly { readonly reasoning: boolean; readonly text: string }[];
  finish(): readonly { readonly reasoning: boolean; readonly text: string }[];
  inside(): boolean;
}

function createReasoningSplit(marks: { readonly open: string; readonly close: string } | undefined): ReasoningSplit {
  let held = '';
  let inside = false;
  if (marks === undefined) {
    return { push: (text) => (text === '' ? [] : [{ reasoning: false, text }]), finish: () => [], inside: () => false };
  }
  return {
    push(text) {
      held += text;
      const parts: { reasoning: boolean; text: string }[] = [];
      for (;;) {
        const mark = inside ? marks.close : marks.open;
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

function endThatBegins(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--)
    if (mark.startsWith(text.slice(-length))) return length;
  return 0;
}

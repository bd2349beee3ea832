import type {
  EngineBackend,
  EngineEvent,
  EngineRun,
  FinishReason,
  PlatformError,
  TokenLogprob,
  TokenUsage,
  ToolCall,
} from '@riad/contracts';

import type { GuardedRequest, UpstreamCall, UpstreamSink } from '../upstream.ts';
import {
  presentChatLogprobs,
  presentCompletionLogprobs,
  presentToolCall,
  presentUsage,
  sse,
  sseDone,
  type AnswerFacts,
} from './present.ts';
import type { GenerationPlan } from './read-request.ts';

/** One of the `n` answers of a request while it is being made. */
interface Choice {
  readonly index: number;
  text: string;
  reasoning: string;
  calls: ToolCall[];
  logprobs: (TokenLogprob | null)[];
  echoText: string;
  finish: FinishReason | undefined;
  roleSent: boolean;
}

export interface GenerationInput {
  readonly engine: EngineBackend;
  readonly request: GuardedRequest;
  /** One per choice. */
  readonly plans: readonly GenerationPlan[];
  readonly facts: AnswerFacts;
  readonly sink: UpstreamSink;
}

/** Runs every choice of one request and writes the answer in the caller's dialect, streamed or whole. */
export class Generation implements UpstreamCall {
  readonly #input: GenerationInput;
  readonly #choices: readonly Choice[];
  readonly #runs: EngineRun[] = [];
  readonly #chat: boolean;
  #usage: TokenUsage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0 };
  #produced = 0;
  #paused = false;
  #waiting: (() => void)[] = [];
  #started = false;
  #over = false;

  constructor(input: GenerationInput) {
    this.#input = input;
    this.#chat = input.request.operation !== 'completion';
    this.#choices = input.plans.map((_, index) => ({
      index,
      text: '',
      reasoning: '',
      calls: [],
      logprobs: [],
      echoText: '',
      finish: undefined,
      roleSent: false,
    }));
    const { engine, request, plans } = input;
    for (const [index, plan] of plans.entries()) {
      const choice = this.#choices[index];
      if (choice === undefined || this.#over) break;
      this.#runs.push(
        engine.generate(
          { ...plan, model: request.model },
          {
            onEvent: (event) => this.#whenFlowing(() => this.#onEvent(choice, event)),
            onError: (error) => this.#whenFlowing(() => this.#onError(error)),
          },
        ),
      );
    }
  }

  abort(): void {
    this.#over = true;
    for (const run of this.#runs) run.abort();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    while (!this.#paused && this.#waiting.length > 0) this.#waiting.shift()?.();
  }

  produced(): number {
    return this.#produced;
  }

  /** An engine cannot be paused; its events wait here, bounded by the model's own context. */
  #whenFlowing(work: () => void): void {
    if (this.#over) return;
    if (this.#paused) this.#waiting.push(work);
    else work();
  }

  #onEvent(choice: Choice, event: EngineEvent): void {
    if (this.#over) return;
    switch (event.type) {
      case 'start':
        return this.#onStart();
      case 'echo':
        choice.echoText = event.text;
        choice.logprobs.push(...(event.logprobs ?? []));
        return this.#onText(choice, event.text, []);
      case 'text':
        this.#produced++;
        return this.#onText(choice, event.text, event.logprobs);
      case 'reasoning':
        return this.#onReasoning(choice, event.text);
      case 'tool-call':
        choice.calls.push(event.call);
        return this.#delta(choice, { tool_calls: [presentToolCall(event.call, event.index)] });
      case 'end':
        return this.#onChoiceEnd(choice, event.finish, event.usage);
    }
  }

  #onStart(): void {
    if (this.#started) return;
    this.#started = true;
    if (this.#input.request.stream)
      this.#input.sink.onHead({ status: 200, contentType: 'text/event-stream; charset=utf-8' });
  }

  #onText(choice: Choice, text: string, logprobs: readonly TokenLogprob[] | undefined): void {
    choice.text += text;
    if (logprobs !== undefined) choice.logprobs.push(...logprobs);
    this.#delta(choice, { content: text }, logprobs);
  }

  #onReasoning(choice: Choice, text: string): void {
    choice.reasoning += text;
    this.#delta(
      choice,
      this.#input.request.dialect === 'mistral'
        ? { content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] }
        : { reasoning_content: text },
    );
  }

  #delta(choice: Choice, delta: Readonly<Record<string, unknown>>, logprobs?: readonly TokenLogprob[]): void {
    if (!this.#input.request.stream) return;
    const role = choice.roleSent ? {} : { role: 'assistant' };
    choice.roleSent = true;
    this.#event([
      this.#streamChoice(
        choice,
        { ...role, ...delta },
        { finish: null, ...(logprobs === undefined ? {} : { logprobs }) },
      ),
    ]);
  }

  #streamChoice(
    choice: Choice,
    delta: Readonly<Record<string, unknown>>,
    end: { readonly finish: string | null; readonly logprobs?: readonly TokenLogprob[] },
  ): Readonly<Record<string, unknown>> {
    const { index } = choice;
    const hasLogprobs = end.logprobs !== undefined && end.logprobs.length > 0;
    if (this.#chat) {
      return {
        index,
        delta,
        finish_reason: end.finish,
        logprobs: hasLogprobs ? presentChatLogprobs(end.logprobs) : null,
      };
    }
    const text = typeof delta['content'] === 'string' ? delta['content'] : '';
    return {
      index,
      text,
      finish_reason: end.finish,
      logprobs: hasLogprobs ? presentCompletionLogprobs(end.logprobs, '') : null,
    };
  }

  #event(choices: readonly unknown[], usage?: TokenUsage): void {
    const { facts, sink } = this.#input;
    const object = this.#chat ? 'chat.completion.chunk' : 'text_completion';
    sink.onData(
      sse({
        id: facts.id,
        object,
        created: facts.created,
        model: facts.model,
        choices,
        ...(usage === undefined ? {} : { usage: presentUsage(usage) }),
      }),
    );
  }

  #onChoiceEnd(choice: Choice, finish: FinishReason, usage: TokenUsage): void {
    choice.finish = finish;
    this.#usage = addUsage(this.#usage, usage, choice.index === 0 || !this.#sharesPrompt());
    const last = this.#choices.every((other) => other.finish !== undefined);
    if (this.#input.request.stream) this.#endStreamChoice(choice, finish, last);
    if (!last) return;
    this.#over = true;
    if (this.#input.request.stream) this.#input.sink.onData(sseDone);
    else this.#sendWhole();
    this.#input.sink.onEnd({ usage: this.#usage });
  }

  /** The `n` answers of one prompt count that prompt once; several prompts count each. */
  #sharesPrompt(): boolean {
    return new Set(this.#input.plans.map((plan) => plan.prompt)).size === 1;
  }

  #endStreamChoice(choice: Choice, finish: FinishReason, last: boolean): void {
    const mistral = this.#input.request.dialect === 'mistral';
    const delta = choice.roleSent ? { content: '' } : { role: 'assistant', content: '' };
    this.#event([this.#streamChoice(choice, delta, { finish })], last && mistral ? this.#usage : undefined);
    if (last && !mistral && wantsUsage(this.#input.request)) this.#event([], this.#usage);
  }

  #sendWhole(): void {
    const { facts, sink } = this.#input;
    const body = {
      id: facts.id,
      object: this.#chat ? 'chat.completion' : 'text_completion',
      created: facts.created,
      model: facts.model,
      system_fingerprint: null,
      choices: this.#choices.map((choice) => (this.#chat ? this.#chatChoice(choice) : completionChoice(choice))),
      usage: presentUsage(this.#usage),
    };
    sink.onHead({ status: 200, contentType: 'application/json; charset=utf-8' });
    sink.onData(Buffer.from(JSON.stringify(body)));
  }

  #chatChoice(choice: Choice): Readonly<Record<string, unknown>> {
    const logprobs = choice.logprobs.filter((entry) => entry !== null);
    return {
      index: choice.index,
      message: {
        role: 'assistant',
        ...this.#content(choice),
        refusal: null,
        ...(choice.calls.length === 0 ? {} : { tool_calls: choice.calls.map(presentToolCall) }),
      },
      finish_reason: choice.finish,
      logprobs: logprobs.length === 0 ? null : presentChatLogprobs(logprobs),
    };
  }

  #content(choice: Choice): Readonly<Record<string, unknown>> {
    const text = choice.text === '' && choice.calls.length > 0 ? null : choice.text;
    if (choice.reasoning === '') return { content: text };
    if (this.#input.request.dialect !== 'mistral') return { content: text, reasoning_content: choice.reasoning };
    return {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: choice.reasoning }] },
        { type: 'text', text: text ?? '' },
      ],
    };
  }

  #onError(error: PlatformError): void {
    if (this.#over) return;
    this.abort();
    this.#input.sink.onError(error);
  }
}

function completionChoice(choice: Choice): Readonly<Record<string, unknown>> {
  const first = choice.logprobs[0] === null ? choice.echoText.slice(0, firstTokenLength(choice)) : '';
  return {
    index: choice.index,
    text: choice.text,
    finish_reason: choice.finish,
    logprobs: choice.logprobs.length === 0 ? null : presentCompletionLogprobs(choice.logprobs, first),
  };
}

/** The first echoed token has no logprob entry: it is what the others leave of the echoed text. */
function firstTokenLength(choice: Choice): number {
  let others = 0;
  for (const entry of choice.logprobs) {
    if (entry === null) continue;
    others += entry.token.length;
    if (others >= choice.text.length) break;
  }
  return Math.max(0, choice.text.length - others);
}

function addUsage(sum: TokenUsage, one: TokenUsage, countPrompt: boolean): TokenUsage {
  return {
    promptTokens: sum.promptTokens + (countPrompt ? one.promptTokens : 0),
    completionTokens: sum.completionTokens + one.completionTokens,
    cachedTokens: sum.cachedTokens + (countPrompt ? one.cachedTokens : 0),
    reasoningTokens: sum.reasoningTokens + one.reasoningTokens,
  };
}

function wantsUsage(request: GuardedRequest): boolean {
  const options = request.body['stream_options'];
  return (
    typeof options === 'object' &&
    options !== null &&
    Object.entries(options).some(([key, value]) => key === 'include_usage' && value === true)
  );
}

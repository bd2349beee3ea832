import {
  PlatformError,
  type EngineBackend,
  type EngineEvent,
  type EnginePrompt,
  type EngineRun,
  type ModelName,
  type TokenUsage,
} from '@riad/contracts';

import type { UpstreamCall, UpstreamSink } from '../upstream.ts';
import type { AnswerWriter } from './answer-writer.ts';
import type { GenerationPlan } from './read-request.ts';

export interface GenerationInput {
  readonly engine: EngineBackend;
  readonly model: ModelName;
  /** One per choice. */
  readonly plans: readonly GenerationPlan[];
  readonly writer: AnswerWriter;
  readonly sink: UpstreamSink;
}

/** Runs every choice of one request side by side in the engine and hands on what the writer makes of it. */
export function startGeneration(input: GenerationInput): UpstreamCall {
  const generation = new Generation(input);
  generation.begin();
  return generation;
}

type Ending = { readonly usage: TokenUsage } | { readonly error: PlatformError };

class Generation implements UpstreamCall {
  readonly #input: GenerationInput;
  readonly #outbox: Outbox;
  readonly #runs: EngineRun[] = [];
  readonly #promptsCounted = new Set<EnginePrompt>();
  #usage: TokenUsage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0 };
  #open: number;
  #produced = 0;
  #headSent = false;
  /** Nothing more is expected of the engine. */
  #over = false;

  constructor(input: GenerationInput) {
    this.#input = input;
    this.#open = input.plans.length;
    this.#outbox = new Outbox(input.sink);
  }

  begin(): void {
    const { engine, model, plans } = this.#input;
    for (const [index, plan] of plans.entries()) {
      const run = engine.generate(
        { ...plan, model },
        {
          onEvent: (event) => this.#receive(index, event),
          onError: (error) => this.#fail(error),
        },
      );
      this.#runs.push(run);
      if (!this.#over) continue;
      // An engine may refuse at once, and a reader may leave at once.
      this.#abortRuns();
      return;
    }
  }

  abort(): void {
    this.#over = true;
    this.#outbox.discard();
    this.#abortRuns();
  }

  pause(): void {
    this.#outbox.hold();
  }

  resume(): void {
    this.#outbox.release();
  }

  produced(): number {
    return this.#produced;
  }

  #abortRuns(): void {
    for (const run of this.#runs) run.abort();
  }

  #receive(index: number, event: EngineEvent): void {
    if (this.#over) return;
    try {
      this.#write(index, event);
    } catch (error) {
      this.#fail(new PlatformError('server.internal', 'the answer could not be written', { cause: error }));
    }
  }

  #write(index: number, event: EngineEvent): void {
    const { writer } = this.#input;
    if (writer.streams) this.#sendHead();
    switch (event.type) {
      case 'start':
        return;
      case 'end':
        this.#endChoice(index, event);
        return;
      case 'text':
      case 'reasoning':
      case 'tool-call':
        this.#produced++;
        this.#send(writer.say(index, event));
        return;
      case 'echo':
        this.#send(writer.say(index, event));
    }
  }

  #sendHead(): void {
    if (this.#headSent) return;
    this.#headSent = true;
    this.#input.sink.onHead({ status: 200, contentType: this.#input.writer.contentType });
  }

  #endChoice(index: number, { finish, usage }: Extract<EngineEvent, { readonly type: 'end' }>): void {
    this.#count(this.#input.plans[index]?.prompt, usage);
    this.#open--;
    const last = this.#open === 0;
    const bytes = this.#input.writer.end(index, finish, last ? this.#usage : undefined);
    if (last) {
      this.#over = true;
      this.#sendHead();
    }
    this.#send(bytes);
    if (last) this.#outbox.close({ usage: this.#usage });
  }

  /** The `n` answers of one prompt count that prompt once; several prompts count each. */
  #count(prompt: EnginePrompt | undefined, usage: TokenUsage): void {
    const sum = this.#usage;
    const counts = prompt !== undefined && !this.#promptsCounted.has(prompt);
    if (prompt !== undefined) this.#promptsCounted.add(prompt);
    this.#usage = {
      promptTokens: sum.promptTokens + (counts ? usage.promptTokens : 0),
      completionTokens: sum.completionTokens + usage.completionTokens,
      cachedTokens: sum.cachedTokens + (counts ? usage.cachedTokens : 0),
      reasoningTokens: sum.reasoningTokens + usage.reasoningTokens,
    };
  }

  #send(bytes: Buffer | undefined): void {
    if (bytes !== undefined) this.#outbox.send(bytes);
  }

  /** One failed choice fails the answer: the others are stopped. */
  #fail(error: PlatformError): void {
    if (this.#over) return;
    this.#over = true;
    this.#abortRuns();
    this.#outbox.close({ error });
  }
}

/**
 * An engine cannot be paused, so what a slow reader has not taken waits here: at most the answers themselves, which the
 * context window bounds. How long a reader may be slow is the listener's affair.
 */
class Outbox {
  readonly #sink: UpstreamSink;
  #held: Buffer[] = [];
  #holding = false;
  #ending: Ending | undefined;

  constructor(sink: UpstreamSink) {
    this.#sink = sink;
  }

  send(bytes: Buffer): void {
    if (this.#holding) this.#held.push(bytes);
    else this.#sink.onData(bytes);
  }

  close(ending: Ending): void {
    this.#ending = ending;
    if (!this.#holding) this.#end();
  }

  hold(): void {
    this.#holding = true;
  }

  release(): void {
    this.#holding = false;
    const held = this.#held;
    this.#held = [];
    for (const [index, bytes] of held.entries()) {
      // The reader may fall behind again in the middle.
      if (this.#isHolding()) {
        this.#held = [...held.slice(index), ...this.#held];
        return;
      }
      this.#sink.onData(bytes);
    }
    this.#end();
  }

  discard(): void {
    this.#held = [];
    this.#ending = undefined;
    this.#holding = true;
  }

  #isHolding(): boolean {
    return this.#holding;
  }

  #end(): void {
    const ending = this.#ending;
    if (ending === undefined || this.#holding) return;
    this.#ending = undefined;
    if ('error' in ending) this.#sink.onError(ending.error);
    else this.#sink.onEnd({ usage: ending.usage });
  }
}

import { PlatformError, type TokenUsage } from '@riad/contracts';

import type { UpstreamSink } from '../upstream.ts';
import { createEventSplitter } from './event-splitter.ts';
import { createEventReader, type EventFacts } from './read-event.ts';
import type { Relay } from './relay.ts';

const doneEvent = Buffer.from('data: [DONE]\n\n');

export interface EventRelayOptions {
  readonly upstream: string;
  readonly dropUsage: boolean;
  /** Answers that were asked for: the stream is complete when each has its finish. */
  readonly choices: number;
  readonly sink: UpstreamSink;
}

/**
 * Passes on whole events as they are, and decides how the stream ended: complete when the server said so or every answer
 * has its finish, truncated otherwise. The head is held until the first event, so that a stream that dies before it can be
 * asked for again.
 */
export class EventRelay implements Relay {
  readonly #options: EventRelayOptions;
  readonly #splitter = createEventSplitter();
  #begun = false;
  #finished = 0;
  #produced = 0;
  #usage: TokenUsage | undefined;

  constructor(options: EventRelayOptions) {
    this.#options = options;
  }

  onData(chunk: Buffer): boolean {
    const run = this.#splitter.push(chunk);
    if (run === undefined) return false;
    const { bytes, ends } = run;
    const read = createEventReader(bytes.toString('latin1'));
    // Neighbouring events go out in one piece; `from` is where the piece begins.
    let from = 0;
    let at = 0;
    for (const end of ends) {
      const facts = read(at, end);
      if (facts.done || facts.failed) {
        this.#forward(bytes.subarray(from, at));
        if (facts.done) this.#end();
        else this.#options.sink.onError(this.#failed());
        return true;
      }
      this.#note(facts);
      if (facts.empty || (facts.usageOnly && this.#options.dropUsage)) {
        this.#forward(bytes.subarray(from, at));
        from = end;
      }
      at = end;
    }
    this.#forward(bytes.subarray(from, at));
    return false;
  }

  onEnd(): void {
    if (this.#isComplete()) this.#end();
    else this.#options.sink.onError(this.#broken('ended its answer before it was complete'));
  }

  onLost(error: PlatformError): void {
    if (this.#isComplete()) this.#end();
    else this.#options.sink.onError(this.#begun ? this.#broken('broke off in the middle of its answer', error) : error);
  }

  produced(): number {
    return this.#produced;
  }

  #note({ choice, finished, usage }: EventFacts): void {
    if (choice) this.#produced++;
    this.#finished += finished;
    this.#usage = usage ?? this.#usage;
  }

  #forward(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (!this.#begun) {
      this.#begun = true;
      this.#options.sink.onHead({ status: 200, contentType: 'text/event-stream; charset=utf-8' });
    }
    this.#options.sink.onData(bytes);
  }

  #end(): void {
    this.#forward(doneEvent);
    this.#options.sink.onEnd(this.#usage === undefined ? {} : { usage: this.#usage });
  }

  #isComplete(): boolean {
    return this.#finished >= this.#options.choices && !this.#splitter.unfinished();
  }

  #broken(what: string, cause?: PlatformError): PlatformError {
    const code = this.#begun ? 'upstream.truncated' : 'upstream.failed';
    return new PlatformError(code, `${this.#options.upstream} ${what}`, cause === undefined ? {} : { cause });
  }

  #failed(): PlatformError {
    return new PlatformError('upstream.failed', `${this.#options.upstream} failed while it was answering`);
  }
}

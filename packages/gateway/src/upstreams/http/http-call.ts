import { PlatformError, type ErrorCode } from '@riad/contracts';

import type { GuardedRequest, UpstreamCall, UpstreamSink } from '../upstream.ts';
import { asPlatformError } from '../../wire/error-body.ts';
import type { CallOutcome } from './breaker.ts';
import type { AnswerHead } from './connections/answer-head.ts';
import { ConnectionError } from './connections/connection-error.ts';
import type { AnswerSink, Exchange } from './connections/exchange.ts';
import { EventRelay } from './event-relay.ts';
import { mapNetworkError, mapRefusal } from './map-error.ts';
import type { Relay } from './relay.ts';
import { WholeRelay } from './whole-relay.ts';

/** Bytes of a refusal that are read for its code. */
const REFUSAL_BYTES = 8 * 1024;
/** An upstream that has said `[DONE]` may take this long to end the answer; then the connection is given up. */
const LINGER_MS = 1000;

export interface HttpCallInput {
  readonly upstream: string;
  readonly send: (sink: AnswerSink) => Exchange;
  readonly request: GuardedRequest;
  /** Use was asked for by us: the event that carries it stays here. */
  readonly dropUsage: boolean;
  readonly now: () => number;
  /** Told once how it ended, when nothing of it is left. */
  readonly onOver: (outcome: CallOutcome) => void;
  readonly sink: UpstreamSink;
}

interface Refused {
  readonly status: number;
  readonly retryAfter: string | undefined;
  body: Buffer;
}

/** One request to an HTTP server and what its answer means: no streams, no promises, no signal. */
export class HttpCall implements UpstreamCall, AnswerSink {
  readonly #input: HttpCallInput;
  #exchange: Exchange | undefined;
  #relay: Relay | undefined;
  #refusal: Refused | undefined;
  #redialled = false;
  #done = false;
  #aborted = false;
  #lingering: NodeJS.Timeout | undefined;
  #reported = false;

  constructor(input: HttpCallInput) {
    this.#input = input;
  }

  start(): void {
    this.#exchange = this.#input.send(this);
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#leave('unknown');
  }

  pause(): void {
    this.#exchange?.pause();
  }

  resume(): void {
    this.#exchange?.resume();
  }

  produced(): number {
    return this.#relay?.produced() ?? 0;
  }

  onHead({ status, contentType, retryAfter }: AnswerHead): void {
    if (this.#done) return;
    if (status !== 200) {
      this.#refusal = { status, retryAfter, body: Buffer.alloc(0) };
      return;
    }
    const { request, upstream, dropUsage } = this.#input;
    const wanted = request.stream ? 'text/event-stream' : 'json';
    if (!contentType.includes(wanted))
      this.#fail(new PlatformError('upstream.failed', `${upstream} did not answer with ${wanted}`), 'failed');
    else if (request.stream)
      this.#relay = new EventRelay({ upstream, dropUsage, choices: choicesOf(request), sink: this.#guardedSink() });
    else this.#relay = new WholeRelay({ upstream, sink: this.#guardedSink() });
  }

  onData(bytes: Buffer): void {
    if (this.#done) return;
    if (this.#refusal !== undefined) {
      if (this.#refusal.body.length < REFUSAL_BYTES) this.#refusal.body = Buffer.concat([this.#refusal.body, bytes]);
      return;
    }
    let finished: boolean | undefined;
    try {
      finished = this.#relay?.onData(bytes);
    } catch (error) {
      this.#fail(asPlatformError(error), 'failed');
    }
    if (finished !== true || this.#done) return;
    this.#done = true;
    this.#lingering ??= setTimeout(() => this.#leave('ok'), LINGER_MS);
  }

  onEnd(): void {
    if (this.#refusal !== undefined) this.#refuse(this.#refusal);
    else if (!this.#done) this.#relay?.onEnd();
    this.#over('ok');
  }

  onError(error: Error): void {
    if (this.#done) {
      this.#over('ok');
      return;
    }
    if (!this.#redialled && error instanceof ConnectionError && error.unasked) {
      // The server had closed an idle connection just as it was used: the request never reached anybody.
      this.#redialled = true;
      this.start();
      return;
    }
    const mapped = mapNetworkError(error, this.#input.upstream);
    if (this.#relay === undefined) this.#fail(mapped, outcomeOf(mapped));
    else this.#relay.onLost(mapped);
    this.#over('failed');
  }

  #refuse({ status, retryAfter, body }: Refused): void {
    const error = mapRefusal({ upstream: this.#input.upstream, status, retryAfter, body, now: this.#input.now() });
    this.#fail(error, outcomeOf(error));
  }

  #fail(error: PlatformError, outcome: CallOutcome): void {
    if (this.#done) return;
    this.#done = true;
    this.#over(outcome);
    this.#input.sink.onError(error);
    this.#exchange?.abort();
  }

  /** The connection is given up; what it still brings is not heard. */
  #leave(outcome: CallOutcome): void {
    this.#done = true;
    this.#exchange?.abort();
    this.#over(outcome);
  }

  /** A relay that ends in an error is over; what the other side still sends is not read. */
  #guardedSink(): UpstreamSink {
    const { sink } = this.#input;
    return {
      onHead: (head) => sink.onHead(head),
      onData: (bytes) => sink.onData(bytes),
      onEnd: (end) => {
        this.#done = true;
        sink.onEnd(end);
      },
      onError: (error) => this.#fail(error, 'failed'),
    };
  }

  #over(outcome: CallOutcome): void {
    clearTimeout(this.#lingering);
    if (this.#reported) return;
    this.#reported = true;
    this.#input.onOver(outcome);
  }
}

/** Answers that were asked for. */
function choicesOf({ body }: GuardedRequest): number {
  return typeof body['n'] === 'number' ? body['n'] : 1;
}

/** Failures that say something about the health of the model there. */
const unhealthy: ReadonlySet<ErrorCode> = new Set([
  'upstream.unreachable',
  'upstream.timeout',
  'upstream.failed',
  'upstream.truncated',
]);

function outcomeOf(error: PlatformError): CallOutcome {
  return unhealthy.has(error.code) ? 'failed' : 'unknown';
}

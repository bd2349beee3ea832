import { PlatformError, type ErrorCode } from '@riad/contracts';
import type { Dispatcher } from 'undici';

import type { GuardedRequest, UpstreamCall, UpstreamSink } from '../upstream.ts';
import { asPlatformError } from '../../wire/error-body.ts';
import type { CallOutcome } from './breaker.ts';
import { EventRelay } from './event-relay.ts';
import { mapNetworkError, isLostConnection, mapRefusal, wasReused } from './map-error.ts';
import type { Relay } from './relay.ts';
import { WholeRelay } from './whole-relay.ts';

/** Bytes of a refusal that are read for its code. */
const REFUSAL_BYTES = 8 * 1024;
/** An upstream that has said `[DONE]` may take this long to end the answer; then the connection is given up. */
const LINGER_MS = 1000;

export interface HttpCallInput {
  readonly upstream: string;
  readonly dispatch: (handler: Dispatcher.DispatchHandler) => void;
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

/** One request to an HTTP server, driven by undici's dispatch: no streams, no promises, no signal. */
export class HttpCall implements UpstreamCall, Dispatcher.DispatchHandler {
  readonly #input: HttpCallInput;
  #controller: Dispatcher.DispatchController | undefined;
  #relay: Relay | undefined;
  #refusal: Refused | undefined;
  #responded = false;
  #redialled = false;
  #done = false;
  #aborted = false;
  #lingering: NodeJS.Timeout | undefined;
  #paused = false;
  #reported = false;
  #arrived: Buffer[] = [];

  constructor(input: HttpCallInput) {
    this.#input = input;
  }

  start(): void {
    this.#input.dispatch(this);
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#done = true;
    this.#controller?.abort(new Error('the client has left'));
  }

  pause(): void {
    if (this.#paused || this.#done) return;
    this.#paused = true;
    this.#controller?.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#controller?.resume();
  }

  produced(): number {
    return this.#relay?.produced() ?? 0;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(new Error('the client has left'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.#responded = true;
    const type = String(headers['content-type'] ?? '');
    if (status !== 200) {
      const retryAfter = headers['retry-after'];
      this.#refusal = {
        status,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
        body: Buffer.alloc(0),
      };
      return;
    }
    const { request, upstream, dropUsage, sink } = this.#input;
    const wanted = request.stream ? 'text/event-stream' : 'json';
    if (!type.includes(wanted))
      this.#fail(new PlatformError('upstream.failed', `${upstream} did not answer with ${wanted}`), 'failed');
    else if (request.stream)
      this.#relay = new EventRelay({ upstream, dropUsage, choices: choicesOf(request), sink: this.#guardedSink(sink) });
    else this.#relay = new WholeRelay({ upstream, sink: this.#guardedSink(sink) });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return;
    if (this.#refusal !== undefined) {
      if (this.#refusal.body.length < REFUSAL_BYTES) this.#refusal.body = Buffer.concat([this.#refusal.body, chunk]);
      return;
    }
    this.#arrived.push(chunk);
    if (this.#arrived.length === 1) queueMicrotask(() => this.#deliver());
  }

  /** What one read of the socket brought goes on in one piece, however the server has cut it. */
  #deliver(): void {
    if (this.#done || this.#arrived.length === 0) return;
    const [first] = this.#arrived;
    const bytes = this.#arrived.length === 1 && first !== undefined ? first : Buffer.concat(this.#arrived);
    this.#arrived = [];
    let finished: boolean | undefined;
    try {
      finished = this.#relay?.onData(bytes);
    } catch (error) {
      this.#fail(asPlatformError(error), 'failed');
    }
    if (finished !== true || this.#done) return;
    this.#done = true;
    this.#lingering ??= setTimeout(() => this.#controller?.abort(new Error('the answer is over')), LINGER_MS);
  }

  onResponseEnd(): void {
    this.#deliver();
    if (this.#refusal !== undefined) this.#refuse(this.#refusal);
    else if (!this.#done) this.#relay?.onEnd();
    this.#over('ok');
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#deliver();
    if (this.#done) {
      this.#over(this.#aborted ? 'unknown' : 'ok');
      return;
    }
    if (!this.#responded && !this.#redialled && isLostConnection(error) && wasReused(error)) {
      // The server had closed an idle connection just as it was used: the request never reached anybody.
      this.#redialled = true;
      this.#input.dispatch(this);
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
    this.#controller?.abort(error);
  }

  /** A relay that ends in an error is over; what the other side still sends is not read. */
  #guardedSink(sink: UpstreamSink): UpstreamSink {
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

import { PlatformError } from '@riad/contracts';
import type { Dispatcher, Pool } from 'undici';

import type { GuardedRequest, UpstreamCall, UpstreamSink } from '../upstream.ts';
import { readUsage } from './read-usage.ts';
import { createSseRelay, type SseRelay } from './sse-relay.ts';

/** Largest answer that is not streamed. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface HttpCallInput {
  readonly pool: Pool;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly request: GuardedRequest;
  readonly dropUsageEvent: boolean;
  readonly timeouts: { readonly headersMs: number; readonly silenceMs: number };
  readonly sink: UpstreamSink;
}

/** One request to an HTTP server, driven by undici's dispatch: no streams, no promises per event. */
export class HttpCall implements UpstreamCall, Dispatcher.DispatchHandler {
  readonly #input: HttpCallInput;
  readonly #relay: SseRelay | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #aborted = false;
  #over = false;
  #failure: { readonly status: number; readonly retryAfterSeconds: number | undefined } | undefined;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(input: HttpCallInput) {
    this.#input = input;
    this.#relay = input.request.stream ? createSseRelay({ dropUsageEvent: input.dropUsageEvent }) : undefined;
    const { pool, path, headers, body, timeouts } = input;
    pool.dispatch(
      {
        path,
        method: 'POST',
        headers: { ...headers },
        body,
        headersTimeout: timeouts.headersMs,
        bodyTimeout: timeouts.silenceMs,
      },
      this,
    );
  }

  abort(): void {
    this.#aborted = true;
    this.#controller?.abort(new Error('the client left'));
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  produced(): number {
    return this.#relay?.events() ?? 0;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(new Error('the client left'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status !== 200) {
      const after = Number(headers['retry-after']);
      this.#failure = { status, retryAfterSeconds: Number.isFinite(after) ? after : undefined };
      return;
    }
    if (this.#relay !== undefined)
      this.#input.sink.onHead({ status: 200, contentType: 'text/event-stream; charset=utf-8' });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over || this.#failure !== undefined) return;
    if (this.#relay === undefined) {
      this.#size += chunk.length;
      this.#chunks.push(chunk);
      if (this.#size > MAX_ANSWER_BYTES)
        controller.abort(new PlatformError('upstream.rejected', 'the upstream’s answer is too large'));
      return;
    }
    try {
      const bytes = this.#relay.push(chunk);
      if (bytes.length > 0) this.#input.sink.onData(bytes);
    } catch (error) {
      this.#fail(error);
      controller.abort(error instanceof Error ? error : new Error('relay failed'));
    }
  }

  onResponseEnd(): void {
    if (this.#over) return;
    if (this.#failure !== undefined) return this.#fail(refusal(this.#failure));
    if (this.#relay === undefined) return this.#endWhole();
    try {
      const rest = this.#relay.finish();
      if (rest.length > 0) this.#input.sink.onData(rest);
    } catch (error) {
      return this.#fail(error);
    }
    this.#over = true;
    const usage = this.#relay.usage();
    this.#input.sink.onEnd(usage === undefined ? {} : { usage });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #endWhole(): void {
    this.#over = true;
    const body = Buffer.concat(this.#chunks);
    let usage: ReturnType<typeof readUsage>;
    try {
      const answer: unknown = JSON.parse(body.toString('utf8'));
      usage = typeof answer === 'object' && answer !== null && 'usage' in answer ? readUsage(answer.usage) : undefined;
    } catch (error) {
      this.#input.sink.onError(
        new PlatformError('upstream.rejected', 'the upstream’s answer is not JSON', { cause: error }),
      );
      return;
    }
    this.#input.sink.onHead({ status: 200, contentType: 'application/json; charset=utf-8' });
    this.#input.sink.onData(body);
    this.#input.sink.onEnd(usage === undefined ? {} : { usage });
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    if (!this.#aborted) this.#input.sink.onError(asUpstreamError(error));
  }
}

/** What an upstream's refusal means here. Its words stay in the log: they may repeat what was sent. */
function refusal({
  status,
  retryAfterSeconds,
}: {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
}): PlatformError {
  if (status === 429)
    return new PlatformError('upstream.rate_limited', 'the upstream asks to wait', {
      retryAfterSeconds: retryAfterSeconds ?? 5,
    });
  if (status >= 500)
    return new PlatformError('upstream.unreachable', `the upstream failed (${status})`, {
      retryAfterSeconds: retryAfterSeconds ?? 1,
    });
  return new PlatformError('upstream.rejected', `the upstream refused the request (${status})`, {
    remedy: 'Check the key and the model’s name in the upstream’s settings.',
  });
}

function asUpstreamError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/TIMEOUT/.test(code))
    return new PlatformError('upstream.timeout', 'the upstream did not answer in time', {
      cause: error,
      retryAfterSeconds: 1,
    });
  return new PlatformError('upstream.unreachable', 'the upstream cannot be reached', {
    cause: error,
    retryAfterSeconds: 1,
  });
}

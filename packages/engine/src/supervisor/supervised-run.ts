import {
  PlatformError,
  type EngineEvent,
  type EngineRun,
  type EngineSink,
  type GenerateRequest,
  type Logger,
} from '@riad/contracts';

interface RunOptions {
  readonly request: GenerateRequest;
  readonly sink: EngineSink;
  /** Puts the request into the model's worker, which may have to be loaded first. */
  readonly put: (sink: EngineSink) => Promise<EngineRun>;
  readonly logger: Logger;
}

/**
 * One generation from the caller's side: one end or one error, then nothing, whatever happens below; a deadline that
 * counts loading too; an abort that is answered at once. A sink that throws ends its own run and disturbs nobody.
 */
export function startRun(options: RunOptions): EngineRun {
  const { request, sink, logger } = options;
  let below: EngineRun | undefined;
  let ended = false;
  const deadline =
    request.deadlineMs === undefined ? undefined : setTimeout(() => stop(deadlineError(request)), request.deadlineMs);

  function finish(): void {
    ended = true;
    clearTimeout(deadline);
  }

  function fail(error: PlatformError): void {
    if (ended) return;
    finish();
    tell(() => sink.onError(error));
  }

  function stop(error: PlatformError): void {
    below?.abort();
    fail(error);
  }

  function onEvent(event: EngineEvent): void {
    if (ended) return;
    if (event.type === 'end') finish();
    tell(() => sink.onEvent(event));
  }

  function tell(say: () => void): void {
    try {
      say();
    } catch (error) {
      logger.error('engine.sink_failed', { model: request.model, error });
      below?.abort();
      finish();
    }
  }

  async function begin(): Promise<void> {
    try {
      below = await options.put({ onEvent, onError: fail });
      // Aborted or late while the model was loading: it has not begun, so nothing but the place is given back.
      if (ended) below.abort();
    } catch (error) {
      fail(asPlatformError(error));
    }
  }

  void begin();
  return {
    abort: () => {
      if (!ended) stop(new PlatformError('request.cancelled', 'the request was cancelled'));
    },
  };
}

function deadlineError({ deadlineMs, model }: GenerateRequest): PlatformError {
  return new PlatformError('engine.deadline', `${model} did not finish within ${deadlineMs} ms`, {
    retryAfterSeconds: 1,
    remedy: 'Ask for fewer tokens, or allow more time.',
  });
}

function asPlatformError(error: unknown): PlatformError {
  return error instanceof PlatformError
    ? error
    : new PlatformError('server.internal', 'the engine failed', { cause: error });
}

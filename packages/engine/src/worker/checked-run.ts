import { PlatformError, type EngineEvent, type EngineSink, type TokenUsage } from '@riad/contracts';

import type { WireGenerateRequest } from '../protocol/messages.ts';

interface CheckedRun {
  readonly request: WireGenerateRequest;
  readonly sink: EngineSink;
  readonly start: (request: WireGenerateRequest, sink: AttemptSink) => Promise<{ abort(): void }>;
}

export interface AttemptSink extends EngineSink {
  /** Tokens that an attempt wrote, before it ends one way or the other. */
  onSpent?(tokens: number): void;
}

/** Answers that miss their form are drawn again this often. */
const ATTEMPTS = 3;
/** A greedy model would write the same again. */
const RETRY_TEMPERATURE = 0.7;

/**
 * An answer whose form only the validator can tell: nothing of it is said before it was checked, and one that misses its
 * form is drawn again, differently. What all attempts wrote is counted.
 */
export async function startChecked({ request, sink, start }: CheckedRun): Promise<{ abort(): void }> {
  let attempt = 0;
  let spent = 0;
  let run: { abort(): void } | undefined;
  let aborted = false;

  async function begin(): Promise<void> {
    attempt++;
    const said: EngineEvent[] = [];
    run = await start(attempt === 1 ? request : again(request, attempt), {
      onEvent(event) {
        said.push(event);
        if (event.type !== 'end') return;
        for (const one of said) sink.onEvent(one.type === 'end' ? { ...one, usage: counted(one.usage) } : one);
      },
      onSpent(tokens) {
        spent += tokens;
      },
      onError(error) {
        if (error.code !== 'engine.output_invalid' || attempt >= ATTEMPTS || aborted) return sink.onError(error);
        void beginAgain();
      },
    });
    if (aborted) run.abort();
  }

  async function beginAgain(): Promise<void> {
    try {
      await begin();
    } catch (error) {
      sink.onError(asError(error));
    }
  }

  const counted = (usage: TokenUsage): TokenUsage => ({ ...usage, completionTokens: spent });

  await begin();
  return {
    abort() {
      aborted = true;
      run?.abort();
    },
  };
}

function again(request: WireGenerateRequest, attempt: number): WireGenerateRequest {
  const { sampling } = request;
  return {
    ...request,
    sampling: {
      ...sampling,
      temperature: Math.max(sampling.temperature, RETRY_TEMPERATURE),
      ...(sampling.seed === undefined ? {} : { seed: sampling.seed + attempt }),
    },
  };
}

function asError(error: unknown): PlatformError {
  return error instanceof PlatformError
    ? error
    : new PlatformError('server.internal', 'the engine failed', { cause: error });
}

import { PlatformError } from '@riad/contracts';

import type { UpstreamCall, UpstreamSink } from '../upstream.ts';
import type { Wire } from './present.ts';

export interface OneAnswer {
  readonly value: Wire;
  readonly promptTokens?: number;
}

/** Work that answers with one JSON document. It may ask `isWanted` between its parts and stop when nobody waits any more. */
export function answerOnce(
  sink: UpstreamSink,
  work: (isWanted: () => boolean) => Promise<OneAnswer | undefined>,
): UpstreamCall {
  let aborted = false;
  void deliver();
  return {
    abort() {
      aborted = true;
    },
    // One document goes out in one piece.
    pause() {},
    resume() {},
    produced: () => 0,
  };

  async function deliver(): Promise<void> {
    try {
      const answer = await work(() => !aborted);
      if (aborted || answer === undefined) return;
      sink.onHead({ status: 200, contentType: 'application/json; charset=utf-8' });
      sink.onData(Buffer.from(JSON.stringify(answer.value)));
      sink.onEnd({
        usage: { promptTokens: answer.promptTokens ?? 0, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0 },
      });
    } catch (error) {
      if (!aborted) sink.onError(asPlatformError(error));
    }
  }
}

/** A call that was refused before it began. */
export function refuseCall(sink: UpstreamSink, error: unknown): UpstreamCall {
  sink.onError(asPlatformError(error));
  return { abort() {}, pause() {}, resume() {}, produced: () => 0 };
}

function asPlatformError(error: unknown): PlatformError {
  return error instanceof PlatformError
    ? error
    : new PlatformError('server.internal', 'the model failed', { cause: error });
}

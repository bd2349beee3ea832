import { randomInt } from 'node:crypto';

import { PlatformError, type FinishReason } from '@riad/contracts';
import {
  LlamaGrammarEvaluationState,
  TokenBias,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  type SequenceEvaluateOptions,
} from 'node-llama-cpp';

import { FairQueue, type Waiting } from '../fair-queue.ts';
import { MAX_SEED } from '../sampling.ts';
import type { Job, Scheduler } from '../scheduler.ts';
import { createThroughput, type Throughput } from '../throughput.ts';
import { asTokens } from './as-tokens.ts';
import type { DriverSchedulerOptions } from './driver.ts';

interface Run extends Waiting {
  readonly job: Job;
  aborted: boolean;
}

interface Seat {
  readonly sequence: LlamaContextSequence;
  key: string;
  busy: boolean;
}

type Options = DriverSchedulerOptions & { readonly model: LlamaModel; readonly context: LlamaContext };

/** One sequence per running request on the library's own loop; exact prefixes are reused within a cache key. */
export function createPublicScheduler(options: Options): Scheduler {
  const { model, context } = options;
  const seats: readonly Seat[] = Array.from({ length: options.slots }, () => ({
    sequence: context.getSequence(),
    key: '',
    busy: false,
  }));
  const queue = new FairQueue<Run>();
  const counts: Throughput = createThroughput();

  function submit(job: Job): { abort(): void } {
    const { request } = job;
    const run: Run = {
      job,
      tenant: request.tenant ?? request.cacheKey,
      priority: request.priority ?? 'interactive',
      aborted: false,
    };
    const refusal = refusalOf(job);
    if (refusal === undefined) {
      queue.push(run);
      setImmediate(seatNext);
    } else {
      setImmediate(() => job.onError(refusal));
    }
    return {
      abort() {
        run.aborted = true;
      },
    };
  }

  function seatNext(): void {
    const seat = seats.find(({ busy }) => !busy);
    if (seat === undefined) return;
    const run = queue.take(() => true);
    if (run === undefined) return;
    seat.busy = true;
    void work(run, seat).finally(() => {
      seat.busy = false;
      seatNext();
    });
    seatNext();
  }

  async function work(run: Run, seat: Seat): Promise<void> {
    const { job } = run;
    const started = performance.now();
    try {
      const cached = await prepare(seat, job);
      counts.placed(job.prompt.length, cached);
      job.onStart(job.prompt.length, cached);
      const { finish, generated } = await generate(run, seat);
      if (finish === 'cancelled') throw new PlatformError('request.cancelled', 'the request was cancelled');
      job.onEnd(finish, {
        promptTokens: job.prompt.length,
        completionTokens: generated,
        cachedTokens: cached,
        reasoningTokens: 0,
      });
    } catch (error) {
      job.onError(asFailure(error));
    }
    queue.charge(run.tenant, performance.now() - started);
    options.onProgress();
  }

  /** Empties the sequence, or keeps the exact beginning that it shares with the prompt. Nothing is shifted. */
  async function prepare(seat: Seat, { prompt, request }: Job): Promise<number> {
    if (seat.key !== request.cacheKey) await seat.sequence.clearHistory();
    seat.key = request.cacheKey;
    await seat.sequence.adaptStateToTokens(asTokens(prompt.slice(0, -1)), false);
    return seat.sequence.nextTokenIndex;
  }

  async function generate(
    run: Run,
    { sequence }: Seat,
  ): Promise<{ readonly finish: FinishReason | 'cancelled'; readonly generated: number }> {
    const { prompt, request, onToken } = run.job;
    const said: number[] = [];
    const most = Math.min(request.maxTokens ?? Number.POSITIVE_INFINITY, options.contextLength - prompt.length + 1);
    if (most === 0) return { finish: 'length', generated: 0 };
    const unread = asTokens(prompt.slice(sequence.nextTokenIndex));
    let before = performance.now();
    for await (const token of sequence.evaluate(unread, evaluation(run.job, said))) {
      const now = performance.now();
      counts.decoded({
        tokens: said.length === 0 ? unread.length : 1,
        prompt: said.length === 0 ? unread.length : 0,
        ms: now - before,
      });
      before = now;
      options.onProgress();
      if (run.aborted) return { finish: 'cancelled', generated: said.length };
      if (options.vocabulary.endsGeneration(token)) return { finish: 'stop', generated: said.length };
      said.push(token);
      if (!onToken({ token })) return { finish: 'stop', generated: said.length };
      if (said.length >= most) return { finish: 'length', generated: said.length };
    }
    return { finish: 'stop', generated: said.length };
  }

  function evaluation({ request, grammarState }: Job, said: readonly number[]): SequenceEvaluateOptions {
    const { temperature, topP, topK, minP, seed, frequencyPenalty, presencePenalty, logitBias } = request.sampling;
    return {
      temperature,
      topP,
      ...(topK === undefined ? {} : { topK }),
      ...(minP === undefined ? {} : { minP }),
      seed: seed === undefined ? randomInt(MAX_SEED) : Math.abs(Math.trunc(seed)) % MAX_SEED,
      yieldEogToken: true,
      ...(grammarState instanceof LlamaGrammarEvaluationState ? { grammarEvaluationState: grammarState } : {}),
      ...((frequencyPenalty ?? 0) === 0 && (presencePenalty ?? 0) === 0
        ? {}
        : {
            repeatPenalty: {
              punishTokens: () => asTokens(said),
              penalty: 1,
              frequencyPenalty: frequencyPenalty ?? 0,
              presencePenalty: presencePenalty ?? 0,
            },
          }),
      ...(logitBias === undefined ? {} : { tokenBias: biasOf(logitBias) }),
    };
  }

  function biasOf(pairs: readonly (readonly [number, number])[]): TokenBias {
    const bias = TokenBias.for(model);
    for (const [token, logit] of pairs) bias.set(asTokens([token]), { logit });
    return bias;
  }

  return {
    submit,
    forget(keyPrefix) {
      for (const seat of seats) if (!seat.busy && seat.key.startsWith(keyPrefix)) void seat.sequence.clearHistory();
    },
    throughput: () =>
      counts.report({
        running: seats.filter(({ busy }) => busy).length,
        waiting: queue.length,
        threads: options.threads,
      }),
  };
}

function refusalOf({ request, adapter }: Job): PlatformError | undefined {
  const field = request.topLogprobs === undefined ? (adapter === undefined ? undefined : 'model') : 'logprobs';
  if (field === undefined) return undefined;
  return new PlatformError('model.not_capable', `${field} needs the native driver, which does not fit this machine`, {
    field,
    remedy: './riad doctor tells why.',
  });
}

function asFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError('engine.crashed', 'the model failed while it was working', {
    cause: error,
    retryAfterSeconds: 1,
  });
}

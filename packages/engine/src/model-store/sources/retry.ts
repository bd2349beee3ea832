import type { FetchContext } from './fetch-context.ts';
import { SourceProblem } from './source-problem.ts';

/** Attempts in a row that bring nothing before a source is given up. */
export const MAX_FRUITLESS_ATTEMPTS = 4;
/** A server may ask for at most this long a pause; longer, and the next source is tried. */
export const MAX_RETRY_AFTER_MS = 60_000;

export interface RetryContext {
  readonly context: Pick<FetchContext, 'signal' | 'sleep'>;
  /** Whether the attempt that just failed brought something new. */
  readonly advanced?: () => boolean;
}

/** Repeats what may succeed soon. A host that was never reached is not worth waiting for: the next source is. */
export async function retryTransient<T>(
  attempt: () => Promise<T>,
  { context, advanced = () => false }: RetryContext,
): Promise<T> {
  let fruitless = 0;
  let reached = false;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof SourceProblem)) throw error;
      reached ||= error.kind === 'transient' || advanced();
      const worthwhile = error.kind === 'transient' || (error.kind === 'unreachable' && reached);
      fruitless = advanced() ? 0 : fruitless + 1;
      if (!worthwhile || fruitless >= MAX_FRUITLESS_ATTEMPTS) throw error;
      await context.sleep(pause(error, fruitless), context.signal);
    }
  }
}

function pause(problem: SourceProblem, fruitless: number): number {
  const asked = problem.retryAfterMs;
  if (asked === undefined) return 500 * 2 ** fruitless;
  if (asked <= MAX_RETRY_AFTER_MS) return asked;
  const seconds = Math.ceil(asked / 1000);
  throw new SourceProblem('refused', `${problem.message}; it asks to come back in ${seconds} s, too long to wait`);
}

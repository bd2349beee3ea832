import { createContext, Script } from 'node:vm';

/** Thrown by `withinTime`. */
export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';
}

const call = new Script('work()');

/**
 * Runs foreign logic (a model file's template, a caller's regular expressions) for at most `limitMs`, then interrupts it:
 * this process has one thread for everybody's requests.
 */
export function withinTime<T>(limitMs: number, work: () => T): T {
  const results: T[] = [];
  const context = createContext({
    work() {
      results.push(work());
    },
  });
  try {
    call.runInContext(context, { timeout: limitMs });
  } catch (error) {
    if (isTimeout(error)) throw new TimeLimitExceeded(`more than ${limitMs} ms`, { cause: error });
    throw error;
  }
  const [result] = results;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `work` ran, so its result is there, `undefined` included
  return result as T;
}

/** Not by class: the error may come from the context's own realm. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

import { PlatformError, type Logger } from '@riad/contracts';
import type { ModelStore } from '@riad/engine';

export interface PullState {
  readonly phase: string;
  readonly received: number;
  readonly total: number;
  /** Why it ended without a model; cleared by the next try. */
  readonly problem: string | null;
}

/** Downloads that were asked for in the console. They go on when the page closes. */
export interface ModelPulls {
  start(name: string): void;
  /** `undefined`: none under way, and the last one did not fail. */
  state(name: string): PullState | undefined;
  cancel(name: string): void;
  close(): void;
}

export function createModelPulls({
  models,
  logger,
}: {
  readonly models: ModelStore;
  readonly logger: Logger;
}): ModelPulls {
  const states = new Map<string, PullState>();
  const running = new Map<string, AbortController>();

  async function pull(name: string, abort: AbortController): Promise<void> {
    try {
      await models.pull(name, {
        signal: abort.signal,
        onProgress: ({ phase, receivedBytes, totalBytes }) =>
          void states.set(name, { phase, received: receivedBytes, total: totalBytes, problem: null }),
      });
      states.delete(name);
    } catch (error) {
      const problem =
        error instanceof PlatformError ? [error.message, error.remedy].filter(Boolean).join('. ') : 'it failed';
      if (abort.signal.aborted) states.delete(name);
      else states.set(name, { phase: 'failed', received: 0, total: 0, problem });
      logger.warn('models.pull_failed', { model: name, error });
    } finally {
      running.delete(name);
    }
  }

  return {
    start(name) {
      if (running.has(name)) return;
      const abort = new AbortController();
      running.set(name, abort);
      states.set(name, { phase: 'waiting', received: 0, total: 0, problem: null });
      void pull(name, abort);
    },
    state: (name) => states.get(name),
    cancel: (name) => running.get(name)?.abort(),
    close() {
      for (const abort of running.values()) abort.abort();
    },
  };
}

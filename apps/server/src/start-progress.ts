import type { PullProgress } from '@riad/engine';

type ModelProgress = Pick<PullProgress, 'model' | 'phase' | 'receivedBytes' | 'totalBytes'>;

/** One step of a start, as shown to whoever waits for it. */
export interface Step {
  /** In English words. */
  readonly message: string;
  /** The same for whoever speaks other languages: the command has a sentence for each. */
  readonly key: StepKey;
  readonly model?: string;
  readonly receivedBytes?: number;
  readonly totalBytes?: number;
}

export type StepKey = 'ledger' | 'database' | RestoreStep | ModelProgress['phase'];

type RestoreStep = 'restore_files' | 'restore_ledger' | 'restore_database' | 'restore_erasures';

/** A step that reports how a model comes. */
export function modelStep({ model, phase, receivedBytes, totalBytes }: ModelProgress): Step {
  return { message: `Model ${model}: ${phase}`, key: phase, model, receivedBytes, totalBytes };
}

/** The steps of a start and its end, for followers that come at any time. */
export interface StartProgress {
  step(step: Step): void;
  follow(listener: (step: Step) => void): () => void;
}

export function createStartProgress(): StartProgress {
  const listeners = new Set<(step: Step) => void>();
  let last: Step | undefined;
  return {
    step(step) {
      last = step;
      for (const listener of listeners) listener(step);
    },
    follow(listener) {
      listeners.add(listener);
      if (last !== undefined) listener(last);
      return () => void listeners.delete(listener);
    },
  };
}

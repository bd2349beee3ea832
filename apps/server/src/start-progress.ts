/** One step of a start, as shown to whoever waits for it. */
export interface Step {
  readonly message: string;
  readonly receivedBytes?: number;
  readonly totalBytes?: number;
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

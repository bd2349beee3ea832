import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';

interface Act {
  readonly error: Error | undefined;
  readonly busy: boolean;
  /** Does it, then reads again what it may have changed. */
  run(work: () => Promise<unknown>): void;
}

/** One thing done at a time, with what went wrong with the last one. */
export function useAct(...changed: readonly QueryKey[]): Act {
  const queries = useQueryClient();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const work = async (wanted: () => Promise<unknown>): Promise<void> => {
    setError(undefined);
    setBusy(true);
    try {
      await wanted();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    }
    setBusy(false);
    for (const queryKey of changed) await queries.invalidateQueries({ queryKey });
  };
  return { error, busy, run: (wanted) => void work(wanted) };
}

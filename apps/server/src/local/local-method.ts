import type { z } from 'zod';

export interface LocalCall {
  /** Reports a step of long work; any JSON value. */
  progress(value: Readonly<Record<string, unknown>>): void;
  /** Aborted when the command that asked goes away. */
  readonly signal: AbortSignal;
}

/** One command a running server understands on its socket. */
export interface LocalMethod {
  /** Checks the parameters, then does the work. */
  run(parameters: unknown, call: LocalCall): Promise<unknown>;
}

export type LocalMethods = ReadonlyMap<string, LocalMethod>;

/** Ties a method's code to the type of its schema. */
export function localMethod<T>(
  parameters: z.ZodType<T>,
  run: (parameters: T, call: LocalCall) => Promise<unknown>,
): LocalMethod {
  return { run: async (unchecked, call) => run(parameters.parse(unchecked), call) };
}

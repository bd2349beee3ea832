/**
 * Why one source did not give the file; the next one is tried. `unreachable`: no answer at all. `transient`: the
 * same request may succeed soon, after `retryAfterMs` when the other side said so. `digest`: it gave other bytes than the
 * ones that were asked for. `disk`: no space is left, for any source.
 */
export class SourceProblem extends Error {
  override readonly name = 'SourceProblem';
  readonly kind: 'refused' | 'unreachable' | 'transient' | 'digest' | 'disk';
  readonly retryAfterMs: number | undefined;

  constructor(kind: SourceProblem['kind'], message: string, options: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}

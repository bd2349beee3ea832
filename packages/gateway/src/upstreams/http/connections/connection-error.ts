/**
 * `lost`: it broke after it was open. `silent`: nothing of an answer came in time. `stalled`: an answer stopped in its
 * middle. `not-http`: what came is no answer that can be read safely.
 */
export type ConnectionFault = 'lost' | 'silent' | 'stalled' | 'not-http';

/** What went wrong on an open connection. One that could not be opened fails with the system's own error. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly fault: ConnectionFault;
  /** It had carried another answer before, and nothing of this one had come: the server may never have seen the request. */
  readonly unasked: boolean;

  constructor(
    fault: ConnectionFault,
    message: string,
    { unasked = false, cause }: { readonly unasked?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.fault = fault;
    this.unasked = unasked;
  }
}

export function notHttp(what: string): ConnectionError {
  return new ConnectionError('not-http', what);
}

import type { PlatformError } from '@riad/contracts';

/** What reads the body of a good answer and passes it on. */
export interface Relay {
  /** True when the rest of the answer does not matter any more. */
  onData(bytes: Buffer): boolean;
  /** The other side has ended its answer. */
  onEnd(): void;
  /** The connection is gone. */
  onLost(error: PlatformError): void;
  /** Events of the answer so far. */
  produced(): number;
}

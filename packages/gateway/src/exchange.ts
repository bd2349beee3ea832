import type { Caller, NamedUse, RequestId } from '@riad/contracts';

import type { Dialect, Operation } from './upstreams/upstream.ts';

/** Where an answer goes. Independent of HTTP, so that the console and other parts use the gateway in process. */
export interface Reply {
  /** `headers` are the callee's to add to. */
  head(status: number, headers: Record<string, string>): void;
  /** False: the reader is behind; wait for `onDrain`. */
  write(bytes: Buffer): boolean;
  end(bytes?: Buffer): void;
  /** Cuts the connection: the answer did not end well and must not look as if it had. */
  destroy(): void;
  /** Called each time a reader that was behind has caught up. */
  onDrain(listener: () => void): void;
  /** Called once when the reader leaves before the end. */
  onClose(listener: () => void): void;
}

/** Who asks: a secret to be checked, or a caller that the process itself has already identified. */
export type Identity = { readonly secret: string | undefined } | { readonly caller: Caller };

/** One request for a model. */
export interface Exchange {
  readonly id: RequestId;
  readonly operation: Operation;
  readonly dialect: Dialect;
  readonly identity: Identity;
  /** As the client names it; absent: how it begins tells. */
  readonly conversation?: string;
  /** What the client says it is for; absent members may stand in the body. */
  readonly use?: NamedUse;
  readonly body: Buffer;
  readonly reply: Reply;
}

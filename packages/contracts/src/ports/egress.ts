import type { Location } from '../location.ts';

/**
 * The one place that decides whether a connection may be opened to the outside. Asked before a socket is opened, with the
 * address that name resolution gave, so that a name cannot be swapped afterwards.
 */
export interface Egress {
  /** Throws `egress.refused` with the reason when the connection is not allowed. */
  assertAllowed(request: EgressRequest): void;
}

export interface EgressRequest {
  /** Who wants out: `upstream:mistral-eu`, `model-store`, `connector:…`. */
  readonly purpose: string;
  readonly url: URL;
  /** What name resolution gave, once it is known: the connection goes there and nowhere else. */
  readonly address?: string;
  readonly location: Location;
  /** Where the guard has let the data go; absent when no request is on its way. */
  readonly guardedFor?: Location;
}

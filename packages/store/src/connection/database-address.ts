/** A database behind a Unix socket on this machine. */
export interface DatabaseAddress {
  /** The socket's folder. */
  readonly host: string;
  readonly database: string;
  readonly user: string;
}

/** One program that passes requests on to the upstream. */
export interface Candidate {
  readonly name: string;
  /** Fetches or builds what it needs, once. Throws when that cannot be had; the run then goes on without it. */
  prepare(): Promise<void>;
  /** How it is started, to listen on `port` and ask the mock at `upstream`. */
  launch(ports: Ports): Launch;
  /** Called once it answers: whatever goes with every request, which some only know then. */
  readonly headers: () => readonly string[];
  /** Takes many milliseconds of processor time per request: gets fewer of them. */
  readonly slow?: boolean;
}

export interface Ports {
  readonly port: number;
  readonly upstream: number;
}

export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

import type {
  Clock,
  Finding,
  KeyDirectory,
  LedgerPort,
  Location,
  Logger,
  ModelName,
  UsageRecorder,
  Verdict,
} from '@riad/contracts';

import type { Exchange } from './exchange.ts';
import type { Limiter } from './limits/limiter.ts';
import type { Upstream } from './upstreams/upstream.ts';

/** What the gateway needs of the rest of the house. */
export interface GatewayPorts {
  readonly keys: KeyDirectory;
  readonly limiter: Limiter;
  readonly inspect: (texts: readonly string[]) => readonly (readonly Finding[])[];
  readonly decide: (findings: readonly (readonly Finding[])[], location: Location) => Verdict;
  /** Version of the policy in force, for the ledger and for cache keys. */
  readonly policyVersion: () => number;
  readonly ledger: LedgerPort;
  readonly usage: UsageRecorder;
  readonly upstreams: () => readonly Upstream[];
  /** Used when a request names no model. */
  readonly defaultModel: () => ModelName;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told about every request that ended, for metrics. */
  readonly onEnd?: (summary: RequestSummary) => void;
}

export interface RequestSummary {
  readonly operation: Exchange['operation'];
  readonly model: string;
  readonly target: string;
  /** `ok`, or the error's code. */
  readonly outcome: string;
  readonly durationMs: number;
  readonly firstByteMs: number | undefined;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

import type {
  Caller,
  CheckUse,
  Clock,
  KeyDirectory,
  LedgerPort,
  Logger,
  ModelName,
  Policy,
  UsageRecorder,
} from '@riad/contracts';

import type { Conversations } from './conversations/conversations.ts';
import type { Exchange } from './exchange.ts';
import type { Limiter } from './limits/limiter.ts';
import type { Inspectors } from './steps/inspect.ts';
import type { FoundValue } from './steps/oppose.ts';
import type { Upstream } from './upstreams/upstream.ts';

/** What the gateway needs of the rest of the house. */
export interface GatewayPorts extends Inspectors {
  readonly keys: KeyDirectory;
  readonly limiter: Limiter;
  /** The policy in force, as it stands for this caller today. */
  readonly policy: (caller: Caller) => Policy;
  /** Whether a person that was found opposes the processing of their data. */
  readonly opposes: (caller: Caller, found: FoundValue) => boolean;
  /** Whether this may be processed for what the request says it is for. */
  readonly checkUse: CheckUse;
  readonly conversations: Conversations;
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
  /** Surrogates that became values again, and such that the model made up. */
  readonly surrogates: { readonly restored: number; readonly unknown: number };
}

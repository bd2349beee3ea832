import type { LoadOutcome, Measured } from './client.ts';
import type { AbortOutcome } from './phases/aborts.ts';
import type { GuardRound } from './phases/guard.ts';
import type { KillOutcome } from './phases/kill.ts';

/** All that one candidate was measured at; rounds in order. */
export interface Measurements {
  readonly name: string;
  startSeconds: number;
  /** Batches of requests until they became no cheaper. */
  warmUpBatches: number;
  /** The process itself, after a rest. */
  idleMiB: number;
  /** The most with 256 streams under way. */
  streamsMiB?: number;
  readonly throughput32: Measured[];
  readonly throughput256: Measured[];
  readonly burst: Measured[];
  readonly paced: Measured[];
  readonly latency: LoadOutcome[];
  readonly latencyInstant: LoadOutcome[];
  readonly guard: GuardRound[];
  aborts: readonly AbortOutcome[];
  kills: readonly KillOutcome[];
}

export function newMeasurements(name: string): Measurements {
  return {
    name,
    startSeconds: 0,
    warmUpBatches: 0,
    idleMiB: 0,
    throughput32: [],
    throughput256: [],
    burst: [],
    paced: [],
    latency: [],
    latencyInstant: [],
    guard: [],
    aborts: [],
    kills: [],
  };
}

import type { Egress } from '@riad/contracts';

import type { HttpClient } from '../http.ts';
import type { PipRunner } from './pip.ts';

/** What a source works with while it fetches one file. */
export interface FetchContext {
  readonly http: HttpClient;
  readonly egress: Egress;
  readonly pip: PipRunner;
  readonly bases: SourceBases;
  readonly signal: AbortSignal;
  readonly report: (phase: PullPhase, receivedBytes: number) => void;
  /** Waits; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Base addresses, without a slash at the end. */
export interface SourceBases {
  readonly huggingFace: string;
  readonly ollama: string;
  readonly npm: string;
}

export type PullPhase = 'waiting' | 'resolving' | 'downloading' | 'extracting' | 'converting' | 'verifying' | 'done';

/** The bytes that are wanted. */
export interface Expected {
  readonly sha256: string;
  readonly bytes: number;
}

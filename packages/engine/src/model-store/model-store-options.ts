import type { Clock, Egress } from '@riad/contracts';
import type { Dispatcher } from 'undici';

import type { SourceKind } from './catalogue-entry.ts';
import type { PullPhase } from './sources/fetch-context.ts';

export interface ModelStoreOptions {
  /** `models/` of the data folder. */
  readonly folder: string;
  /** `content/models` of the installation. */
  readonly catalogueFolder: string;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly sources: SourceSettings;
  /** Where pip finds its configuration, proxies and certificates. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told before a change becomes visible; when it fails, so does the change. */
  readonly onEvent: (event: StoreEvent) => void | Promise<void>;
  /** Whether the engine has the model loaded. */
  readonly isInUse?: (name: string) => boolean;
  /** Free bytes on the disk of a folder. */
  readonly freeDisk?: (folder: string) => Promise<number>;
  readonly freeMemory?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Connections for sites behind a proxy. */
  readonly dispatcher?: Dispatcher;
}

export interface SourceSettings {
  /** Kinds of source that may be tried, in this order. */
  readonly order: readonly SourceKind[];
  readonly huggingFace: string;
  readonly ollama: string;
  readonly npm?: string;
  /** Base address of a mirror that serves a store's `blobs/sha256/…`. */
  readonly mirror?: string;
  /** Folders that may hold `<name>.gguf`. */
  readonly localFolders?: readonly string[];
  /** Python that runs pip; `python3` when absent. */
  readonly python?: string;
  /** Replaces the index that pip is configured for. */
  readonly pythonIndex?: { readonly url: string; readonly trustedHost?: string };
}

/** What happened to a model, for the ledger. */
export interface StoreEvent {
  readonly type: 'model.pulled' | 'model.imported' | 'model.exported' | 'model.removed';
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly source: string;
  readonly licence: string;
  /** Who stated the digest. */
  readonly digestFrom: string;
}

export interface PullProgress {
  readonly model: string;
  /** Empty while waiting for another process. */
  readonly source: string;
  readonly phase: PullPhase;
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface PullOptions {
  readonly onProgress?: (progress: PullProgress) => void;
  readonly signal?: AbortSignal;
}

import type { ModelName } from '@riad/contracts';

import type { ChatFormatName, EmbeddingConvention } from './protocol/messages.ts';

/** A model that is on disk and was verified. */
export interface InstalledModel {
  readonly name: ModelName;
  readonly kind: 'chat' | 'embedding';
  readonly path: string;
  readonly contextLength: number;
  readonly format: ChatFormatName;
  readonly embedding?: EmbeddingConvention;
  readonly supportsTools: boolean;
  readonly supportsFim: boolean;
  /** What can be put on it, by a request that names `model:adapter`. */
  readonly adapters?: readonly InstalledAdapter[];
}

/** A LoRA on disk whose header was checked against its model's. */
export interface InstalledAdapter {
  readonly name: string;
  readonly path: string;
}

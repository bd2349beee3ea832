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
}

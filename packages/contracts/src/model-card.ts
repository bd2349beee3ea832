import type { ModelName } from './ids.ts';
import type { Location } from './location.ts';

export interface ModelCapabilities {
  readonly chat: boolean;
  readonly completion: boolean;
  readonly fim: boolean;
  readonly embedding: boolean;
  readonly tools: boolean;
  readonly vision: boolean;
}

/** What Riad knows of a model it can serve, wherever it runs. Presented on the wire as the union of both vendors' cards. */
export interface ModelCard {
  readonly name: ModelName;
  readonly aliases: readonly ModelName[];
  readonly description: string;
  readonly ownedBy: string;
  readonly licence: string;
  /** Tokens. */
  readonly contextLength: number;
  readonly capabilities: ModelCapabilities;
  readonly location: Location;
  /** Seconds since the epoch. */
  readonly created: number;
}

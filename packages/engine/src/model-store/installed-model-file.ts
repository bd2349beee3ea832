import { modelName, type ModelName } from '@riad/contracts';

import type { InstalledModel } from '../embedded-engine.ts';
import type { EmbeddingFacts } from './catalogue-entry.ts';
import type { StoredModel } from './store-index.ts';

/** An installed model with what the server shows of it. */
export interface InstalledModelFile extends InstalledModel {
  readonly aliases: readonly ModelName[];
  readonly sha256: string;
  readonly bytes: number;
  readonly licence: string;
  readonly source: string;
  /** ISO 8601. */
  readonly storedAt: string;
  readonly embedding?: EmbeddingFacts;
}

/** `path` tells where the file of a digest lies. */
export function presentInstalled(model: StoredModel, path: (sha256: string) => string): InstalledModelFile {
  return {
    name: modelName(model.name),
    aliases: model.aliases.map(modelName),
    kind: model.kind,
    path: path(model.sha256),
    contextLength: model.contextLength,
    format: model.format,
    supportsTools: model.capabilities.tools,
    supportsFim: model.capabilities.fim,
    sha256: model.sha256,
    bytes: model.bytes,
    licence: model.licence,
    source: model.source,
    storedAt: model.storedAt,
    ...(model.embedding === undefined ? {} : { embedding: model.embedding }),
    ...(model.adapters === undefined
      ? {}
      : { adapters: model.adapters.map(({ name, sha256 }) => ({ name, path: path(sha256) })) }),
  };
}

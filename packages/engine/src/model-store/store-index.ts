import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { z } from 'zod';

import type { ChatFormatName } from '../protocol/messages.ts';
import {
  chatFormatSchema,
  embeddingFactsSchema,
  modelNameSchema,
  type DigestOrigin,
  type EmbeddingFacts,
} from './catalogue-entry.ts';
import { writeFileAtomically } from './files/atomic-file.ts';
import { acquireFileLock } from './files/file-lock.ts';

/** A model on disk as `models/index.json` remembers it: complete, so that it works without the catalogue. */
export interface StoredModel {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'chat' | 'embedding';
  readonly licence: string;
  readonly languages: readonly string[];
  readonly contextLength: number;
  readonly format: ChatFormatName;
  readonly capabilities: { readonly tools: boolean; readonly fim: boolean };
  readonly embedding?: EmbeddingFacts;
  readonly sha256: string;
  readonly bytes: number;
  /** The blob's modification time when it was verified: another one asks for a new check of the digest. */
  readonly modifiedMs: number;
  /** Where it came from, in one line. */
  readonly source: string;
  /** ISO 8601. */
  readonly storedAt: string;
  readonly adapters?: readonly StoredAdapter[];
}

/** A LoRA that lies beside the model it was trained on. */
export interface StoredAdapter {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly source: string;
  /** ISO 8601. */
  readonly storedAt: string;
}

/** A digest written down at pull time. It holds for every later pull of the same name. */
export interface DigestLock {
  readonly sha256: string;
  readonly bytes: number;
  readonly digestFrom: DigestOrigin | 'import';
  readonly source: string;
  /** ISO 8601. */
  readonly at: string;
}

interface IndexFile {
  readonly version: 1;
  readonly models: Readonly<Record<string, StoredModel>>;
}

interface LockRecordFile {
  readonly version: 1;
  readonly digests: Readonly<Record<string, DigestLock>>;
}

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const storedAdapterSchema: z.ZodType<StoredAdapter> = z.strictObject({
  name: modelNameSchema,
  sha256: sha256Schema,
  bytes: z.int().positive(),
  source: z.string().max(4096),
  storedAt: z.iso.datetime(),
});

export const storedModelSchema: z.ZodType<StoredModel> = z.strictObject({
  name: modelNameSchema,
  aliases: z.array(modelNameSchema),
  kind: z.enum(['chat', 'embedding']),
  licence: z.string().max(64),
  languages: z.array(z.string().max(16)).max(200),
  contextLength: z.int().positive(),
  format: chatFormatSchema,
  capabilities: z.strictObject({ tools: z.boolean(), fim: z.boolean() }),
  embedding: z.exactOptional(embeddingFactsSchema),
  sha256: sha256Schema,
  bytes: z.int().positive(),
  modifiedMs: z.number(),
  source: z.string().max(1000),
  storedAt: z.iso.datetime(),
  adapters: z.exactOptional(z.array(storedAdapterSchema).max(1000)),
});

const indexSchema: z.ZodType<IndexFile> = z.strictObject({
  version: z.literal(1),
  models: z.record(z.string(), storedModelSchema),
});

const lockRecordSchema: z.ZodType<LockRecordFile> = z.strictObject({
  version: z.literal(1),
  digests: z.record(
    z.string(),
    z.strictObject({
      sha256: sha256Schema,
      bytes: z.int().positive(),
      digestFrom: z.enum(['computed', 'published-twice', 'published-once', 'registry', 'import']),
      source: z.string(),
      at: z.iso.datetime(),
    }),
  ),
});

/** The names of the store and the digests ever taken. Other processes may change the files: they are read again when they did. */
export interface StoreIndex {
  models(): readonly StoredModel[];
  digestLock(name: string): DigestLock | undefined;
  put(model: StoredModel, digestFrom: DigestLock['digestFrom']): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Opens `index.json` and `models.lock.json` in `folder`; a file that is not ours fails with `model.damaged`. */
export async function openStoreIndex(folder: string): Promise<StoreIndex> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const index = cachedFile(join(folder, 'index.json'), indexSchema, { version: 1, models: {} });
  const locks = cachedFile(join(folder, 'models.lock.json'), lockRecordSchema, { version: 1, digests: {} });
  index.read();
  locks.read();

  async function change(update: () => Promise<void>): Promise<void> {
    const lock = await acquireFileLock(join(folder, 'index.lock'));
    try {
      await update();
    } finally {
      await lock.release();
    }
  }

  return {
    models: () => Object.values(index.read().models),
    digestLock(name) {
      const { digests } = locks.read();
      return Object.hasOwn(digests, name) ? digests[name] : undefined;
    },
    put: async (model, digestFrom) =>
      change(async () => {
        const lock = {
          sha256: model.sha256,
          bytes: model.bytes,
          digestFrom,
          source: model.source,
          at: model.storedAt,
        };
        await locks.write({ version: 1, digests: { ...locks.read().digests, [model.name]: lock } });
        await index.write({ version: 1, models: { ...index.read().models, [model.name]: model } });
      }),
    remove: async (name) =>
      change(async () => {
        const models = Object.entries(index.read().models).filter(([key]) => key !== name);
        await index.write({ version: 1, models: Object.fromEntries(models) });
      }),
  };
}

interface CachedFile<T> {
  read(): T;
  write(value: T): Promise<void>;
}

function cachedFile<T>(path: string, schema: z.ZodType<T>, empty: T): CachedFile<T> {
  let stamp = '';
  let value = empty;

  function read(): T {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) return empty;
    const current = `${stat.ino}:${stat.mtimeNs}:${stat.size}`;
    if (current === stamp) return value;
    value = parseChecked(path, schema);
    stamp = current;
    return value;
  }
  return {
    read,
    write: async (next) => writeFileAtomically(path, `${JSON.stringify(next, null, 2)}\n`),
  };
}

function parseChecked<T>(path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new PlatformError('model.damaged', `${path} is damaged`, {
      remedy: `Move ${path} away; ./riad models pull finds the files that are still good.`,
      cause: error,
    });
  }
}

import type { KeyObject } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { PlatformError } from '@riad/contracts';

import { sha256OfFile } from './blob-store.ts';
import { catalogueEntrySchema, modelNameSchema, type CatalogueEntry } from './catalogue-entry.ts';
import type { Catalogue } from './catalogue.ts';
import { readGgufHeader, type GgufHeader } from './gguf-header.ts';
import { readSignedFolder } from './signed-folder.ts';

export interface ImportOptions {
  /** Name of a plain file's model; from the catalogue or the file's name when absent. */
  readonly name?: string;
  /** Keys whose signed folders are accepted. */
  readonly trustedKeys?: readonly KeyObject[];
  readonly signal?: AbortSignal;
}

/** What is to be imported: a description like the catalogue's, and where its bytes lie. */
export interface ImportPlan {
  readonly entry: CatalogueEntry;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

const MINIMUM_MEMORY = 400_000_000;

/** Architectures that turn a text into one vector. */
const encoders: ReadonlySet<string> = new Set([
  'bert',
  'modern-bert',
  'neo-bert',
  'nomic-bert',
  'nomic-bert-moe',
  'jina-bert-v2',
  'jina-bert-v3',
  'eurobert',
  'gemma-embedding',
]);

/** Reads a GGUF file or a signed folder and says what it is. Nothing is copied yet. */
export async function planImport(path: string, catalogue: Catalogue, options: ImportOptions): Promise<ImportPlan> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw invalid(`${path} is not there`, 'Name a GGUF file or a folder of ./riad models export.');
  const plan = found.isDirectory()
    ? await planFolder(path, options)
    : await planFile({ path, bytes: found.size }, catalogue, options);
  const pinned = catalogue.entries.find((entry) => entry.name === plan.entry.name)?.file.sha256;
  if (pinned === undefined || pinned === plan.sha256) return plan;
  throw new PlatformError('model.digest_mismatch', `${path} is not the ${plan.entry.name} of the catalogue`, {
    remedy: 'Import it under another name.',
  });
}

async function planFolder(folder: string, { trustedKeys = [] }: ImportOptions): Promise<ImportPlan> {
  const { model, file } = await readSignedFolder(folder, trustedKeys);
  const { sha256, bytes, modifiedMs: _modified, storedAt: _stored, source: _source, ...facts } = model;
  const path = join(folder, file);
  const entry: CatalogueEntry = {
    ...facts,
    title: model.name,
    maker: 'unknown',
    minFreeMemory: MINIMUM_MEMORY,
    expect: 'small',
    file: { quantisation: 'unknown', bytes, sha256, digestFrom: 'computed' },
    sources: [{ kind: 'file', path }],
  };
  return { entry, path, sha256, bytes };
}

async function planFile(
  { path, bytes }: { readonly path: string; readonly bytes: number },
  catalogue: Catalogue,
  { name, signal }: ImportOptions,
): Promise<ImportPlan> {
  const header = await readGgufHeader(path);
  const sha256 = await sha256OfFile(path, signal);
  const known = catalogue.entries.find((entry) => entry.file.sha256 === sha256);
  if (known !== undefined && (name === undefined || name === known.name)) return { entry: known, path, sha256, bytes };
  const entry = catalogueEntrySchema.safeParse({
    name: checkedName(name ?? nameFromFile(path)),
    title: header.name?.slice(0, 200) ?? basename(path),
    maker: 'unknown',
    licence: 'NOASSERTION',
    languages: ['und'],
    contextLength: header.contextLength ?? 2048,
    minFreeMemory: Math.max(MINIMUM_MEMORY, Math.ceil(bytes * 1.3)),
    expect: 'small',
    file: { quantisation: mainType(header), bytes, sha256, digestFrom: 'computed' },
    sources: [{ kind: 'file', path: resolve(path) }],
    ...kindFacts(header),
  });
  if (entry.success) return { entry: entry.data, path, sha256, bytes };
  const issue = entry.error.issues[0];
  throw new PlatformError('model.damaged', `${path} describes itself wrongly: ${issue?.path.join('.') ?? 'unknown'}`, {
    remedy: 'Get the file again from a source you trust.',
  });
}

function kindFacts(header: GgufHeader): Record<string, unknown> {
  if (!encoders.has(header.architecture)) return { kind: 'chat', capabilities: { fim: header.supportsFim } };
  return {
    kind: 'embedding',
    embedding: {
      dimensions: header.embeddingLength ?? 1,
      maxTokens: header.contextLength ?? 512,
      queryPrefix: '',
      passagePrefix: '',
    },
  };
}

/** The type that most tensors have, full precision ones aside. */
function mainType(header: GgufHeader): string {
  const types = Object.entries(header.tensorTypes).filter(([type]) => type !== 'F32');
  return types.toSorted(([, left], [, right]) => right - left)[0]?.[0] ?? 'F32';
}

function nameFromFile(path: string): string {
  const stem = basename(path).replace(/\.gguf$/i, '');
  return stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 64);
}

function checkedName(name: string): string {
  const result = modelNameSchema.safeParse(name);
  if (result.success) return result.data;
  throw invalid(`${JSON.stringify(name)} cannot name a model`, 'Use lower-case letters, digits, dots and dashes.');
}

function invalid(message: string, remedy: string): PlatformError {
  return new PlatformError('request.invalid', message, { field: 'path', remedy });
}

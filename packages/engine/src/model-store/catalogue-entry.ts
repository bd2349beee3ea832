import { z } from 'zod';

import type { ChatFormatName, EmbeddingConvention } from '../protocol/messages.ts';

/** Who states a file's digest; `registry`: none is pinned, the first pull writes down the one that the registry states. */
export type DigestOrigin = 'computed' | 'published-twice' | 'published-once' | 'registry';

/** One model that Riad knows: what it is, under which licence, which bytes it is, and where they can be had. */
export interface CatalogueEntry {
  readonly name: string;
  /** Other names that clients may use for it. */
  readonly aliases: readonly string[];
  readonly title: string;
  readonly maker: string;
  readonly kind: 'chat' | 'embedding';
  /** SPDX identifier. */
  readonly licence: string;
  /** Languages the model is of use in, as BCP 47 tags. */
  readonly languages: readonly string[];
  /** Tokens. */
  readonly contextLength: number;
  readonly format: ChatFormatName;
  readonly capabilities: { readonly tools: boolean; readonly fim: boolean };
  readonly embedding?: EmbeddingFacts;
  /** Bytes of free memory that a first start asks for. */
  readonly minFreeMemory: number;
  /** Key of the sentence that says what to expect. */
  readonly expect: string;
  readonly file: CatalogueFile;
  readonly sources: readonly Source[];
}

/** How an embedding model wants its texts, and what it gives back. */
export interface EmbeddingFacts extends EmbeddingConvention {
  readonly dimensions: number;
  readonly queryPrefix: string;
  readonly passagePrefix: string;
}

export interface CatalogueFile {
  readonly quantisation: string;
  readonly bytes?: number;
  readonly sha256?: string;
  readonly digestFrom: DigestOrigin;
}

export type SourceKind = 'file' | 'mirror' | 'huggingface' | 'ollama' | 'npm' | 'wheel';

export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'mirror'; readonly url: string }
  | {
      readonly kind: 'huggingface';
      readonly repository: string;
      readonly revision: string;
      readonly file: string;
    }
  | { readonly kind: 'ollama'; readonly model: string; readonly tag: string }
  | { readonly kind: 'npm'; readonly package: string; readonly version: string; readonly entry: string }
  | WheelSource;

/** The entries of one or more wheels of the Python index, joined in order. */
export interface WheelSource {
  readonly kind: 'wheel';
  /** The platform the wheel is labelled for; its data is the same everywhere. */
  readonly platform?: string;
  readonly parts: readonly WheelPart[];
  /** The joined file is not the model yet: it has this size and digest and is rewritten. */
  readonly convert?: Conversion;
}

export interface WheelPart {
  readonly package: string;
  readonly version: string;
  readonly entry: string;
  readonly wheelSha256?: string;
}

export interface Conversion {
  readonly from: 'e5s1';
  readonly bytes: number;
  readonly sha256: string;
}

const modelNamePattern = /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/;
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal');
const packageName = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/, 'a package name');
const packageVersion = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.+!-]{0,63}$/, 'an exact version');
const pathInside = z
  .string()
  .max(512)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[\w.+@/-]+$/, 'a relative path without dots');

export const modelNameSchema: z.ZodType<string> = z
  .string()
  .regex(modelNamePattern, 'lower-case letters, digits, dots and dashes, at most 64');

/** Complete by its type: a new format does not compile until it stands here. */
const chatFormats: Readonly<Record<ChatFormatName, ChatFormatName>> = {
  template: 'template',
  'mistral-v1': 'mistral-v1',
  'mistral-v2': 'mistral-v2',
  'mistral-v3': 'mistral-v3',
  'mistral-v7': 'mistral-v7',
  'mistral-v11': 'mistral-v11',
  'mistral-v13': 'mistral-v13',
  'mistral-v15': 'mistral-v15',
};

export const chatFormatSchema: z.ZodType<ChatFormatName> = z.enum(chatFormats);

export const embeddingFactsSchema: z.ZodType<EmbeddingFacts> = z.strictObject({
  dimensions: z.int().positive().max(65_536),
  first: z.exactOptional(z.int().nonnegative()),
  last: z.exactOptional(z.int().nonnegative()),
  maxTokens: z.int().positive(),
  queryPrefix: z.string().max(200),
  passagePrefix: z.string().max(200),
});

const wheelPartSchema: z.ZodType<WheelPart> = z.strictObject({
  package: packageName,
  version: packageVersion,
  entry: pathInside,
  wheelSha256: z.exactOptional(sha256Schema),
});

const sourceSchema: z.ZodType<Source> = z.union([
  z.strictObject({ kind: z.literal('file'), path: z.string().startsWith('/') }),
  z.strictObject({ kind: z.literal('mirror'), url: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({
    kind: z.literal('huggingface'),
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name'),
    revision: z.string().regex(/^[\w.-]{1,64}$/, 'a commit, or main'),
    file: pathInside,
  }),
  z.strictObject({
    kind: z.literal('ollama'),
    model: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'namespace/name'),
    tag: z.string().regex(/^[\w.-]{1,128}$/),
  }),
  z.strictObject({
    kind: z.literal('npm'),
    package: z.string().regex(/^(?:@[a-z0-9._-]+\/)?[a-z0-9._-]{1,214}$/),
    version: packageVersion,
    entry: pathInside,
  }),
  z.strictObject({
    kind: z.literal('wheel'),
    platform: z.exactOptional(z.string().regex(/^[a-z0-9_]{1,64}$/)),
    parts: z.array(wheelPartSchema).min(1).max(256),
    convert: z.exactOptional(
      z.strictObject({ from: z.literal('e5s1'), bytes: z.int().positive(), sha256: sha256Schema }),
    ),
  }),
]);

const fileSchema: z.ZodType<CatalogueFile> = z
  .strictObject({
    quantisation: z.string().min(1).max(32),
    bytes: z.exactOptional(z.int().positive()),
    sha256: z.exactOptional(sha256Schema),
    digestFrom: z.enum(['computed', 'published-twice', 'published-once', 'registry']),
  })
  .refine((file) => (file.sha256 === undefined) === (file.digestFrom === 'registry'), {
    path: ['digestFrom'],
    error: 'registry goes without sha256, every other origin with it',
  });

export const catalogueEntrySchema: z.ZodType<CatalogueEntry> = z
  .strictObject({
    name: modelNameSchema,
    aliases: z.array(modelNameSchema).default([]),
    title: z.string().min(1).max(200),
    maker: z.string().min(1).max(200),
    kind: z.enum(['chat', 'embedding']),
    licence: z.string().regex(/^[A-Za-z0-9.+-]{2,64}$/, 'an SPDX identifier'),
    languages: z.array(z.string().regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/)).min(1),
    contextLength: z.int().positive(),
    format: chatFormatSchema.default('template'),
    capabilities: z.strictObject({ tools: z.boolean().default(false), fim: z.boolean().default(false) }).prefault({}),
    embedding: z.exactOptional(embeddingFactsSchema),
    minFreeMemory: z.int().positive(),
    expect: z.string().regex(/^[a-z-]{1,40}$/),
    file: fileSchema,
    sources: z.array(sourceSchema).min(1),
  })
  .refine((entry) => (entry.kind === 'embedding') === (entry.embedding !== undefined), {
    path: ['embedding'],
    error: 'embedding models, and only they, say how their texts are embedded',
  });

/** A source in one line, for progress, error messages and the ledger. */
export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'file':
      return `file ${source.path}`;
    case 'mirror':
      return `mirror ${source.url}`;
    case 'huggingface':
      return `huggingface ${source.repository}@${source.revision.slice(0, 12)}`;
    case 'ollama':
      return `ollama ${source.model}:${source.tag}`;
    case 'npm':
      return `npm ${source.package}@${source.version}`;
    case 'wheel':
      return describeWheels(source);
  }
}

function describeWheels({ parts }: WheelSource): string {
  const [first, last] = [parts[0], parts.at(-1)];
  const name = (part: WheelPart | undefined): string => `${part?.package ?? ''}==${part?.version ?? ''}`;
  return parts.length === 1 ? `wheel ${name(first)}` : `wheel ${name(first)} to ${name(last)} (${parts.length} parts)`;
}

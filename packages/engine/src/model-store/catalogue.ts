import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { parse } from 'yaml';
import { z } from 'zod';

import { catalogueEntrySchema, type CatalogueEntry } from './catalogue-entry.ts';

/** All models that Riad knows, and which of them a first start takes. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly defaults: CatalogueDefaults;
  /** What to expect of a model, by the entry's `expect` key, in each language. */
  readonly expectations: ReadonlyMap<string, Expectation>;
}

/** Names in the order they are tried. */
export interface CatalogueDefaults {
  readonly chat: readonly string[];
  readonly embedding: readonly string[];
}

export interface Expectation {
  readonly en: string;
  readonly fr: string;
  readonly ar: string;
}

const defaultsSchema: z.ZodType<CatalogueDefaults> = z.strictObject({
  chat: z.array(z.string()).min(1),
  embedding: z.array(z.string()).min(1),
});

const expectationsSchema: z.ZodType<Readonly<Record<string, Expectation>>> = z.record(
  z.string(),
  z.strictObject({ en: z.string().min(1), fr: z.string().min(1), ar: z.string().min(1) }),
);

/** Reads `content/models`. A wrong file fails with `settings.invalid`, naming the file and the field. */
export async function loadCatalogue(folder: string): Promise<Catalogue> {
  const files = (await readdir(join(folder, 'catalogue'))).filter((name) => /\.(?:yaml|json)$/.test(name)).toSorted();
  const entries = await Promise.all(
    files.map(async (file) => readChecked(join(folder, 'catalogue', file), catalogueEntrySchema)),
  );
  const defaults = await readChecked(join(folder, 'defaults.yaml'), defaultsSchema);
  const expectations = new Map(
    Object.entries(await readChecked(join(folder, 'expectations.yaml'), expectationsSchema)),
  );
  const catalogue = { entries, defaults, expectations };
  checkReferences(catalogue, folder);
  return catalogue;
}

/** The entry with this name or alias. */
export function findEntry(catalogue: Catalogue, name: string): CatalogueEntry | undefined {
  return catalogue.entries.find((entry) => entry.name === name || entry.aliases.includes(name));
}

async function readChecked<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(parseText(file, await readFile(file, 'utf8')));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new PlatformError('settings.invalid', `${file}: ${issue?.message ?? 'not valid'}`, {
    field: issue?.path.map(String).join('.') ?? '',
    remedy: 'Correct the file; content/models/README.md says what it may hold.',
  });
}

function parseText(file: string, text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new PlatformError('settings.invalid', `${file} is not valid YAML`, {
      remedy: 'Correct the file.',
      cause: error,
    });
  }
}

function checkReferences({ entries, defaults, expectations }: Catalogue, folder: string): void {
  const names = entries.flatMap((entry) => [entry.name, ...entry.aliases]);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) fail(`two models are called ${repeated}`);
  for (const entry of entries) {
    if (!expectations.has(entry.expect)) fail(`${entry.name} expects ${entry.expect}, which expectations.yaml lacks`);
  }
  for (const kind of ['chat', 'embedding'] as const) {
    for (const name of defaults[kind]) {
      if (entries.find((entry) => entry.name === name)?.kind !== kind) fail(`the default ${name} is no ${kind} model`);
    }
  }

  function fail(problem: string): never {
    throw new PlatformError('settings.invalid', `${folder}: ${problem}`, { remedy: 'Correct the catalogue.' });
  }
}

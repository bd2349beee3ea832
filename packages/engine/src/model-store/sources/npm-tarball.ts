import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { z } from 'zod';

import { readTarEntry } from '../archive/tar-reader.ts';
import type { Source } from '../catalogue-entry.ts';
import { chunksOf, hashFile } from '../files/file-bytes.ts';
import { openPartialFile, removeFolder, type PartialFile } from '../files/partial-file.ts';
import type { Expected, FetchContext } from './fetch-context.ts';
import { downloadInto } from './http-download.ts';
import { SourceProblem } from './source-problem.ts';

type NpmSource = Extract<Source, { kind: 'npm' }>;

const versionSchema = z.object({
  dist: z.object({ tarball: z.url({ protocol: /^https?$/ }), integrity: z.string().max(1000) }),
});

/** Downloads the package's tarball, checks the registry's own digest of it, and takes the one entry out. */
export async function fetchNpm(
  source: NpmSource,
  partial: PartialFile,
  { context }: { readonly expected: Expected; readonly context: FetchContext },
): Promise<void> {
  const { tarball, integrity } = await readVersion(source, context);
  const folder = join(partial.folder, 'tarball');
  const path = await downloadTarball(folder, tarball, context);
  await checkIntegrity(path, integrity, folder);
  await partial.restart();
  context.report('extracting', 0);
  const unpacked = createGunzip();
  // Its failure shows in `unpacked`, which is being read.
  pipeline(createReadStream(path), unpacked).catch(() => undefined);
  try {
    for await (const chunk of readTarEntry(chunksOf(unpacked), source.entry)) {
      context.signal.throwIfAborted();
      await partial.append(chunk);
      context.report('extracting', partial.bytes);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new SourceProblem('refused', 'the archive is damaged: it cannot be unpacked', { cause: error });
    throw error;
  } finally {
    unpacked.destroy();
  }
  await partial.checkpoint({ parts: 1 });
}

async function readVersion(source: NpmSource, { http, bases, signal }: FetchContext): Promise<VersionFacts> {
  const url = new URL(`${bases.npm}/${source.package.replace('/', '%2f')}/${source.version}`);
  const version = versionSchema.safeParse(await http.readJson({ url, signal }));
  if (!version.success)
    throw new SourceProblem('refused', `${url.host} does not describe ${source.package} as npm does`);
  const integrity = /(?:^|\s)sha512-(?<digest>[A-Za-z0-9+/]{86}==)/.exec(version.data.dist.integrity)?.groups?.[
    'digest'
  ];
  if (integrity === undefined) throw new SourceProblem('refused', `${url.host} states no digest for ${source.package}`);
  return { tarball: new URL(version.data.dist.tarball), integrity };
}

interface VersionFacts {
  readonly tarball: URL;
  readonly integrity: string;
}

async function downloadTarball(folder: string, url: URL, context: FetchContext): Promise<string> {
  const answer = await context.http.open({ url, method: 'HEAD', signal: context.signal });
  answer.body.resume();
  const bytes = Number(answer.headers.get('content-length'));
  if (!Number.isSafeInteger(bytes) || bytes <= 0)
    throw new SourceProblem('refused', `${url.host} does not say how large the package is`);
  const archive = await openPartialFile(folder, bytes);
  try {
    await downloadInto(archive, { url, bytes }, context);
    return archive.path;
  } finally {
    await archive.close();
  }
}

async function checkIntegrity(path: string, integrity: string, folder: string): Promise<void> {
  const hash = await hashFile(path, { algorithm: 'sha512' });
  if (hash.digest('base64') === integrity) return;
  await removeFolder(folder);
  throw new SourceProblem('digest', "the package is not the one that the registry's digest names");
}

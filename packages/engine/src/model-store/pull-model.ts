import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { BlobStore } from './blob-store.ts';
import { describeSource, type CatalogueEntry, type Source, type SourceKind } from './catalogue-entry.ts';
import { fetchModel } from './fetch-model.ts';
import type { HttpClient } from './http.ts';
import type { ModelStoreOptions, PullOptions, PullProgress, SourceSettings } from './model-store-options.ts';
import type { Expected, FetchContext } from './sources/fetch-context.ts';
import type { PipRunner } from './sources/pip.ts';
import { SourceProblem } from './sources/source-problem.ts';
import { allSourcesFailed, diskFull, isOutOfSpace, pullInterrupted, type SourceFailure } from './store-failures.ts';

export interface PullPorts {
  readonly options: ModelStoreOptions;
  readonly http: HttpClient;
  readonly pip: PipRunner;
  readonly blobs: BlobStore;
  readonly freeDisk: (folder: string) => Promise<number>;
}

export interface Pulled extends Expected {
  readonly source: string;
  /** Sources that were tried before the one that gave the file. */
  readonly failures: readonly SourceFailure[];
}

/** Progress is told at most this often while a phase lasts. */
const PROGRESS_MS = 100;

/** Tries the sources in order until one gives the very bytes that are wanted. */
export async function pullModel(
  entry: CatalogueEntry,
  known: Partial<Expected>,
  ports: PullPorts & { readonly pull: PullOptions },
): Promise<Pulled> {
  const { options, pull } = ports;
  const signal = pull.signal ?? new AbortController().signal;
  const failures: SourceFailure[] = [];
  for (const source of await candidates(entry, known, options.sources)) {
    const label = describeSource(source);
    const report = progressReporter({ pull, model: entry.name, source: label, total: known.bytes ?? 0 });
    const context = fetchContext(ports, { signal, report });
    const partialFolder = join(options.folder, 'partial', entry.name);
    try {
      const expected = await fetchModel({ name: entry.name, source, known, partialFolder }, { ...ports, context });
      report('done', expected.bytes);
      return { ...expected, source: label, failures };
    } catch (error) {
      if (signal.aborted) throw pullInterrupted(entry.name);
      if (isOutOfSpace(error)) throw diskFull({ what: entry.name, folder: options.folder, need: known.bytes ?? 0 });
      if (!(error instanceof SourceProblem)) throw error;
      failures.push({ source: label, reason: error.message, wrongBytes: error.kind === 'digest' });
    }
  }
  throw allSourcesFailed(entry.name, failures);
}

function fetchContext({ options, http, pip }: PullPorts, own: Pick<FetchContext, 'signal' | 'report'>): FetchContext {
  const { sources } = options;
  return {
    ...own,
    http,
    pip,
    egress: options.egress,
    bases: {
      huggingFace: withoutSlash(sources.huggingFace),
      ollama: withoutSlash(sources.ollama),
      npm: withoutSlash(sources.npm ?? 'https://registry.npmjs.org'),
    },
    sleep: options.sleep ?? (async (ms, signal) => delay(ms, undefined, { signal })),
  };
}

/** By kind in the order of the settings; within a kind, the site's own places come before the catalogue's. */
async function candidates(
  entry: CatalogueEntry,
  known: Partial<Expected>,
  settings: SourceSettings,
): Promise<readonly Source[]> {
  const own: readonly Source[] = [...(await localFiles(entry, settings)), ...mirrored(known, settings)];
  const all = [...own, ...entry.sources];
  return settings.order.flatMap((kind: SourceKind) => all.filter((source) => source.kind === kind));
}

async function localFiles(entry: CatalogueEntry, { localFolders = [] }: SourceSettings): Promise<readonly Source[]> {
  const paths = localFolders.map((folder) => join(folder, `${entry.name}.gguf`));
  const there = await Promise.all(
    paths.map(async (path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => there[index] === true).map((path) => ({ kind: 'file', path }));
}

function mirrored({ sha256 }: Partial<Expected>, { mirror }: SourceSettings): readonly Source[] {
  if (mirror === undefined || sha256 === undefined) return [];
  return [{ kind: 'mirror', url: `${withoutSlash(mirror)}/blobs/sha256/${sha256}` }];
}

interface ReporterFacts {
  readonly pull: PullOptions;
  readonly model: string;
  readonly source: string;
  readonly total: number;
}

function progressReporter({ pull, model, source, total }: ReporterFacts): FetchContext['report'] {
  let last: PullProgress['phase'] | undefined;
  let told = 0;
  return (phase, receivedBytes) => {
    const now = performance.now();
    if (phase === last && now - told < PROGRESS_MS) return;
    last = phase;
    told = now;
    // Archives on their way are counted packed: the sum may pass the total for a moment.
    const received = total > 0 ? Math.min(receivedBytes, total) : receivedBytes;
    pull.onProgress?.({ model, source, phase, receivedBytes: received, totalBytes: Math.max(total, received) });
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

import { Worker } from 'node:worker_threads';

import {
  PlatformError,
  type CollectionId,
  type DocumentRepository,
  type FoundPassage,
  type Scope,
} from '@riad/contracts';

import type { IndexHit, IndexQuery } from './collection-index.ts';
import { questionForms } from './query-terms.ts';
import type { SearchAnswer, SearchOrder } from './worker-messages.ts';

export interface SearchRequest {
  readonly collections: readonly CollectionId[];
  readonly text: string;
  readonly limit: number;
  readonly documents?: readonly string[];
}

export interface SearchHit {
  readonly passage: FoundPassage;
  /** Higher is better; comparable within one search. */
  readonly score: number;
  readonly wordRank?: number;
  readonly meaningRank?: number;
  readonly similarity?: number;
}

export interface Search {
  /** The best passages that `scope` may see. What changed since the last search is loaded first. */
  find(scope: Scope, request: SearchRequest): Promise<readonly SearchHit[]>;
  close(): Promise<void>;
}

export interface SearchOptions {
  readonly documents: DocumentRepository;
  /** The question's vector; undefined when no embedding model is there: words alone then. */
  readonly embedQuestion: (scope: Scope, text: string) => Promise<Float32Array | undefined>;
}

type LoadedDocument = { readonly documentId: string; readonly revision: number };

export function openSearch({ documents, embedQuestion }: SearchOptions): Search {
  const line = openLine();
  /** Collections are brought up to date one after the other, never twice at a time. */
  const loading = new Map<string, Promise<void>>();

  async function catchUp(scope: Scope, collection: CollectionId): Promise<void> {
    const wanted = await documents.searchable(scope, collection);
    const loaded = new Map(
      (await line.ask<readonly LoadedDocument[]>({ kind: 'loaded', collection })).map(({ documentId, revision }) => [
        documentId,
        revision,
      ]),
    );
    for (const { documentId, revision } of wanted) {
      if (loaded.get(documentId) === revision) continue;
      await line.ask({
        kind: 'put',
        collection,
        documentId,
        revision,
        rows: await documents.indexRows(scope, documentId),
      });
    }
    const present = new Set<string>(wanted.map(({ documentId }) => documentId));
    for (const documentId of loaded.keys())
      if (!present.has(documentId)) await line.ask({ kind: 'remove', collection, documentId });
  }

  function upToDate(scope: Scope, collection: CollectionId): Promise<void> {
    const before = loading.get(collection) ?? Promise.resolve();
    const next = before.catch(() => undefined).then(() => catchUp(scope, collection));
    loading.set(collection, next);
    return next.finally(() => {
      if (loading.get(collection) === next) loading.delete(collection);
    });
  }

  async function vectorsOf(scope: Scope, text: string): Promise<readonly Float32Array[]> {
    const vectors = await Promise.all(questionForms(text).map((form) => embedQuestion(scope, form)));
    return vectors.filter((vector) => vector !== undefined);
  }

  return {
    async find(scope, { collections, text, limit, documents: only }) {
      const known = new Set<string>((await documents.listCollections(scope)).map(({ id }) => id));
      const allowed = collections.filter((id) => known.has(id));
      const [vectors] = await Promise.all([vectorsOf(scope, text), ...allowed.map((id) => upToDate(scope, id))]);
      const query: IndexQuery = {
        text,
        limit,
        vectors,
        ...(only === undefined ? {} : { documents: only }),
      };
      const hits = (
        await Promise.all(
          allowed.map((collection) => line.ask<readonly IndexHit[]>({ kind: 'search', collection, query })),
        )
      ).flat();
      const best = hits.toSorted((left, right) => right.score - left.score).slice(0, limit);
      const passages = new Map(
        (
          await documents.passages(
            scope,
            best.map(({ passageId }) => passageId),
          )
        ).map((passage) => [passage.passageId, passage]),
      );
      return best.flatMap(({ passageId, ...hit }) => {
        const passage = passages.get(passageId);
        return passage === undefined ? [] : [{ passage, ...hit }];
      });
    },
    close: line.close,
  };
}

interface Line {
  ask<T>(order: SearchOrder): Promise<T>;
  close(): Promise<void>;
}

/** The worker, started when first asked and again when it died. */
function openLine(): Line {
  let worker: Worker | undefined;
  let next = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: PlatformError): void }>();

  function started(): Worker {
    if (worker !== undefined) return worker;
    const made = new Worker(new URL('search-worker.ts', import.meta.url));
    made.unref();
    made.on('message', (answer: SearchAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('problem' in answer)
        asked?.reject(new PlatformError('server.internal', `the search failed: ${answer.problem}`));
      else asked?.resolve(answer.result);
    });
    made.on('error', () => undefined);
    made.on('exit', () => {
      if (worker === made) worker = undefined;
      for (const { reject } of waiting.values())
        reject(new PlatformError('server.internal', 'the search ended; it starts again with the next question'));
      waiting.clear();
    });
    worker = made;
    return made;
  }

  return {
    ask<T>(order: SearchOrder): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const id = next++;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers each kind of order with its type
        waiting.set(id, { resolve: (value) => resolve(value as T), reject });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        started().postMessage({ id, order });
      });
    },
    async close() {
      await worker?.terminate();
    },
  };
}

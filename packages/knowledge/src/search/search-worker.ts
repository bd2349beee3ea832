/** Holds the search indexes, so that a search never holds up the server. */
import { parentPort } from 'node:worker_threads';

import { CollectionIndex } from './collection-index.ts';
import type { SearchAnswer, SearchOrder } from './worker-messages.ts';

const indexes = new Map<string, CollectionIndex>();

function indexOf(collection: string): CollectionIndex {
  let index = indexes.get(collection);
  if (index === undefined) indexes.set(collection, (index = new CollectionIndex()));
  return index;
}

function run(order: SearchOrder): unknown {
  switch (order.kind) {
    case 'loaded':
      if (indexes.get(order.collection)?.isWorn === true) indexes.delete(order.collection);
      return [...indexOf(order.collection).loaded()].map(([documentId, { revision }]) => ({ documentId, revision }));
    case 'put':
      indexOf(order.collection).put(order.documentId, order.revision, order.rows);
      return true;
    case 'remove':
      indexes.get(order.collection)?.remove(order.documentId);
      return true;
    case 'drop':
      return indexes.delete(order.collection);
    case 'search':
      return indexes.get(order.collection)?.search(order.query) ?? [];
  }
}

parentPort?.on('message', ({ id, order }: { readonly id: number; readonly order: SearchOrder }) => {
  let answer: SearchAnswer;
  try {
    answer = { id, result: run(order) };
  } catch (error) {
    answer = { id, problem: error instanceof Error ? error.message : String(error) };
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(answer);
});

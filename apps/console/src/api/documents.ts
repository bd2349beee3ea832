import type { AddedDocumentView, CollectionView, DocumentView, PageView } from '@riad/contracts';
import { queryOptions } from '@tanstack/react-query';

import { ask, upload } from './client.ts';

const WORKING_MS = 1000;

export interface CollectionWithDocuments {
  readonly collection: CollectionView;
  readonly documents: readonly DocumentView[];
}

export const collectionsQuery = queryOptions({
  queryKey: ['collections'],
  queryFn: () => ask<{ readonly data: readonly CollectionView[] }>('/api/collections'),
});

/** Looked at again while any of its documents is being worked on. */
export const collectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['collection', id],
    queryFn: () => ask<CollectionWithDocuments>(`/api/collections/${id}`),
    refetchInterval: ({ state }) => (state.data?.documents.some(isUnderWay) === true ? WORKING_MS : false),
  });

export const documentQuery = (id: string) =>
  queryOptions({ queryKey: ['document', id], queryFn: () => ask<DocumentView>(`/api/documents/${id}`) });

export const pageQuery = (id: string, page: number) =>
  queryOptions({
    queryKey: ['document', id, 'page', page],
    queryFn: () => ask<PageView>(`/api/documents/${id}/pages/${page}`),
  });

export function isUnderWay({ state }: DocumentView): boolean {
  return state !== 'ready' && state !== 'failed';
}

export function addDocument(
  collection: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<AddedDocumentView> {
  return upload<AddedDocumentView>(`/api/collections/${collection}/documents`, file, onProgress);
}

import type { Collection, FoundPassage, PageRecord, StoredDocument } from '@riad/contracts';
import type { Selectable } from 'kysely';

import type { Database } from '../schema.ts';

export interface CollectionRow extends Selectable<Database['collections']> {
  readonly documents: string | number | bigint;
  readonly bytes: string | number | bigint | null;
}

export function presentCollection(row: CollectionRow): Collection {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    metadata: row.metadata,
    documents: Number(row.documents),
    bytes: Number(row.bytes ?? 0),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: Number(row.revision),
  };
}

export function presentDocument(row: Selectable<Database['documents']>): StoredDocument {
  return {
    id: row.id,
    collectionId: row.collection_id,
    projectId: row.project_id,
    name: row.name,
    title: row.title,
    format: row.format,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    state: row.state,
    problem: row.problem,
    pages: row.pages,
    passages: row.passages,
    progress: { done: row.progress_done, total: row.progress_total },
    quality: row.quality,
    qualityProblems: row.quality_problems,
    attributes: row.attributes,
    fileId: row.file_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export interface PassageRow extends Omit<
  Selectable<Database['passages']>,
  'vector' | 'vector_model' | 'organisation_id' | 'project_id'
> {
  readonly collection_id: Selectable<Database['documents']>['collection_id'];
  readonly name: string;
  readonly title: string | null;
  readonly quality: number | null;
}

export function presentPassage(row: PassageRow): FoundPassage {
  return {
    passageId: row.id,
    documentId: row.document_id,
    collectionId: row.collection_id,
    documentName: row.name,
    documentTitle: row.title,
    quality: row.quality ?? 0,
    ordinal: row.ordinal,
    heading: row.heading,
    text: row.text,
    page: row.page,
    sentences: row.sentences,
    references: row.reference_keys,
  };
}

export function presentPage(row: Selectable<Database['document_pages']>): PageRecord {
  const { number, width, height, text, quality, problems, source } = row;
  return { number, width, height, text, quality, problems, source };
}

/** Little-endian floats, as they lie in memory. */
export function vectorBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

export function readVector(bytes: Buffer): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

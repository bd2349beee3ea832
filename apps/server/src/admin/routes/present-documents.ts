import {
  UNRELIABLE_BELOW,
  type CitationView,
  type Collection,
  type CollectionView,
  type DocumentAnswerView,
  type DocumentView,
  type FoundPassage,
  type StoredDocument,
} from '@riad/contracts';
import type { DocumentAnswer } from '@riad/knowledge';

export function presentCollection({ id, name, description, documents, bytes, updatedAt }: Collection): CollectionView {
  return { id, name, description, documents, bytes, updatedAt: updatedAt.toISOString() };
}

export function presentDocument(document: StoredDocument): DocumentView {
  const { id, collectionId, name, title, format, bytes, state, pages, progress, quality, problem, createdAt } =
    document;
  return {
    id,
    collection: collectionId,
    name,
    title,
    format,
    bytes,
    state,
    pages,
    progress: { done: progress.done, total: progress.total },
    quality,
    reliable: quality === null || quality >= UNRELIABLE_BELOW,
    qualityProblems: [...document.qualityProblems],
    problem,
    createdAt: createdAt.toISOString(),
  };
}

export function presentAnswer({ status, sentences, passages }: DocumentAnswer): DocumentAnswerView {
  return {
    status,
    sentences: sentences.map(({ text, supported, missing, citations }) => ({
      text,
      supported,
      missing: missing ?? null,
      citations: citations.flatMap(({ passage, start, end, quote, page }): readonly CitationView[] => {
        const source = passages[passage - 1];
        return source === undefined ? [] : [{ ...placeOf(source), page, start, end, quote }];
      }),
    })),
    nearest: passages.map(placeOf),
  };
}

/** The whole passage. */
function placeOf({
  documentId,
  documentName,
  documentTitle,
  heading,
  page,
  passageId,
  text,
}: FoundPassage): CitationView {
  return {
    document: documentId,
    name: documentTitle ?? documentName,
    heading,
    page,
    passage: passageId,
    start: 0,
    end: text.length,
    quote: text,
  };
}

import { UNRELIABLE_BELOW, type FoundPassage, type StoredDocument } from '@riad/contracts';
import type { DocumentAnswer, SearchHit } from '@riad/knowledge';
import { z } from 'zod';

const documentSchema = z.object({
  id: z.string(),
  collection: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  format: z.string().nullable(),
  bytes: z.number(),
  state: z.string(),
  pages: z.number(),
  passages: z.number(),
  progress: z.object({ done: z.number(), total: z.number() }),
  quality: z.number().nullable(),
  /** False: check the original before quoting. */
  reliable: z.boolean(),
  qualityProblems: z.array(z.string()),
  problem: z.object({ code: z.string(), message: z.string(), remedy: z.string().nullable() }).nullable(),
});
/** `riad documents list --json`. */
export const documentListSchema = z.object({ data: z.array(documentSchema) });
/** `riad documents add --json`, one object per file. */
export const addedDocumentsSchema = z.object({ data: z.array(documentSchema.extend({ existed: z.boolean() })) });

const passageSchema = z.object({
  document: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  heading: z.string(),
  page: z.number(),
  references: z.array(z.string()),
  quality: z.number(),
  text: z.string(),
});
/** `riad documents search --json`. */
export const searchResultSchema = z.object({
  data: z.array(
    passageSchema.extend({
      score: z.number(),
      wordRank: z.number().nullable(),
      meaningRank: z.number().nullable(),
      similarity: z.number().nullable(),
    }),
  ),
});
/** `riad documents ask --json`. */
export const documentAnswerSchema = z.object({
  status: z.enum(['answered', 'not_in_documents']),
  sentences: z.array(
    z.object({
      text: z.string(),
      supported: z.boolean(),
      missing: z.string().nullable(),
      citations: z.array(
        z.object({
          passage: z.number(),
          document: z.string(),
          name: z.string(),
          heading: z.string(),
          page: z.number(),
          quote: z.string(),
          boxes: z.array(z.array(z.number())),
        }),
      ),
    }),
  ),
  passages: z.array(passageSchema),
});

export function presentDocument(document: StoredDocument, collection: string): z.infer<typeof documentSchema> {
  const { id, name, title, format, bytes, state, pages, passages, progress, quality, qualityProblems, problem } =
    document;
  return {
    id,
    collection,
    name,
    title,
    format,
    bytes,
    state,
    pages,
    passages,
    progress: { ...progress },
    quality,
    reliable: quality === null || quality >= UNRELIABLE_BELOW,
    qualityProblems: [...qualityProblems],
    problem,
  };
}

export function presentPassage(passage: FoundPassage): z.infer<typeof passageSchema> {
  return {
    document: passage.documentId,
    name: passage.documentName,
    title: passage.documentTitle,
    heading: passage.heading,
    page: passage.page,
    references: [...passage.references],
    quality: passage.quality,
    text: passage.text,
  };
}

export function presentHit({
  passage,
  score,
  wordRank,
  meaningRank,
  similarity,
}: SearchHit): z.infer<typeof searchResultSchema>['data'][number] {
  return {
    ...presentPassage(passage),
    score,
    wordRank: wordRank ?? null,
    meaningRank: meaningRank ?? null,
    similarity: similarity ?? null,
  };
}

export function presentAnswer({ status, sentences, passages }: DocumentAnswer): z.infer<typeof documentAnswerSchema> {
  return {
    status,
    sentences: sentences.map(({ text, supported, missing, citations }) => ({
      text,
      supported,
      missing: missing ?? null,
      citations: citations.map(({ passage, quote, page, boxes }) => {
        const source = passages[passage - 1];
        return {
          passage,
          document: source?.documentId ?? '',
          name: source?.documentName ?? '',
          heading: source?.heading ?? '',
          page,
          quote,
          boxes: boxes.map((box) => [...box]),
        };
      }),
    })),
    passages: passages.map(presentPassage),
  };
}

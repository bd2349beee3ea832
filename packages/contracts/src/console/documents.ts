import { z } from 'zod';

export const collectionViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  documents: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  updatedAt: z.iso.datetime(),
});
export type CollectionView = z.infer<typeof collectionViewSchema>;

export const documentViewSchema = z.strictObject({
  id: z.string(),
  collection: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  format: z.string().nullable(),
  bytes: z.int().nonnegative(),
  state: z.enum(['queued', 'extracting', 'indexing', 'ready', 'failed']),
  pages: z.int().nonnegative(),
  progress: z.strictObject({ done: z.int().nonnegative(), total: z.int().nonnegative() }),
  /** 0 to 1; null until it was read. */
  quality: z.number().nullable(),
  /** False: look at the original before quoting it. */
  reliable: z.boolean(),
  qualityProblems: z.array(z.string()),
  problem: z.strictObject({ code: z.string(), message: z.string(), remedy: z.string().nullable() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type DocumentView = z.infer<typeof documentViewSchema>;

export const addedDocumentViewSchema = documentViewSchema.extend({
  /** The collection had this file already. */
  existed: z.boolean(),
});
export type AddedDocumentView = z.infer<typeof addedDocumentViewSchema>;

export const pageViewSchema = z.strictObject({
  number: z.int().positive(),
  /** Of how many. */
  of: z.int().positive(),
  text: z.string(),
  quality: z.number(),
  reliable: z.boolean(),
  problems: z.array(z.string()),
  source: z.enum(['text', 'ocr']),
  /** It can be drawn as it was printed. */
  drawn: z.boolean(),
});
export type PageView = z.infer<typeof pageViewSchema>;

const citationViewSchema = z.strictObject({
  document: z.string(),
  name: z.string(),
  heading: z.string(),
  page: z.int().positive(),
  passage: z.string(),
  /** Where the words stand in the passage. */
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  quote: z.string(),
});
export type CitationView = z.infer<typeof citationViewSchema>;

export const documentAnswerViewSchema = z.strictObject({
  status: z.enum(['answered', 'not_in_documents']),
  sentences: z.array(
    z.strictObject({
      text: z.string(),
      supported: z.boolean(),
      /** What no passage holds: a number, a date, a name. */
      missing: z.string().nullable(),
      citations: z.array(citationViewSchema),
    }),
  ),
  /** The passages that were looked at, the nearest first. */
  nearest: z.array(citationViewSchema),
});
export type DocumentAnswerView = z.infer<typeof documentAnswerViewSchema>;

import { z } from 'zod';

/** The languages in which the authority and the public read. */
export const documentLanguages = ['fr', 'ar'] as const;
export type DocumentLanguage = (typeof documentLanguages)[number];

const row = z.object({
  label: z.string(),
  /** Empty: a person must fill it in. */
  values: z.array(z.string()),
});
const section = z.object({ heading: z.string(), rows: z.array(row) });

/** A page to print, to complete by hand and to sign. Layout is the reader's matter: HTML, DOCX. */
export const printableDocumentSchema = z.object({
  language: z.enum(documentLanguages),
  title: z.string(),
  /** What the page is, and what it is not. */
  notices: z.array(z.string()),
  sections: z.array(section),
  /** Stands where a value is missing. */
  blank: z.string(),
  /** What must still be filled in, in words. */
  missing: z.array(z.string()),
  missingHeading: z.string(),
  /** Lines for place, date and signature. */
  signature: z.array(z.string()),
});
export type PrintableDocument = z.infer<typeof printableDocumentSchema>;
export type PrintableSection = z.infer<typeof section>;

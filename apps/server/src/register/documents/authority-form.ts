import { z } from 'zod';

import { printableDocumentSchema } from './printable-document.ts';

export const formKinds = ['declaration', 'authorisation', 'transfer'] as const;
export type FormKind = (typeof formKinds)[number];

/** A formality of law 09-08, prepared. Nothing is ever sent: a person checks, completes, signs and files it. */
export const authorityFormSchema = z.object({
  kind: z.enum(formKinds),
  project: z.string(),
  /** What Riad knows of; whether a formality is due is for a person to say. */
  needed: z.boolean(),
  reasons: z.array(z.string()),
  document: printableDocumentSchema,
});
export type AuthorityForm = z.infer<typeof authorityFormSchema>;

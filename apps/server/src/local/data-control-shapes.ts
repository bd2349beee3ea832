import { z } from 'zod';

import { authorityFormSchema } from '../register/documents/authority-form.ts';

export { printableDocumentSchema, type PrintableDocument } from '../register/documents/printable-document.ts';

/** `riad register forms --json`. */
export const authorityFormListSchema = z.object({ data: z.array(authorityFormSchema) });

export const unsealedSchema = z.object({ record: z.string(), sealed: z.record(z.string(), z.unknown()).nullable() });

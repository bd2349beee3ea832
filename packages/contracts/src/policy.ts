import { z } from 'zod';

import { entityTypes, guardActions } from './guard.ts';

/** What happens to one kind of finding, by where the request would go. */
const rule = z.strictObject({
  /** Shown in answers and recorded in the ledger. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
  types: z.array(z.enum(entityTypes)).min(1),
  /** On the organisation's own machines. */
  local: z.enum(guardActions),
  /** Anywhere else. */
  remote: z.enum(guardActions),
});

/** A policy document. Types without a rule are allowed and counted. */
export const policySchema = z.strictObject({
  version: z.int().positive(),
  rules: z.array(rule),
});
export type Policy = z.infer<typeof policySchema>;

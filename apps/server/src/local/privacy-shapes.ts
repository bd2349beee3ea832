import { z } from 'zod';

/** `riad policy show --json`. */
export const policyShownSchema = z.object({
  version: z.int(),
  /** YAML. */
  document: z.string(),
  pending: z.array(z.int()),
  problems: z.array(z.string()),
});
export type PolicyShown = z.infer<typeof policyShownSchema>;

export const policyListSchema = z.object({
  data: z.array(
    z.object({
      version: z.int(),
      state: z.enum(['in-force', 'pending', 'replaced', 'refused']),
      createdAt: z.string(),
      createdBy: z.string(),
      approvedBy: z.string().nullable(),
    }),
  ),
});

export const vaultListSchema = z.object({
  data: z.array(z.object({ id: z.string(), createdAt: z.string(), expiresAt: z.string(), surrogates: z.int() })),
});

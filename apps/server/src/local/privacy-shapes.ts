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

/** `riad policy check --json`. */
export const policyCheckSchema = z.object({ rules: z.int(), weakenings: z.array(z.string()) });

/** `riad policy set --json` and `approve --json`. */
export const policyOutcomeSchema = z.object({
  version: z.int(),
  state: z.enum(['in-force', 'pending']),
  weakenings: z.array(z.string()),
});

/** `riad policy dry-run --json`. */
export const dryRunSchema = z.object({
  requests: z.int(),
  changed: z.int(),
  changes: z.array(
    z.object({
      type: z.string(),
      location: z.string(),
      before: z.string(),
      after: z.string(),
      findings: z.int(),
      requests: z.int(),
    }),
  ),
});

export const vaultListSchema = z.object({
  data: z.array(z.object({ id: z.string(), createdAt: z.string(), expiresAt: z.string(), surrogates: z.int() })),
});

export const revealedSchema = z.object({ value: z.string() });

/** `riad register residency --json`. */
export const residencySchema = z.object({
  from: z.string(),
  to: z.string(),
  countries: z.array(z.string()),
  data: z.array(
    z.object({ purpose: z.string(), country: z.string(), host: z.string(), opened: z.int(), refused: z.int() }),
  ),
});

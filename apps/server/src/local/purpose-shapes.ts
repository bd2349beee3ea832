import { z } from 'zod';

/** `riad purposes list --json`. */
export const purposeListSchema = z.object({
  data: z.array(
    z.object({ project: z.string(), purpose: z.string(), description: z.string(), consentRequired: z.boolean() }),
  ),
});

/** `riad consents give --json`, and each of `consents list --json`. Who consented is sealed beside `record`. */
export const consentSchema = z.object({
  id: z.string(),
  purpose: z.string(),
  project: z.string().nullable(),
  state: z.enum(['holds', 'withdrawn', 'expired']),
  givenAt: z.string(),
  expiresAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  record: z.string(),
});
export const consentListSchema = z.object({ data: z.array(consentSchema) });

import { z } from 'zod';

export const keyViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  project: z.string(),
  /** First characters of the secret. */
  hint: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  limits: z.strictObject({
    requestsPerMinute: z.int().positive().optional(),
    tokensPerMinute: z.int().positive().optional(),
    concurrentRequests: z.int().positive().optional(),
  }),
});
export type KeyView = z.infer<typeof keyViewSchema>;

/** The only time the secret is shown. */
export const createdKeyViewSchema = keyViewSchema.extend({ secret: z.string() });
export type CreatedKeyView = z.infer<typeof createdKeyViewSchema>;

export const usageRowSchema = z.strictObject({
  day: z.iso.date(),
  project: z.string(),
  /** Id of an API key, or `assistant` for what people ask in the console. */
  key: z.string(),
  keyName: z.string(),
  model: z.string(),
  target: z.string(),
  requests: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  /** By the price list as it is now; null when the model has no price. */
  cost: z.number().nullable(),
});
export type UsageRow = z.infer<typeof usageRowSchema>;

export const modelViewSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  /** `available` in the catalogue, `pulling`, `installed` on disk, `loading`, `loaded`, `failed`, `remote`. */
  state: z.string(),
  bytes: z.int().nonnegative(),
  licence: z.string(),
  source: z.string().nullable(),
  /** `local`, or the country of the server that runs it. */
  location: z.string(),
  isDefault: z.boolean(),
  expectation: z.record(z.string(), z.string()).nullable(),
  memoryBytes: z.number().nonnegative(),
  progress: z.strictObject({ received: z.number(), total: z.number(), phase: z.string() }).nullable(),
  problem: z.string().nullable(),
});
export type ModelView = z.infer<typeof modelViewSchema>;

export const recordViewSchema = z.strictObject({
  id: z.string(),
  index: z.int().nonnegative(),
  time: z.iso.datetime(),
  type: z.string(),
  facts: z.record(
    z.string(),
    z.union([
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(z.string()).readonly(),
      z.record(z.string(), z.number()).readonly(),
    ]),
  ),
});
export type RecordView = z.infer<typeof recordViewSchema>;

/** What shows that a record is in the ledger: enough to check it by oneself. */
export const recordProofSchema = z.strictObject({
  record: z.string(),
  index: z.int().nonnegative(),
  proof: z.array(z.string()),
  checkpoint: z.string(),
  verifierKey: z.string(),
});
export type RecordProofView = z.infer<typeof recordProofSchema>;

export const checkViewSchema = z.strictObject({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'problem']),
  message: z.string(),
  remedy: z.string().nullable(),
});
export type CheckView = z.infer<typeof checkViewSchema>;

export const healthViewSchema = z.strictObject({
  version: z.string(),
  checks: z.array(checkViewSchema),
  ledger: z.strictObject({ records: z.int().nonnegative(), checkpointAt: z.string().nullable() }),
  database: z.enum(['embedded', 'server']),
});
export type HealthView = z.infer<typeof healthViewSchema>;

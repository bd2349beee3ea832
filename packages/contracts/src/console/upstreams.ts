import { z } from 'zod';

import { upstreamSettingsSchema } from '../settings.ts';

const { id, kind, url, country, contract, localReason } = upstreamSettingsSchema.shape;

/** A server of models that is declared in the console. Its key is written and never read. */
export const declaredUpstreamSchema = z
  .strictObject({
    id,
    kind,
    url,
    country,
    contract,
    /** Why a server that is not this machine counts as the organisation's own. */
    localReason,
    models: z
      .array(z.strictObject({ id: z.string().min(1).max(200), upstream: z.string().min(1).max(200).optional() }))
      .min(1)
      .max(200),
    /** Absent: the one that is kept, if there is one. */
    key: z
      .string()
      .regex(/^[\x21-\x7e]{1,4096}$/, 'one line without spaces')
      .optional(),
  })
  .refine((upstream) => upstream.country === 'local' || upstream.contract !== undefined, {
    path: ['contract'],
    error: 'a remote upstream needs the reference of its contract',
  })
  .refine((upstream) => upstream.country !== 'local' || upstream.localReason !== undefined, {
    path: ['localReason'],
    error: 'say why this server counts as the organisation’s own',
  });
export type DeclaredUpstreamView = z.infer<typeof declaredUpstreamSchema>;

export const upstreamViewSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  url: z.string(),
  country: z.string(),
  contract: z.string().nullable(),
  localReason: z.string().nullable(),
  models: z.array(z.strictObject({ id: z.string(), upstream: z.string().nullable() })),
  hasKey: z.boolean(),
  enabled: z.boolean(),
  /** `file`: it stands in `riad.yaml`, which this interface does not change. `hidden`: `riad.yaml` has another of this name. */
  origin: z.enum(['console', 'file', 'hidden']),
});
export type UpstreamView = z.infer<typeof upstreamViewSchema>;

export const upstreamTestSchema = z.strictObject({
  ok: z.boolean(),
  /** Of the answer to a list of models; 0 when there was none. */
  status: z.int().nonnegative(),
  durationMs: z.int().nonnegative(),
  problem: z.string().nullable(),
});
export type UpstreamTestView = z.infer<typeof upstreamTestSchema>;

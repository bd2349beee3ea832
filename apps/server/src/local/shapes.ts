import { z } from 'zod';

import { attestationSchema } from '../attestation/present-attestation.ts';
import { modelLoadSchema } from './model-load.ts';

/** `riad status --json`. */
export const statusSchema = z.object({
  state: z.enum(['running', 'starting', 'stopped']),
  pid: z.int().nullable(),
  address: z.string().nullable(),
  dataDir: z.string(),
  version: z.string().nullable(),
  database: z.object({ kind: z.enum(['embedded', 'server']).nullable(), ok: z.boolean() }),
  models: z.array(modelLoadSchema.extend({ id: z.string(), kind: z.string(), state: z.string() })),
  ledger: z.object({
    records: z.number(),
    checkpointAt: z.string().nullable(),
    /** Who else vouches for it; nobody while the server starts. */
    ...attestationSchema.shape,
  }),
});
export type ServerStatus = z.infer<typeof statusSchema>;

/** What `riad up` prints once the server is ready. */
export const welcomeSchema = z.object({
  address: z.string(),
  /** Only for a terminal; otherwise the link is in `signInFile`. */
  signInLink: z.string().nullable(),
  signInFile: z.string().nullable(),
  /** On the first start only, and only for a terminal; otherwise in `firstKeyFile`. */
  firstKey: z.string().nullable(),
  firstKeyFile: z.string().nullable(),
  model: z.string().nullable(),
  /** What to expect of that model, one sentence in each language that the catalogue has. */
  modelRemark: z.object({ en: z.string(), fr: z.string(), ar: z.string() }).nullable(),
  warnings: z.array(z.string()),
});
export type Welcome = z.infer<typeof welcomeSchema>;

/** `riad keys create --json`; the only time the key is shown. */
export const createdKeySchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  project: z.string(),
  expiresAt: z.string().nullable(),
});

/** `riad sign-in --json`. */
export const signInSchema = z.object({ link: z.string() });

export const keyListSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      project: z.string(),
      hint: z.string(),
      createdAt: z.string(),
      expiresAt: z.string().nullable(),
      revokedAt: z.string().nullable(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
});

export const modelListSchema = z.object({
  data: z.array(
    modelLoadSchema.extend({
      id: z.string(),
      kind: z.string(),
      state: z.string(),
      bytes: z.number(),
      sha256: z.string().nullable(),
      licence: z.string(),
      source: z.string().nullable(),
    }),
  ),
});

export const modelResultSchema = z.object({ id: z.string(), state: z.string(), bytes: z.number() });

/** `riad doctor --json`. */
export const doctorSchema = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['ok', 'warning', 'problem']),
      message: z.string(),
      remedy: z.string().nullable(),
    }),
  ),
});
export type DoctorReport = z.infer<typeof doctorSchema>;

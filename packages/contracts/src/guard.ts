import type { Location } from './location.ts';

/** What a finding is. Names are part of the API: add, never rename. */
export const entityTypes = [
  'cin',
  'idcs',
  'passport',
  'residence_card',
  'driving_licence',
  'plate',
  'cnss',
  'amo',
  'ice',
  'tax_id',
  'trade_register',
  'patente',
  'rib',
  'iban',
  'phone',
  'phone_org',
  'massar',
  'address',
  'birth_date',
  'card',
  'civil_status',
  'nir',
  'siren',
  'siret',
  'vat',
  'email',
  'ip',
  'mac',
  'url_credentials',
  'geo',
  'secret',
  'person',
  'sensitive',
  /** What an organisation described itself; `detail` is the pattern's id. */
  'custom',
] as const;
export type EntityType = (typeof entityTypes)[number];

/** One span of a text that the guard recognised. Offsets are UTF-16 code units of the text as given. */
export interface Finding {
  readonly type: EntityType;
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly score: number;
  /** Whether the check digits hold; null for types that have none. */
  readonly checksum: boolean | null;
  /** Finer kind within a type: which secret, which sensitive category, the year of a birth date, whose pattern. */
  readonly detail?: string;
}

/** From mildest to strictest. `keep-local` may go to the organisation's own machines only, in clear. */
export const guardActions = ['allow', 'pseudonymise', 'keep-local', 'block'] as const;
export type GuardAction = (typeof guardActions)[number];

/** What the guard and policy decided for one location. */
export interface Verdict {
  readonly location: Location;
  /** The strictest action over all findings. */
  readonly action: GuardAction;
  /** The rule that decided, for the answer and the ledger. */
  readonly rule: string | null;
  /** Per text, per finding, the action that applies to it. */
  readonly actions: readonly (readonly GuardAction[])[];
}

/** Counts of findings by type: what may be shown and recorded. */
export type FindingCounts = Readonly<Partial<Record<EntityType, number>>>;

/** One surrogate as it is stored: what it stands for can be read with its conversation's key only. */
export interface SealedSurrogate {
  readonly type: EntityType;
  readonly surrogate: string;
  readonly code: string;
  /** Which spelling of the same value: 1, 2, … */
  readonly variant: number;
  /** HMAC of type and canonical value under the tenant key: one entity. */
  readonly entity: string;
  /** HMAC of the value as written: one spelling. */
  readonly spelling: string;
  readonly sealed: Uint8Array;
}

import type { Caller, Scope } from '../caller.ts';
import type { OrganisationId, ProjectId } from '../ids.ts';

/** What a project may process data for. */
export interface DeclaredPurpose {
  readonly projectId: ProjectId;
  /** Short name that clients send: `enrolment`. */
  readonly purpose: string;
  readonly description: string;
  /** Whether each use needs the consent of the person concerned. */
  readonly consentRequired: boolean;
}

export interface NewConsent {
  readonly id: string;
  readonly purpose: string;
  /** Absent: for every project that declares the purpose. */
  readonly projectId?: ProjectId;
  /** HMAC under the tenant's key of what identifies the person; the value itself is not kept. */
  readonly subject: Uint8Array;
  readonly expiresAt?: Date;
  /** The ledger's record; who consented and how it is shown is sealed beside it. */
  readonly record: string;
}

export interface Consent {
  /** `cns_…`: what a request names. */
  readonly id: string;
  readonly purpose: string;
  readonly projectId: ProjectId | null;
  readonly givenAt: Date;
  readonly expiresAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly record: string;
}

/** A consent as it changed last, of whatever tenant. */
export interface ConsentChange extends Consent {
  readonly organisationId: OrganisationId;
  /** Grows with every change. */
  readonly change: bigint;
}

export interface PurposeRepository {
  /** Fails with `request.invalid` when the project is not of this scope. */
  declare(scope: Scope, purpose: DeclaredPurpose): Promise<void>;
  list(scope: Scope): Promise<readonly DeclaredPurpose[]>;
  remove(scope: Scope, projectId: ProjectId, purpose: string): Promise<boolean>;
  give(scope: Scope, consent: NewConsent): Promise<Consent>;
  /** Of one person when a subject is named. */
  consents(scope: Scope, subject?: Uint8Array): Promise<readonly Consent[]>;
  /** False when there is none in this scope, or it was withdrawn before. */
  withdraw(scope: Scope, id: string): Promise<boolean>;
  /** Of every tenant. */
  declarations(): Promise<readonly (DeclaredPurpose & { readonly organisationId: OrganisationId })[]>;
  /** Consents that changed after `change`, oldest first, at most 10,000. */
  changesAfter(change: bigint): Promise<readonly ConsentChange[]>;
}

/** What a request says it is for. */
export interface NamedUse {
  readonly purpose?: string;
  readonly consent?: string;
}

/** What records may show of it: names that are known here, never a client's free words. */
export interface KnownUse {
  readonly purpose: string | null;
  readonly consent: string | null;
}

export type UseVerdict =
  | { readonly allowed: true; readonly use: KnownUse }
  | { readonly allowed: false; readonly use: KnownUse; readonly problem: UseProblem };

export type UseProblem =
  | { readonly kind: 'purpose-unnamed'; readonly declared: readonly string[] }
  | { readonly kind: 'purpose-not-declared'; readonly declared: readonly string[] }
  | { readonly kind: 'consent-missing' }
  | { readonly kind: 'consent-unknown' }
  | { readonly kind: 'consent-withdrawn' }
  | { readonly kind: 'consent-expired' }
  | { readonly kind: 'consent-for-another-purpose'; readonly purpose: string };

/** Whether a request may be processed for what it says it is for. Never waits. */
export type CheckUse = (caller: Caller, named: NamedUse) => UseVerdict;

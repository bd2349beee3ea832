import type { KeyId, OrganisationId, ProjectId } from './ids.ts';

/** Limits of one key; an absent field means unlimited. */
export interface KeyLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly concurrentRequests?: number;
}

/** Who is asking, as established from an API key or a console session. */
export interface Caller {
  readonly keyId: KeyId;
  readonly keyName: string;
  readonly projectId: ProjectId;
  readonly organisationId: OrganisationId;
  readonly limits: KeyLimits;
  /** What policies may tell apart; `member` when absent. */
  readonly role?: string;
}

/** The tenant that a repository call acts for. Repositories cannot be called without one. */
export interface Scope {
  readonly organisationId: OrganisationId;
  readonly projectId?: ProjectId;
}

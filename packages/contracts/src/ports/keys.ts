import type { Caller, KeyLimits, Scope } from '../caller.ts';
import type { KeyId, ProjectId } from '../ids.ts';

export type KeyCheck =
  | { readonly kind: 'valid'; readonly caller: Caller }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'revoked' };

/** Answers who a secret belongs to. A revocation is seen within one second everywhere. */
export interface KeyDirectory {
  /** From the cache, `undefined` when the database must be asked. Never blocks. */
  checkCached(secret: string): KeyCheck | undefined;
  /** Fails with `store.unavailable` when the database cannot answer. */
  check(secret: string): Promise<KeyCheck>;
}

export interface NewKey {
  readonly name: string;
  readonly projectId: ProjectId;
  readonly expiresAt?: Date;
  readonly limits: KeyLimits;
  /** What policies may tell apart; `member` when absent. */
  readonly role?: string;
}

export interface ApiKey {
  readonly id: KeyId;
  readonly name: string;
  readonly projectId: ProjectId;
  readonly projectName: string;
  /** First characters of the secret, to recognise it by. */
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly limits: KeyLimits;
  readonly role: string;
}

export interface KeyRepository {
  /** `secret` is returned once and never stored. */
  create(scope: Scope, input: NewKey): Promise<{ readonly key: ApiKey; readonly secret: string }>;
  list(scope: Scope): Promise<readonly ApiKey[]>;
  /** False when the key is not in this scope. Revoking twice is not an error. */
  revoke(scope: Scope, id: KeyId): Promise<boolean>;
}

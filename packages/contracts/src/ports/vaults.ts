import type { Scope } from '../caller.ts';
import type { SealedSurrogate } from '../guard.ts';
import type { ConversationId } from '../ids.ts';

/** The surrogates of one conversation, as stored. Nothing in it can be read without the tenant's key. */
export interface StoredVault {
  readonly id: ConversationId;
  /** The conversation's key, sealed under the tenant's. */
  readonly wrappedKey: Uint8Array;
  readonly expiresAt: Date;
  /** In the order in which they were given. */
  readonly entries: readonly SealedSurrogate[];
}

export interface NewVault {
  /** HMAC under the tenant's key of what identifies the conversation. */
  readonly lookup: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly expiresAt: Date;
}

/** What is known of a conversation without its key. */
export interface VaultSummary {
  readonly id: ConversationId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly surrogates: number;
}

/** Where vaults are kept. Every call fails with `store.unavailable` while the store is away. */
export interface VaultRepository {
  /** The vault of this conversation; a new one when there is none or it has expired. */
  open(scope: Scope, vault: NewVault): Promise<StoredVault>;
  find(scope: Scope, id: ConversationId): Promise<StoredVault | undefined>;
  /** False: another server gave one of these codes to another value, or the vault is gone. Nothing was added then. */
  add(scope: Scope, id: ConversationId, entries: readonly SealedSurrogate[]): Promise<boolean>;
  /** False when it is gone. */
  extend(scope: Scope, id: ConversationId, expiresAt: Date): Promise<boolean>;
  /** Newest first, at most 1,000. */
  list(scope: Scope): Promise<readonly VaultSummary[]>;
  /** Destroys key and entries. False when there is no such vault in this scope. */
  forget(scope: Scope, id: ConversationId): Promise<boolean>;
  /** Destroys every vault whose time is over, of all tenants; how many. */
  forgetExpired(): Promise<number>;
}

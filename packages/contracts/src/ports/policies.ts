import type { Scope } from '../caller.ts';
import type { ProjectId } from '../ids.ts';
import type { Policy } from '../policy.ts';

/** `pending` waits for a second person; `refused` was withdrawn or overtaken. */
export type PolicyState = 'in-force' | 'pending' | 'replaced' | 'refused';

export interface StoredPolicy {
  readonly version: number;
  /** Absent: the organisation's own. */
  readonly projectId: ProjectId | undefined;
  readonly state: PolicyState;
  /** As stored; it may have been written by another version of Riad. */
  readonly document: unknown;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly approvedBy: string | null;
}

export interface NewPolicy {
  readonly projectId: ProjectId | undefined;
  readonly state: 'in-force' | 'pending';
  readonly policy: Policy;
  readonly createdBy: string;
}

/** Versioned policy documents of organisations and projects. */
export interface PolicyRepository {
  /** Newest first. `projectId` of the scope chooses a project's own documents. */
  list(scope: Scope): Promise<readonly StoredPolicy[]>;
  /** Adds version `policy.version`; one that comes into force replaces the one before. False: that version exists already. */
  add(scope: Scope, policy: NewPolicy): Promise<boolean>;
  /** Brings a pending one into force. False when it is not pending any more. */
  approve(scope: Scope, version: number, approvedBy: string): Promise<boolean>;
  refuse(scope: Scope, version: number): Promise<boolean>;
  /** Of all tenants, per organisation or project: the document in force, then those it replaced, newest first. */
  inForce(): Promise<readonly (StoredPolicy & { readonly scope: Scope })[]>;
  /** Changes whenever any policy changes. */
  revision(): Promise<string>;
}

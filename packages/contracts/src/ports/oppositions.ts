import type { Scope } from '../caller.ts';
import type { EntityType } from '../guard.ts';
import type { OrganisationId } from '../ids.ts';

/** One identifier of a person who opposes that their data are processed. The value itself is not kept. */
export interface Opposition {
  readonly id: string;
  readonly type: EntityType;
  readonly createdAt: Date;
  /** Reference of the request, never a name. */
  readonly reference: string;
}

export interface NewOpposition {
  readonly type: EntityType;
  /** HMAC under the tenant's key of the type and the canonical value. */
  readonly digest: Uint8Array;
  readonly reference: string;
}

export interface OppositionRepository {
  add(scope: Scope, opposition: NewOpposition): Promise<Opposition>;
  list(scope: Scope): Promise<readonly Opposition[]>;
  remove(scope: Scope, id: string): Promise<boolean>;
  /** Digests of every tenant, as hexadecimal text. */
  digests(): Promise<readonly { readonly organisationId: OrganisationId; readonly digest: string }[]>;
  revision(): Promise<string>;
}

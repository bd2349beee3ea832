import type { Scope } from '@riad/contracts';

/** Who acts, as records show it, and for which organisation. */
export interface Acting {
  readonly scope: Scope;
  readonly by: string;
}

/** What every record of an act says about who acted. */
export function actorOf({ scope: { organisationId }, by }: Acting): {
  readonly by: string;
  readonly organisation: string;
} {
  return { by, organisation: organisationId };
}

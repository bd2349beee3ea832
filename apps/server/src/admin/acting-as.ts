import type { Acting } from '../rights/acting.ts';
import type { Session } from './sessions/session.ts';

/** A signed-in person as records name them: by id, so that no name stands in the ledger. */
export function actingAs({ scope: { organisationId }, person }: Session): Acting {
  return { scope: { organisationId }, by: person.id };
}

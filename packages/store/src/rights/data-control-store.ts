import type { Clock } from '@riad/contracts';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';

import { createOriginalFiles, type OriginalFiles } from '../documents/original-files.ts';
import { createIncidentRepository, type IncidentRepository } from '../incidents/incident-repository.ts';
import { createRegisterRepository, type RegisterRepository } from '../register/register-repository.ts';
import { createExpiredRows, type ExpiredRows } from '../retention/expired-rows.ts';
import { createRetentionRepository, type RetentionRepository } from '../retention/retention-repository.ts';
import { createRevealGrants, type RevealGrants } from '../reveals/reveal-grants.ts';
import type { Database } from '../schema.ts';
import { createRightsRepository, type RightsRepository } from './rights-repository.ts';
import { createTextSweep, type TextSweep } from './text-sweep.ts';

/** What the rights of persons, retention, the register and incidents are kept in. */
export interface DataControlStore {
  readonly rights: RightsRepository;
  readonly retention: RetentionRepository;
  readonly register: RegisterRepository;
  readonly incidents: IncidentRepository;
  readonly sweep: TextSweep;
  readonly originals: OriginalFiles;
  readonly expired: ExpiredRows;
  readonly revealGrants: RevealGrants;
}

export function createDataControlStore({
  database,
  pool,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly pool: Pool;
  readonly clock: Clock;
}): DataControlStore {
  return {
    rights: createRightsRepository(database),
    retention: createRetentionRepository({ database, clock }),
    register: createRegisterRepository({ database, clock }),
    incidents: createIncidentRepository(database),
    sweep: createTextSweep(pool),
    originals: createOriginalFiles(pool),
    expired: createExpiredRows(pool),
    revealGrants: createRevealGrants({ database, clock }),
  };
}

import type { OrganisationId } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** Remembers by which key a tenant's vaults were sealed, so that a lost or exchanged key is noticed before it is used. */
export interface TenantKeyChecks {
  /** The check value of the first key ever used for this tenant: the given one when there was none. */
  firstOf(organisation: OrganisationId, check: string): Promise<string>;
  /** Undefined while the tenant never had a key. */
  find(organisation: OrganisationId): Promise<string | undefined>;
}

export function createTenantKeyChecks(database: Kysely<Database>): TenantKeyChecks {
  const nameOf = (organisation: OrganisationId): string => `tenant-key.${organisation}`;
  const find = (organisation: OrganisationId): Promise<string | undefined> =>
    withStore(async () => {
      const row = await database
        .selectFrom('facts')
        .select('value')
        .where('name', '=', nameOf(organisation))
        .executeTakeFirst();
      return row?.value;
    });
  return {
    find,
    async firstOf(organisation, check) {
      await withStore(() =>
        database
          .insertInto('facts')
          .values({ name: nameOf(organisation), value: check })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute(),
      );
      return (await find(organisation)) ?? check;
    },
  };
}

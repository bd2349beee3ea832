import type { Scope } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import type { DeclaredSettings } from './schema.ts';

export interface DeclaredUpstream {
  readonly settings: DeclaredSettings;
  readonly sealedKey: Uint8Array | null;
  readonly enabled: boolean;
}

/** Servers of models that an organisation declared in its database. */
export interface DeclaredUpstreams {
  list(scope: Scope): Promise<readonly DeclaredUpstream[]>;
  /** A new one is off; one that is there stays on or off. */
  save(scope: Scope, upstream: Omit<DeclaredUpstream, 'enabled'>): Promise<void>;
  /** False when there is none of this id. */
  enable(scope: Scope, id: string, enabled: boolean): Promise<boolean>;
  remove(scope: Scope, id: string): Promise<boolean>;
}

export function createDeclaredUpstreams(database: Kysely<Database>): DeclaredUpstreams {
  return {
    list: ({ organisationId }) =>
      withStore(async () => {
        const rows = await database
          .selectFrom('declared_upstreams')
          .selectAll()
          .where('organisation_id', '=', organisationId)
          .orderBy('id')
          .execute();
        return rows.map(({ settings, sealed_key: sealedKey, enabled }) => ({ settings, sealedKey, enabled }));
      }),
    save: ({ organisationId }, { settings, sealedKey }) =>
      withStore(async () => {
        const values = {
          settings: JSON.stringify(settings),
          sealed_key: sealedKey === null ? null : Buffer.from(sealedKey),
        };
        await database
          .insertInto('declared_upstreams')
          .values({ organisation_id: organisationId, id: settings.id, ...values })
          .onConflict((conflict) => conflict.columns(['organisation_id', 'id']).doUpdateSet(values))
          .execute();
      }),
    enable: ({ organisationId }, id, enabled) =>
      withStore(async () => {
        const { numUpdatedRows } = await database
          .updateTable('declared_upstreams')
          .set({ enabled })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', id)
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    remove: ({ organisationId }, id) =>
      withStore(async () => {
        const { numDeletedRows } = await database
          .deleteFrom('declared_upstreams')
          .where('organisation_id', '=', organisationId)
          .where('id', '=', id)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}

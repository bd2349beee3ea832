import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Servers of models that were declared in the console; their keys are sealed. */
export const upstreams: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table declared_upstreams (
        organisation_id text not null references organisations (id) on delete cascade,
        id text not null,
        settings jsonb not null,
        sealed_key bytea,
        enabled boolean not null default false,
        primary key (organisation_id, id)
      );
    `.execute(database);
  },
};

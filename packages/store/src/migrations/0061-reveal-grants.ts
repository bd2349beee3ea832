import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rights to see what surrogates stand for: of a person or a role, each for a time. */
export const revealGrants: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table reveal_grants (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        user_id text references users (id) on delete cascade,
        role text,
        reason text not null,
        granted_by text not null,
        granted_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        check ((user_id is null) <> (role is null))
      );
      create index reveal_grants_by_organisation on reveal_grants (organisation_id, granted_at);
    `.execute(database);
  },
};

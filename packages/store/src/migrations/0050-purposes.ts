import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What projects may process data for, and consents. Who consented stands nowhere here: it is sealed beside the ledger's
 * record of the consent; `subject` is a digest under the tenant's key.
 */
export const purposes: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table project_purposes (
        organisation_id text not null references organisations (id) on delete cascade,
        project_id text not null,
        purpose text not null,
        description text not null,
        consent_required boolean not null,
        primary key (organisation_id, project_id, purpose),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
      create sequence consent_changes;
      create table consents (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        project_id text,
        purpose text not null,
        subject bytea not null,
        given_at timestamptz not null default now(),
        expires_at timestamptz,
        withdrawn_at timestamptz,
        record text not null,
        change bigint not null default nextval('consent_changes')
      );
      create index consents_by_change on consents (change);
      create index consents_by_subject on consents (organisation_id, subject);
    `.execute(database);
  },
};

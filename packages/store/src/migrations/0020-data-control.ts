import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Policy documents, surrogates of conversations, opposition, connections to the outside, and roles of keys. */
export const dataControl: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create sequence policy_revisions;
      create table policies (
        organisation_id text not null references organisations (id) on delete cascade,
        -- Empty: the organisation's own.
        project_id text not null default '',
        version integer not null,
        state text not null check (state in ('in-force', 'pending', 'replaced', 'refused')),
        document jsonb not null,
        created_at timestamptz not null default now(),
        created_by text not null,
        approved_by text,
        revision bigint not null default nextval('policy_revisions'),
        primary key (organisation_id, project_id, version)
      );
      create unique index policies_in_force on policies (organisation_id, project_id) where state = 'in-force';
      create table vaults (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        project_id text not null default '',
        lookup bytea not null unique,
        wrapped_key bytea not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      create index vaults_by_organisation on vaults (organisation_id, project_id, created_at desc);
      create index vaults_by_end on vaults (expires_at);
      create table vault_entries (
        vault_id text not null references vaults (id) on delete cascade,
        code text not null,
        variant integer not null,
        place bigint generated always as identity,
        type text not null,
        surrogate text not null,
        entity text not null,
        spelling text not null,
        sealed bytea not null,
        primary key (vault_id, code, variant),
        unique (vault_id, spelling)
      );
      create sequence opposition_revisions;
      create table oppositions (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        type text not null,
        digest bytea not null,
        reference text not null,
        created_at timestamptz not null default now(),
        unique (organisation_id, digest)
      );
      create table egress_daily (
        day date not null,
        purpose text not null,
        country text not null,
        host text not null,
        opened bigint not null default 0,
        refused bigint not null default 0,
        primary key (day, purpose, country, host)
      );
      alter table api_keys add column role text not null default 'member';
    `.execute(database);
  },
};

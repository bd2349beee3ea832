import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Organisations, projects, keys, usage, one-time sign-in links and single facts about this installation. */
export const house: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table organisations (
        id text primary key,
        name text not null,
        created_at timestamptz not null default now()
      );
      create table projects (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        name text not null,
        created_at timestamptz not null default now(),
        unique (organisation_id, name),
        unique (organisation_id, id)
      );
      create table api_keys (
        id text primary key,
        organisation_id text not null,
        project_id text not null,
        name text not null,
        hint text not null,
        secret_hash bytea not null,
        limits jsonb not null default '{}',
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
      create index api_keys_by_project on api_keys (organisation_id, project_id, created_at);
      create table usage_daily (
        organisation_id text not null,
        project_id text not null,
        key_id text not null,
        model text not null,
        target text not null,
        day date not null,
        requests integer not null default 0,
        failed integer not null default 0,
        estimated integer not null default 0,
        prompt_tokens bigint not null default 0,
        completion_tokens bigint not null default 0,
        primary key (organisation_id, project_id, key_id, model, target, day)
      );
      create table sign_in_links (
        token_hash bytea primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create table facts (
        name text primary key,
        value text not null
      );
    `.execute(database);
  },
};

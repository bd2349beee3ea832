import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** People and their browser sessions, in the shape that the session library (better-auth 1.7) reads and writes. */
export const people: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table users (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        role text not null,
        name text not null,
        email text not null unique,
        email_verified boolean not null default false,
        image text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index users_by_organisation on users (organisation_id);
      create table sessions (
        id text primary key,
        user_id text not null references users (id) on delete cascade,
        token text not null unique,
        expires_at timestamptz not null,
        ip_address text,
        user_agent text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index sessions_by_user on sessions (user_id);
      create table accounts (
        id text primary key,
        user_id text not null references users (id) on delete cascade,
        account_id text not null,
        provider_id text not null,
        access_token text,
        refresh_token text,
        id_token text,
        access_token_expires_at timestamptz,
        refresh_token_expires_at timestamptz,
        scope text,
        password text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index accounts_by_user on accounts (user_id);
      create table verifications (
        id text primary key,
        identifier text not null,
        value text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index verifications_by_identifier on verifications (identifier);
    `.execute(database);
  },
};

import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Second factors, passkeys, identities of a single sign-on, and links for one person. */
export const signIn: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table second_factors (
        user_id text primary key references users (id) on delete cascade,
        sealed_secret bytea not null,
        confirmed boolean not null default false,
        used_step bigint not null default 0,
        created_at timestamptz not null default now()
      );
      create table recovery_codes (
        code_hash bytea primary key,
        user_id text not null references users (id) on delete cascade
      );
      create index recovery_codes_by_user on recovery_codes (user_id);
      create table passkeys (
        id text primary key,
        user_id text not null references users (id) on delete cascade,
        name text not null,
        public_key bytea not null,
        counter bigint not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz
      );
      create index passkeys_by_user on passkeys (user_id);
      create table external_identities (
        issuer text not null,
        subject text not null,
        user_id text not null references users (id) on delete cascade,
        created_at timestamptz not null default now(),
        primary key (issuer, subject)
      );
      create index external_identities_by_user on external_identities (user_id);
      alter table sign_in_links add column user_id text references users (id) on delete cascade;
    `.execute(database);
  },
};

import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Conversations of people with models, a tree of messages each, and invitations to people who are not here yet. */
export const conversations: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table conversations (
        id text primary key,
        organisation_id text not null,
        project_id text not null,
        user_id text not null references users (id) on delete cascade,
        title text not null,
        folder text,
        model text,
        instructions text not null default '',
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade,
        unique (organisation_id, id)
      );
      create index conversations_by_person on conversations (organisation_id, user_id, updated_at desc);
      create table messages (
        id text primary key,
        organisation_id text not null,
        conversation_id text not null,
        parent_id text,
        position bigint generated always as identity,
        role text not null,
        content text not null,
        folded text not null,
        state text not null,
        findings jsonb not null default '[]',
        origin jsonb,
        error jsonb,
        created_at timestamptz not null default now(),
        foreign key (organisation_id, conversation_id) references conversations (organisation_id, id) on delete cascade
      );
      create index messages_by_conversation on messages (organisation_id, conversation_id, position);
      create table invitations (
        id text primary key,
        token_hash bytea not null unique,
        organisation_id text not null references organisations (id) on delete cascade,
        name text not null,
        email text not null,
        role text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        unique (organisation_id, email)
      );
      alter table users add column set_up boolean not null default true;
    `.execute(database);
  },
};

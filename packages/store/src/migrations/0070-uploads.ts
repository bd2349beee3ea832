import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Files that programs upload, what they note on collections and documents, and batches. */
export const uploads: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table uploaded_files (
        id text primary key,
        organisation_id text not null,
        project_id text not null,
        name text not null,
        purpose text not null,
        mime_type text,
        bytes bigint not null,
        sha256 text not null,
        file_key text not null,
        created_at timestamptz not null default now(),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
      create index uploaded_files_by_project on uploaded_files (organisation_id, project_id, created_at);
      create index uploaded_files_by_key on uploaded_files (file_key);
      alter table collections add column metadata jsonb not null default '{}';
      alter table documents
        add column attributes jsonb not null default '{}',
        add column file_id text references uploaded_files (id) on delete set null;
      create index documents_by_upload on documents (file_id) where file_id is not null;
      create table file_batches (
        id text primary key,
        organisation_id text not null,
        project_id text not null,
        collection_id text not null references collections (id) on delete cascade,
        documents jsonb not null,
        cancelled_at timestamptz,
        created_at timestamptz not null default now(),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
    `.execute(database);
  },
};

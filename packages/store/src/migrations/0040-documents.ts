import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Collections, documents, their pages and passages. A document is its own job: whoever leases it works on it. `found_at` is
 * the revision of its collection at which its passages could first be found; a search index compares and catches up.
 */
export const documents: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table collections (
        id text primary key,
        organisation_id text not null,
        project_id text not null,
        name text not null,
        description text,
        revision bigint not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (project_id, name),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
      create index collections_by_project on collections (organisation_id, project_id, created_at);
      create table documents (
        id text primary key,
        organisation_id text not null,
        project_id text not null,
        collection_id text not null references collections (id) on delete cascade,
        name text not null,
        title text,
        format text,
        bytes bigint not null,
        sha256 text not null,
        file_key text not null,
        state text not null default 'queued',
        problem jsonb,
        pages integer not null default 0,
        passages integer not null default 0,
        progress_done integer not null default 0,
        progress_total integer not null default 0,
        quality real,
        quality_problems jsonb not null default '[]',
        version integer not null default 0,
        found_at bigint,
        attempts integer not null default 0,
        lease_until timestamptz not null default '-infinity',
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (collection_id, sha256),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
      create index documents_by_collection on documents (organisation_id, project_id, collection_id, created_at);
      create index documents_waiting on documents (lease_until) where state not in ('ready', 'failed');
      create index documents_by_file on documents (file_key);
      create table document_pages (
        document_id text not null references documents (id) on delete cascade,
        number integer not null,
        width real not null,
        height real not null,
        text text not null,
        quality real not null,
        problems jsonb not null default '[]',
        source text not null,
        primary key (document_id, number)
      );
      create table passages (
        id bigint generated always as identity primary key,
        organisation_id text not null,
        project_id text not null,
        document_id text not null references documents (id) on delete cascade,
        ordinal integer not null,
        heading text not null,
        text text not null,
        page integer not null,
        sentences jsonb not null,
        reference_keys jsonb not null default '[]',
        vector bytea,
        vector_model text,
        unique (document_id, ordinal)
      );
      create index passages_without_vector on passages (document_id, ordinal) where vector is null;
    `.execute(database);
  },
};

import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Files that come with a question, conversations that a project may read, and titles as a search reads them. */
export const assistant: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      alter table messages add column attachments jsonb not null default '[]';
      alter table conversations add column shared boolean not null default false;
      alter table conversations add column folded_title text not null default '';
      update conversations set folded_title = lower(title);
      create index conversations_shared on conversations (organisation_id, project_id, updated_at desc) where shared;
    `.execute(database);
  },
};

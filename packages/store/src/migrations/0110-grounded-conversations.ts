import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The collection that a conversation asks, and the places that support an answer from it. */
export const groundedConversations: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      alter table conversations add column collection_id text references collections (id) on delete set null;
      create index conversations_by_collection on conversations (collection_id) where collection_id is not null;
      alter table messages add column cited jsonb;
    `.execute(database);
  },
};

import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What an erasure leaves of a document, and legal holds for one collection or one person. */
export const originalsAndHolds: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      alter table documents
        -- Its text was changed at a person's request: reading the file again would undo that.
        add column rewritten_at timestamptz,
        -- The original file went with an erasure; the passages stay, without the person.
        add column original_removed_at timestamptz;
      alter table legal_holds
        add column collection_id text,
        -- The ledger's record beside which the person's identifiers are sealed.
        add column person_record text;
    `.execute(database);
  },
};

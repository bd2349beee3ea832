import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Announces every change that decides what a key may do, whoever makes it, so that each server forgets what it knew. The
 * time of last use is left out: it changes often and decides nothing. Also notes the last batch of usage that each server
 * has written, so that one whose acknowledgement was lost is not counted twice.
 */
export const keyChanges: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create function announce_key_change() returns trigger language plpgsql as $body$
      begin
        perform pg_notify('riad_keys', coalesce(new.id, old.id));
        return null;
      end
      $body$;
      create trigger api_keys_announce
        after insert or delete or update of secret_hash, name, limits, project_id, expires_at, revoked_at on api_keys
        for each row execute function announce_key_change();
      create table usage_writers (
        id text primary key,
        batch bigint not null,
        written_at timestamptz not null default now()
      );
    `.execute(database);
  },
};

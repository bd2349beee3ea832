import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Limits that servers on one database share: a bucket for each key that fills evenly to one minute's worth, out of which
 * servers take blocks, and the places for requests at one time that each server holds. A server that has not renewed its
 * places for fifteen seconds is taken for dead. Times are the database's own: servers' clocks may differ.
 */
export const sharedLimits: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table limit_buckets (
        key_id text primary key,
        requests float8,
        tokens float8,
        filled_at timestamptz not null
      );
      create table limit_places (
        key_id text not null,
        server text not null,
        held integer not null,
        renewed_at timestamptz not null,
        primary key (key_id, server)
      );

      create function lease_amount(level float8, charge float8, need float8, want float8) returns float8
      language sql immutable as $body$
        select case when level is null then want when level - charge >= need then least(want, level - charge) else 0 end
      $body$;

      create function lease_limits(
        key text, asking text,
        max_requests float8, charge_requests float8, need_requests float8, want_requests float8,
        max_tokens float8, charge_tokens float8, need_tokens float8, want_tokens float8,
        max_places integer, used_places integer, want_places integer
      ) returns table (
        granted_requests float8, left_requests float8, granted_tokens float8, left_tokens float8, places integer
      ) language plpgsql as $body$
      declare
        bucket limit_buckets;
        moment timestamptz;
        minutes float8;
        held_by_others integer;
      begin
        insert into limit_buckets values (key, max_requests, max_tokens, clock_timestamp()) on conflict do nothing;
        select * into bucket from limit_buckets where key_id = key for update;
        moment := greatest(clock_timestamp(), bucket.filled_at);
        minutes := extract(epoch from moment - bucket.filled_at) / 60;
        bucket.requests := least(max_requests, coalesce(bucket.requests, max_requests) + minutes * max_requests);
        bucket.tokens := least(max_tokens, coalesce(bucket.tokens, max_tokens) + minutes * max_tokens);
        if max_requests is null then bucket.requests := null; end if;
        if max_tokens is null then bucket.tokens := null; end if;
        granted_requests := lease_amount(bucket.requests, charge_requests, need_requests, want_requests);
        granted_tokens := lease_amount(bucket.tokens, charge_tokens, need_tokens, want_tokens);
        left_requests := least(max_requests, bucket.requests - charge_requests) - granted_requests;
        left_tokens := least(max_tokens, bucket.tokens - charge_tokens) - granted_tokens;
        update limit_buckets set requests = left_requests, tokens = left_tokens, filled_at = moment where key_id = key;

        delete from limit_places where key_id = key and renewed_at < moment - interval '15 seconds';
        select coalesce(sum(held), 0) into held_by_others from limit_places where key_id = key and server <> asking;
        places := greatest(used_places, least(want_places, coalesce(max_places, want_places) - held_by_others));
        if places > 0 then
          insert into limit_places values (key, asking, places, moment)
            on conflict (key_id, server) do update set held = excluded.held, renewed_at = excluded.renewed_at;
        else
          delete from limit_places where key_id = key and server = asking;
        end if;
        return next;
      end
      $body$;
    `.execute(database);
  },
};

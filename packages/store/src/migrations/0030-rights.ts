import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Requests of persons about their data, legal holds, periods of retention, the register of processing, and incidents. Who a
 * person is stands nowhere here: identifiers are sealed beside the ledger's record of the request.
 */
export const rights: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table rights_requests (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        kind text not null check (kind in ('access', 'rectify', 'erase', 'oppose')),
        state text not null default 'open' check (state in ('open', 'done', 'refused')),
        received_at timestamptz not null,
        due_at timestamptz not null,
        closed_at timestamptz,
        -- The ledger's record of the request; what identifies the person is sealed beside it.
        record text not null,
        closing_record text,
        outcome jsonb
      );
      create index rights_requests_by_state on rights_requests (organisation_id, state, due_at);
      create table legal_holds (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        class text not null,
        project_id text,
        reason text not null,
        placed_at timestamptz not null,
        placed_by text not null,
        released_at timestamptz
      );
      create index legal_holds_by_organisation on legal_holds (organisation_id, placed_at);
      create table retention_periods (
        organisation_id text not null references organisations (id) on delete cascade,
        class text not null,
        days integer not null check (days >= 0),
        purpose text not null,
        set_at timestamptz not null,
        primary key (organisation_id, class)
      );
      create table processing_activities (
        organisation_id text not null references organisations (id) on delete cascade,
        project_id text not null,
        purpose text not null,
        legal_basis text not null,
        people jsonb not null,
        categories jsonb not null,
        recipients jsonb not null,
        authority_reference text,
        updated_at timestamptz not null,
        primary key (organisation_id, project_id),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
      create table register_controllers (
        organisation_id text primary key references organisations (id) on delete cascade,
        name text not null,
        address text not null,
        contact text not null,
        updated_at timestamptz not null
      );
      create table incidents (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        summary text not null,
        known_at timestamptz not null,
        began_at timestamptz not null,
        ended_at timestamptz,
        closed_at timestamptz,
        notices jsonb not null default '{}',
        record text not null
      );
      create index incidents_by_organisation on incidents (organisation_id, known_at);
    `.execute(database);
  },
};

import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What projects and keys may use in a month, and what tokens cost. */
export const budgets: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table budgets (
        id text primary key,
        organisation_id text not null references organisations (id) on delete cascade,
        project_id text not null,
        key_id text references api_keys (id) on delete cascade,
        tokens bigint check (tokens > 0),
        cost double precision check (cost > 0),
        alert_percent integer not null check (alert_percent between 1 and 100),
        check (tokens is not null or cost is not null),
        unique nulls not distinct (organisation_id, project_id, key_id),
        foreign key (organisation_id, project_id) references projects (organisation_id, id) on delete cascade
      );
      create table price_lists (
        organisation_id text primary key references organisations (id) on delete cascade,
        currency text not null,
        prices jsonb not null
      );
    `.execute(database);
  },
};

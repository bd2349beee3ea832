import type { Scope } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

export interface UsageReportRow {
  /** UTC day, `2026-11-25`. */
  readonly day: string;
  readonly project: string;
  readonly keyId: string;
  /** `null`: not an API key, but a person in the console or the owner at a terminal. */
  readonly keyName: string | null;
  readonly model: string;
  readonly target: string;
  readonly requests: number;
  readonly failed: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What was used, by day, key, model and target; oldest first. */
export interface UsageReport {
  since(scope: Scope, day: string): Promise<readonly UsageReportRow[]>;
}

export function createUsageReport(database: Kysely<Database>): UsageReport {
  return { since: (scope, day) => withStore(() => since(database, scope, day)) };
}

async function since(database: Kysely<Database>, scope: Scope, day: string): Promise<readonly UsageReportRow[]> {
  let query = database
    .selectFrom('usage_daily')
    .leftJoin('api_keys', 'api_keys.id', 'usage_daily.key_id')
    .innerJoin('projects', 'projects.id', 'usage_daily.project_id')
    .select([
      'usage_daily.key_id',
      'api_keys.name',
      'projects.name as project',
      'model',
      'target',
      'requests',
      'failed',
      'prompt_tokens',
      'completion_tokens',
    ])
    .select(({ cast, ref }) => cast<string>(ref('usage_daily.day'), 'text').as('day'))
    .where('usage_daily.organisation_id', '=', scope.organisationId)
    .where('usage_daily.day', '>=', day);
  if (scope.projectId !== undefined) query = query.where('usage_daily.project_id', '=', scope.projectId);
  const rows = await query.orderBy('usage_daily.day').orderBy('usage_daily.key_id').orderBy('model').execute();
  return rows.map((row) => ({
    day: row.day,
    project: row.project,
    keyId: row.key_id,
    keyName: row.name,
    model: row.model,
    target: row.target,
    requests: row.requests,
    failed: row.failed,
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
  }));
}

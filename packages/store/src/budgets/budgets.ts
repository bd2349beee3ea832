import { randomBytes } from 'node:crypto';

import { PlatformError, type KeyId, type OrganisationId, type ProjectId, type Scope } from '@riad/contracts';
import { sql, type Kysely, type Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import type { ModelPrice } from './schema.ts';

export interface Budget {
  readonly id: string;
  readonly organisationId: OrganisationId;
  readonly projectId: ProjectId;
  /** Null: the project as a whole. */
  readonly keyId: KeyId | null;
  readonly tokens: number | null;
  readonly cost: number | null;
  readonly alertPercent: number;
}

export interface PriceList {
  readonly organisationId: OrganisationId;
  readonly currency: string;
  readonly prices: readonly ModelPrice[];
}

export interface SpentRow {
  readonly organisationId: OrganisationId;
  readonly projectId: ProjectId;
  readonly keyId: KeyId;
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Budgets and prices belong to an organisation as a whole. */
export interface Budgets {
  /** One for each project and key: a second takes the place of the first. Fails with `key.not_found`, `request.invalid`. */
  set(scope: Scope, budget: Omit<Budget, 'id' | 'organisationId'>): Promise<Budget>;
  list(scope: Scope): Promise<readonly Budget[]>;
  remove(scope: Scope, id: string): Promise<boolean>;
  prices(scope: Scope): Promise<PriceList | undefined>;
  setPrices(scope: Scope, list: Omit<PriceList, 'organisationId'>): Promise<void>;
  /** Every organisation's, for the server that keeps to them. */
  all(): Promise<{ readonly budgets: readonly Budget[]; readonly prices: readonly PriceList[] }>;
  /** What projects with a budget used from this UTC day on, by key and model. */
  spentSince(day: string): Promise<readonly SpentRow[]>;
}

export function createBudgets(database: Kysely<Database>): Budgets {
  return {
    set: (scope, budget) => withStore(() => set(database, scope, budget)),
    list: ({ organisationId }) =>
      withStore(async () => {
        const rows = await budgetRows(database).where('organisation_id', '=', organisationId).execute();
        return rows.map(presentBudget);
      }),
    remove: ({ organisationId }, id) =>
      withStore(async () => {
        const { numDeletedRows } = await database
          .deleteFrom('budgets')
          .where('organisation_id', '=', organisationId)
          .where('id', '=', id)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    prices: ({ organisationId }) =>
      withStore(async () => {
        const row = await database
          .selectFrom('price_lists')
          .selectAll()
          .where('organisation_id', '=', organisationId)
          .executeTakeFirst();
        return row === undefined ? undefined : presentPrices(row);
      }),
    setPrices: ({ organisationId }, { currency, prices }) =>
      withStore(async () => {
        const values = { currency, prices: JSON.stringify(prices) };
        await database
          .insertInto('price_lists')
          .values({ organisation_id: organisationId, ...values })
          .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(values))
          .execute();
      }),
    all: () =>
      withStore(async () => {
        const budgets = await budgetRows(database).execute();
        const prices = budgets.length === 0 ? [] : await database.selectFrom('price_lists').selectAll().execute();
        return { budgets: budgets.map(presentBudget), prices: prices.map(presentPrices) };
      }),
    spentSince: (day) => withStore(() => spentSince(database, day)),
  };
}

function budgetRows(database: Kysely<Database>) {
  return database.selectFrom('budgets').selectAll().orderBy('project_id').orderBy('key_id').orderBy('id');
}

async function set(
  database: Kysely<Database>,
  { organisationId }: Scope,
  { projectId, keyId, tokens, cost, alertPercent }: Omit<Budget, 'id' | 'organisationId'>,
): Promise<Budget> {
  await requireOwn(database, organisationId, { projectId, keyId });
  const values = { tokens, cost, alert_percent: alertPercent };
  const row = await database
    .insertInto('budgets')
    .values({
      id: `bud_${randomBytes(6).toString('hex')}`,
      organisation_id: organisationId,
      project_id: projectId,
      key_id: keyId,
      ...values,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'project_id', 'key_id']).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
  return presentBudget(row);
}

async function requireOwn(
  database: Kysely<Database>,
  organisationId: OrganisationId,
  { projectId, keyId }: Pick<Budget, 'projectId' | 'keyId'>,
): Promise<void> {
  const project = await database
    .selectFrom('projects')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', projectId)
    .executeTakeFirst();
  if (project === undefined)
    throw new PlatformError('request.invalid', 'there is no such project', { field: 'project' });
  if (keyId === null) return;
  const key = await database
    .selectFrom('api_keys')
    .select('id')
    .where('project_id', '=', projectId)
    .where('id', '=', keyId)
    .executeTakeFirst();
  if (key === undefined) throw new PlatformError('key.not_found', 'this project has no such key');
}

async function spentSince(database: Kysely<Database>, day: string): Promise<readonly SpentRow[]> {
  const rows = await database
    .selectFrom('usage_daily')
    .select(['organisation_id', 'project_id', 'key_id', 'model'])
    .select(({ fn }) => [
      fn.sum<string>('prompt_tokens').as('prompt_tokens'),
      fn.sum<string>('completion_tokens').as('completion_tokens'),
    ])
    .where('day', '>=', day)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('budgets')
          .select(sql`1`.as('one'))
          .whereRef('budgets.project_id', '=', 'usage_daily.project_id'),
      ),
    )
    .groupBy(['organisation_id', 'project_id', 'key_id', 'model'])
    .execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    projectId: row.project_id,
    keyId: row.key_id,
    model: row.model,
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
  }));
}

function presentBudget(row: Selectable<Database['budgets']>): Budget {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    projectId: row.project_id,
    keyId: row.key_id,
    tokens: row.tokens === null ? null : Number(row.tokens),
    cost: row.cost,
    alertPercent: row.alert_percent,
  };
}

function presentPrices(row: Selectable<Database['price_lists']>): PriceList {
  return { organisationId: row.organisation_id, currency: row.currency, prices: row.prices };
}

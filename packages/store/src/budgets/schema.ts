import type { KeyId, OrganisationId, ProjectId } from '@riad/contracts';
import type { ColumnType } from 'kysely';

/** What a million tokens cost. */
export interface ModelPrice {
  readonly model: string;
  readonly prompt: number;
  readonly completion: number;
}

export interface BudgetTables {
  budgets: BudgetTable;
  price_lists: PriceListTable;
}

interface BudgetTable {
  id: string;
  organisation_id: OrganisationId;
  project_id: ProjectId;
  key_id: KeyId | null;
  tokens: ColumnType<string | null, number | null, number | null>;
  cost: number | null;
  alert_percent: number;
}

interface PriceListTable {
  organisation_id: OrganisationId;
  currency: string;
  prices: ColumnType<readonly ModelPrice[], string, string>;
}

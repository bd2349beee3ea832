import type { BudgetListView, PriceListView } from '@riad/contracts';
import { queryOptions } from '@tanstack/react-query';

import { ask } from './client.ts';

export const budgetsQuery = queryOptions({
  queryKey: ['budgets'],
  queryFn: () => ask<BudgetListView>('/api/budgets'),
});
export const pricesQuery = queryOptions({ queryKey: ['prices'], queryFn: () => ask<PriceListView>('/api/prices') });

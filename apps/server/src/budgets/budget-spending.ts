import type { Budget, ModelPrice, PriceList, SpentRow } from '@riad/store';

const PER_TOKENS = 1_000_000;

/** A budget and how much of it is used. */
export interface BudgetSpending {
  readonly budget: Budget;
  readonly spent: { readonly tokens: number; readonly cost: number };
  /** Of the limit that is nearer; 1 is all of it. */
  readonly share: number;
  readonly state: 'within' | 'alert' | 'spent';
}

/** What each budget was used for, from the month's counts. */
export function spendingOf(
  budgets: readonly Budget[],
  rows: readonly SpentRow[],
  prices: readonly PriceList[],
): readonly BudgetSpending[] {
  const lists = new Map(prices.map((list) => [list.organisationId, list] as const));
  return budgets.map((budget) => {
    const list = lists.get(budget.organisationId);
    const own = rows.filter(
      ({ organisationId, projectId, keyId }) =>
        organisationId === budget.organisationId &&
        projectId === budget.projectId &&
        (budget.keyId === null || budget.keyId === keyId),
    );
    const spent = {
      tokens: own.reduce((sum, row) => sum + row.promptTokens + row.completionTokens, 0),
      cost: own.reduce((sum, row) => sum + costOf(list?.prices ?? [], row), 0),
    };
    const share = Math.max(shareOf(spent.tokens, budget.tokens), shareOf(spent.cost, budget.cost));
    return { budget, spent, share, state: stateAt(share, budget.alertPercent) };
  });
}

/** What tokens cost; a model without a price costs nothing. */
export function costOf(
  prices: readonly ModelPrice[],
  {
    model,
    promptTokens,
    completionTokens,
  }: { readonly model: string; readonly promptTokens: number; readonly completionTokens: number },
): number {
  const price = prices.find((each) => each.model === model);
  return price === undefined ? 0 : (promptTokens * price.prompt + completionTokens * price.completion) / PER_TOKENS;
}

/** The first of the month, as counts name days: UTC. */
export function firstOfMonth(time: number): string {
  return `${new Date(time).toISOString().slice(0, 7)}-01`;
}

function shareOf(spent: number, limit: number | null): number {
  return limit === null ? 0 : spent / limit;
}

function stateAt(share: number, alertPercent: number): BudgetSpending['state'] {
  if (share >= 1) return 'spent';
  return share * 100 >= alertPercent ? 'alert' : 'within';
}

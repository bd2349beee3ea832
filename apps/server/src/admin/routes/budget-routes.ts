import {
  budgetListSchema,
  budgetSchema,
  newBudgetSchema,
  parseId,
  PlatformError,
  priceListSchema,
  type KeyId,
} from '@riad/contracts';
import type { PriceList } from '@riad/store';
import { z } from 'zod';

import { firstOfMonth, type BudgetSpending } from '../../budgets/budget-spending.ts';
import { actingAs } from '../acting-as.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import type { Session } from '../sessions/session.ts';

/** Budgets of projects and keys, and the prices that they are counted with. */
export function createBudgetRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/budgets',
        access: 'usage',
        summary: 'Budgets of this month with what was used of them',
        answer: budgetListSchema,
      },
      async ({ session }) => {
        const { scope } = actingAs(session);
        const present = await presenterFor(session);
        return {
          data: (await parts.budgets.list(scope)).map(present),
          since: firstOfMonth(Date.now()),
          currency: (await parts.budgets.prices(scope)).currency,
        };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/budgets',
        access: 'budgets',
        summary: 'Sets the monthly budget of a project or a key, in place of an earlier one',
        body: newBudgetSchema,
        answer: budgetSchema,
      },
      async ({ session, body }) => {
        const acting = actingAs(session);
        const { id: projectId } = await parts.store.tenancy.getProject(acting.scope, body.project);
        const keyId = body.key === undefined ? null : requireKeyId(body.key);
        const { tokens = null, cost = null, alertPercent } = body;
        const spending = await parts.budgets.set(acting, { projectId, keyId, tokens, cost, alertPercent });
        return (await presenterFor(session))(spending);
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/budgets/:id',
        access: 'budgets',
        summary: 'Removes a budget',
        params: z.strictObject({ id: z.string().max(80) }),
      },
      async ({ session, params }) => {
        if (!(await parts.budgets.remove(actingAs(session), params.id)))
          throw new PlatformError('request.invalid', 'there is no such budget', { field: 'id' });
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/prices',
        access: 'usage',
        summary: 'What a million tokens of each model cost',
        answer: priceListSchema,
      },
      async ({ session }) => presentPrices(await parts.budgets.prices(actingAs(session).scope)),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/prices',
        access: 'budgets',
        summary: 'Sets the price list; costs of earlier days are counted with it too',
        body: priceListSchema,
      },
      async ({ session, body }) => parts.budgets.setPrices(actingAs(session), body),
    ),
  ];

  async function presenterFor(session: Session): Promise<(spending: BudgetSpending) => z.input<typeof budgetSchema>> {
    const { scope } = actingAs(session);
    const projects = new Map((await parts.store.tenancy.projects(scope)).map(({ id, name }) => [id, name] as const));
    const keys = new Map((await parts.store.keys.list(scope)).map(({ id, name }) => [id, name] as const));
    return ({ budget, spent, share, state }) => ({
      id: budget.id,
      project: projects.get(budget.projectId) ?? budget.projectId,
      key: budget.keyId === null ? null : { id: budget.keyId, name: keys.get(budget.keyId) ?? budget.keyId },
      tokens: budget.tokens,
      cost: budget.cost,
      alertPercent: budget.alertPercent,
      spent: { tokens: spent.tokens, cost: spent.cost },
      share,
      state,
    });
  }
}

function requireKeyId(text: string): KeyId {
  const id = parseId('key', text);
  if (id === undefined) throw new PlatformError('key.not_found', 'there is no such key');
  return id;
}

function presentPrices({ currency, prices }: Omit<PriceList, 'organisationId'>): z.input<typeof priceListSchema> {
  return { currency, prices: prices.map(({ model, prompt, completion }) => ({ model, prompt, completion })) };
}

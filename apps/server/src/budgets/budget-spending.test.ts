import { makeId } from '@riad/contracts';
import type { Budget, SpentRow } from '@riad/store';
import { expect, test } from 'vitest';

import { costOf, firstOfMonth, spendingOf } from './budget-spending.ts';

const organisationId = makeId('org', 'one');
const projectId = makeId('prj', 'one');
const first = makeId('key', 'first');
const second = makeId('key', 'second');
const prices = [{ model: 'large', prompt: 20, completion: 60 }];
const budget: Budget = {
  id: 'bud_1',
  organisationId,
  projectId,
  keyId: null,
  tokens: null,
  cost: null,
  alertPercent: 80,
};
const used = (keyId: SpentRow['keyId'], model: string): SpentRow => ({
  organisationId,
  projectId,
  keyId,
  model,
  promptTokens: 1_000_000,
  completionTokens: 500_000,
});
const rows = [used(first, 'large'), used(second, 'small')];
const states = (budgets: readonly Budget[]): unknown =>
  spendingOf(budgets, rows, [{ organisationId, currency: 'MAD', prices }]).map(({ spent, state }) => [spent, state]);

test('a project’s budget counts every key of it, a key’s budget only its own', () => {
  const ofKey = { ...budget, keyId: first, tokens: 1_500_001, alertPercent: 100 };
  expect(states([{ ...budget, tokens: 3_000_000 }, ofKey])).toEqual([
    [{ tokens: 3_000_000, cost: 50 }, 'spent'],
    [{ tokens: 1_500_000, cost: 50 }, 'within'],
  ]);
});

test('of two limits the nearer one decides, and a warning comes before the end', () => {
  expect(states([{ ...budget, tokens: 100_000_000, cost: 60 }])).toEqual([[{ tokens: 3_000_000, cost: 50 }, 'alert']]);
});

test('another organisation’s use counts for nothing, nor does a model without a price', () => {
  const elsewhere = { ...budget, organisationId: makeId('org', 'two'), tokens: 1 };
  expect(states([elsewhere])).toEqual([[{ tokens: 0, cost: 0 }, 'within']]);
  expect(costOf(prices, { model: 'small', promptTokens: 9, completionTokens: 9 })).toBe(0);
});

test('months are those of universal time', () => {
  expect(firstOfMonth(Date.parse('2026-11-30T23:59:59Z'))).toBe('2026-11-01');
  expect(firstOfMonth(Date.parse('2026-12-01T00:00:00Z'))).toBe('2026-12-01');
});

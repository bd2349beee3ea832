import { budgetListSchema, modelName, type ApiKey } from '@riad/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startConsole, type TestConsole, type Visitor } from './test-support/console-with.ts';

let console: TestConsole;
let owner: Visitor;
let key: ApiKey;

beforeAll(async () => {
  console = await startConsole();
  const { project, store } = console.parts;
  owner = await console.visitor('owner', 'owner', project.organisationId);
  ({ key } = await store.keys.create(project, { name: 'program', projectId: project.id, limits: {} }));
}, 60_000);
afterAll(() => console.close());

function use(tokens: number): void {
  const { project, store } = console.parts;
  store.usage.add({
    organisationId: project.organisationId,
    projectId: project.id,
    keyId: key.id,
    model: modelName('m'),
    target: 'embedded',
    promptTokens: tokens,
    completionTokens: 0,
    failed: false,
    estimated: false,
  });
}

const caller = () => ({ projectId: key.projectId, keyId: key.id });
const listed = async () => budgetListSchema.parse(await (await owner.ask('GET', '/api/budgets')).json());

test('a budget is on record before it holds, warns, stops the key when it is spent, and no other', async () => {
  const set = await owner.ask('POST', '/api/budgets', { key: key.id, tokens: 1000, alertPercent: 50 });
  expect(set.status).toBe(200);
  const [record] = await console.parts.ledger.recent(1);
  expect(record).toMatchObject({ type: 'budget.set', facts: { key: key.id, tokens: 1000, by: owner.id } });

  use(600);
  expect((await listed()).data).toMatchObject([{ state: 'alert', spent: { tokens: 600 }, share: 0.6 }]);
  expect(() => console.parts.budgets.refuseSpent(caller())).not.toThrow();

  use(400);
  expect((await listed()).data).toMatchObject([{ state: 'spent' }]);
  expect(() => console.parts.budgets.refuseSpent(caller())).toThrow(expect.objectContaining({ code: 'limit.budget' }));
  expect(() => console.parts.budgets.refuseSpent(console.parts.owner)).not.toThrow();
});

test('a raised budget lets requests through again; prices count what was used before', async () => {
  await owner.ask('POST', '/api/prices', { currency: 'MAD', prices: [{ model: 'm', prompt: 1000, completion: 0 }] });
  await owner.ask('POST', '/api/budgets', { key: key.id, tokens: 100_000, cost: 100 });
  expect((await listed()).data).toMatchObject([{ tokens: 100_000, cost: 100, spent: { cost: 1 }, state: 'within' }]);
  expect(() => console.parts.budgets.refuseSpent(caller())).not.toThrow();
  const usage = (await (await owner.ask('GET', '/api/usage')).json()) as { data: { cost: number }[] };
  expect(usage.data[0]?.cost).toBe(1);

  await owner.ask('POST', '/api/budgets', { cost: 1 });
  await listed();
  expect(() => console.parts.budgets.refuseSpent(console.parts.owner)).toThrow('budget of this project');
  for (const { id } of (await listed()).data)
    expect((await owner.ask('DELETE', `/api/budgets/${id}`)).status).toBe(204);
  expect((await listed()).data).toEqual([]);
  expect(() => console.parts.budgets.refuseSpent(console.parts.owner)).not.toThrow();
});

test('a budget without a limit, or of a key that is not there, is refused by name', async () => {
  expect((await owner.ask('POST', '/api/budgets', {})).status).toBe(422);
  expect((await owner.ask('POST', '/api/budgets', { key: 'key_nothing', tokens: 1 })).status).toBe(404);
});

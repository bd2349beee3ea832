import { PlatformError, type Caller, type Clock, type LedgerPort, type Logger, type Scope } from '@riad/contracts';
import type { Limiter } from '@riad/gateway';
import { appendDurably } from '@riad/ledger';
import type { Budget, Budgets, PriceList } from '@riad/store';

import { actorOf, type Acting } from '../rights/acting.ts';
import { firstOfMonth, spendingOf, type BudgetSpending } from './budget-spending.ts';

/** Counts are written every second and read every second: a spent budget stops requests within about two. */
const REFRESH_MS = 1000;

/** What projects and keys may use in a month. Changes are on record before they hold. */
export interface BudgetBook {
  /** Fails with `limit.budget` when the month's budget of the project or the key is spent. Two look-ups in memory. */
  refuseSpent(caller: Pick<Caller, 'projectId' | 'keyId'>): void;
  /** As counted now. */
  list(scope: Scope): Promise<readonly BudgetSpending[]>;
  set(acting: Acting, budget: Omit<Budget, 'id' | 'organisationId'>): Promise<BudgetSpending>;
  /** False when there is none of this id. */
  remove(acting: Acting, id: string): Promise<boolean>;
  prices(scope: Scope): Promise<Omit<PriceList, 'organisationId'>>;
  setPrices(acting: Acting, list: Omit<PriceList, 'organisationId'>): Promise<void>;
  close(): Promise<void>;
}

export interface BudgetBookOptions {
  readonly budgets: Budgets;
  /** Writes the counts that wait in memory. */
  readonly flush: () => Promise<void>;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  readonly logger: Logger;
}

const noPrices = { currency: 'MAD', prices: [] };

/** While the database is away what was known before goes on holding. */
export async function openBudgetBook({
  budgets,
  flush,
  ledger,
  clock,
  logger,
}: BudgetBookOptions): Promise<BudgetBook> {
  let spentProjects: ReadonlySet<string> = new Set();
  let spentKeys: ReadonlySet<string> = new Set();

  async function read(): Promise<readonly BudgetSpending[]> {
    const known = await budgets.all();
    const rows = known.budgets.length === 0 ? [] : await budgets.spentSince(firstOfMonth(clock.now()));
    return spendingOf(known.budgets, rows, known.prices);
  }

  async function refresh(): Promise<readonly BudgetSpending[]> {
    const spending = await read();
    const spent = spending.filter(({ state }) => state === 'spent').map(({ budget }) => budget);
    spentProjects = new Set(spent.filter(({ keyId }) => keyId === null).map(({ projectId }) => projectId));
    spentKeys = new Set(spent.flatMap(({ keyId }) => (keyId === null ? [] : [keyId])));
    return spending;
  }

  async function counted(): Promise<readonly BudgetSpending[]> {
    await flush();
    return refresh();
  }

  await refresh();
  let refreshing: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    refreshing ??= refresh()
      .catch((error: unknown) => logger.warn('budgets.not_refreshed', { error }))
      .finally(() => (refreshing = undefined));
  }, REFRESH_MS);
  timer.unref();

  return {
    refuseSpent({ projectId, keyId }) {
      if (spentProjects.has(projectId)) throw spentError('project');
      if (spentKeys.has(keyId)) throw spentError('key');
    },
    async list({ organisationId }) {
      return (await counted()).filter(({ budget }) => budget.organisationId === organisationId);
    },
    async set(acting, budget) {
      const { projectId, keyId, tokens, cost, alertPercent } = budget;
      await appendDurably(ledger, {
        type: 'budget.set',
        facts: { project: projectId, key: keyId, tokens, cost, alertPercent, ...actorOf(acting) },
      });
      const { id } = await budgets.set(acting.scope, budget);
      const now = (await counted()).find((each) => each.budget.id === id);
      if (now === undefined) throw new TypeError('a budget that was set is not there');
      return now;
    },
    async remove(acting, id) {
      if (!(await budgets.list(acting.scope)).some((budget) => budget.id === id)) return false;
      await appendDurably(ledger, { type: 'budget.removed', facts: { budget: id, ...actorOf(acting) } });
      const removed = await budgets.remove(acting.scope, id);
      await refresh();
      return removed;
    },
    async prices(scope) {
      const { currency, prices } = (await budgets.prices(scope)) ?? noPrices;
      return { currency, prices };
    },
    async setPrices(acting, { currency, prices }) {
      await appendDurably(ledger, {
        type: 'prices.set',
        facts: { currency, models: prices.map(({ model }) => model), ...actorOf(acting) },
      });
      await budgets.setPrices(acting.scope, { currency, prices });
      await refresh();
    },
    async close() {
      clearInterval(timer);
      await refreshing;
    },
  };
}

/** The limits of requests, after the budget has been looked at. */
export function withinBudgets(limiter: Limiter, budgets: Pick<BudgetBook, 'refuseSpent'>): Limiter {
  return {
    headers: limiter.headers,
    reserve(caller, tokens) {
      budgets.refuseSpent(caller);
      return limiter.reserve(caller, tokens);
    },
  };
}

function spentError(whose: 'project' | 'key'): PlatformError {
  return new PlatformError('limit.budget', `the month’s budget of this ${whose} is spent`, {
    remedy: 'An administrator can raise it in the console; otherwise a new month begins on the first (UTC).',
  });
}

import type { Clock, Egress, LedgerPort, Logger } from '@riad/contracts';
import type { Project, Store } from '@riad/store';

import { openBudgetBook, type BudgetBook } from '../budgets/budget-book.ts';
import type { SettingsBook } from '../settings/settings-book.ts';
import { openUpstreamDesk, type UpstreamDesk } from '../upstreams/upstream-desk.ts';
import type { Privacy } from './privacy.ts';
import type { Upstreams } from './upstreams.ts';

/** What administrators decide in the console about the whole house. */
export interface HouseParts {
  readonly budgets: BudgetBook;
  readonly upstreamDesk: UpstreamDesk;
}

export interface HouseRules {
  readonly budgets: BudgetBook;
  readonly parts: HouseParts;
  close(): Promise<void>;
}

export interface HouseRulesOptions {
  readonly project: Project;
  readonly store: Store;
  readonly ledger: LedgerPort;
  readonly privacy: Privacy;
  readonly settingsBook: SettingsBook;
  readonly upstreams: Pick<Upstreams, 'typedKeys'>;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly logger: Logger;
}

export async function openHouseRules(options: HouseRulesOptions): Promise<HouseRules> {
  const { project, store, privacy, settingsBook, upstreams, egress, ledger, clock, logger } = options;
  const budgets = await openBudgetBook({ budgets: store.budgets, flush: store.usage.flush, ledger, clock, logger });
  const upstreamDesk = await openUpstreamDesk({
    organisation: project.organisationId,
    declared: store.declaredUpstreams,
    tenantKey: privacy.tenantKeys.get,
    settingsBook,
    typedKeys: upstreams.typedKeys,
    egress,
    ledger,
    clock,
    logger,
  });
  return {
    budgets,
    parts: { budgets, upstreamDesk },
    async close() {
      await upstreamDesk.close();
      await budgets.close();
    },
  };
}

import type { Clock, LedgerPort, Logger, OrganisationId } from '@riad/contracts';
import { createConversations, type Conversations } from '@riad/gateway';
import type { Store } from '@riad/store';

import { openOppositionBook, type OppositionBook } from '../privacy/opposition-book.ts';
import { openPolicyBook, type PolicyBook } from '../privacy/policy-book.ts';
import { openPurposeBook, type PurposeBook } from '../purposes/purpose-book.ts';
import { createTenantKeys, type TenantKeys } from '../privacy/tenant-keys.ts';

/** How often conversations whose time is over are looked for. */
const FORGET_MS = 60_000;

/** What decides about personal data, wired. */
export interface Privacy {
  readonly tenantKeys: TenantKeys;
  readonly policies: PolicyBook;
  readonly oppositions: OppositionBook;
  readonly purposes: PurposeBook;
  readonly conversations: Conversations;
  close(): Promise<void>;
}

export interface PrivacyOptions {
  readonly organisation: OrganisationId;
  readonly keysFolder: string;
  readonly store: Store;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Fails with `key.file_missing` when the key that values were sealed with is not there any more. */
export async function openPrivacy(options: PrivacyOptions): Promise<Privacy> {
  const { organisation, keysFolder, store, ledger, clock, logger } = options;
  const tenantKeys = createTenantKeys(keysFolder, store.tenantKeyChecks);
  await tenantKeys.open(organisation);
  const tenantKey = tenantKeys.get;
  const policies = await openPolicyBook({ policies: store.policies, ledger, clock, logger });
  const oppositions = await openOppositionBook({ oppositions: store.oppositions, tenantKey, ledger, logger });
  const purposes = await openPurposeBook({ purposes: store.purposes, tenantKey, ledger, clock, logger });
  let forgetting: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    forgetting = store.vaults.forgetExpired().catch((error: unknown) => logger.warn('vaults.not_forgotten', { error }));
  }, FORGET_MS);
  timer.unref();
  return {
    tenantKeys,
    policies,
    oppositions,
    purposes,
    conversations: createConversations({ vaults: store.vaults, tenantKey, clock }),
    async close() {
      clearInterval(timer);
      await forgetting;
      await purposes.close();
      await oppositions.close();
      await policies.close();
    },
  };
}

import type {
  Caller,
  LedgerPort,
  Logger,
  Opposition,
  OppositionRepository,
  OrganisationId,
  Scope,
} from '@riad/contracts';
import { vaultCrypto, type FoundValue } from '@riad/gateway';
import { canonicalValue } from '@riad/guard';

import { appendDurably } from './append-durably.ts';

const REFRESH_MS = 1000;

export interface OppositionBook {
  /** Never waits. */
  opposes(caller: Caller, found: FoundValue): boolean;
  add(scope: Scope, opposition: FoundValue & { readonly reference: string }): Promise<Opposition>;
  list(scope: Scope): Promise<readonly Opposition[]>;
  remove(scope: Scope, id: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface OppositionBookOptions {
  readonly oppositions: OppositionRepository;
  readonly tenantKey: (organisation: OrganisationId) => Uint8Array;
  readonly ledger: LedgerPort;
  readonly logger: Logger;
}

/** Persons who oppose, as digests in memory: a list without anybody on it costs nothing. */
export async function openOppositionBook(options: OppositionBookOptions): Promise<OppositionBook> {
  const { oppositions, tenantKey, ledger, logger } = options;
  let digests: ReadonlySet<string> = new Set();
  let revision = '';

  async function refresh(): Promise<void> {
    const now = await oppositions.revision();
    if (now === revision) return;
    const found = await oppositions.digests();
    digests = new Set(found.map(({ organisationId, digest }) => `${organisationId}/${digest}`));
    revision = now;
  }
  await refresh();
  let refreshing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    refreshing = refresh().catch((error: unknown) => logger.warn('oppositions.not_refreshed', { error }));
  }, REFRESH_MS);
  timer.unref();

  function digestOf(organisation: OrganisationId, { type, value }: FoundValue): Uint8Array {
    return vaultCrypto.hmacSha256(tenantKey(organisation), `riad opposition ${type} ${canonicalValue(type, value)}`);
  }

  return {
    opposes({ organisationId }, found) {
      if (digests.size === 0) return false;
      return digests.has(`${organisationId}/${Buffer.from(digestOf(organisationId, found)).toString('hex')}`);
    },
    async add(scope, opposition) {
      const { type, reference } = opposition;
      await appendDurably(ledger, { type: 'opposition.added', facts: { type, reference } });
      const added = await oppositions.add(scope, {
        type,
        reference,
        digest: digestOf(scope.organisationId, opposition),
      });
      await refresh();
      return added;
    },
    list: (scope) => oppositions.list(scope),
    async remove(scope, id) {
      await appendDurably(ledger, { type: 'opposition.removed', facts: { opposition: id } });
      const removed = await oppositions.remove(scope, id);
      await refresh();
      return removed;
    },
    async close() {
      clearInterval(timer);
      await refreshing;
    },
  };
}

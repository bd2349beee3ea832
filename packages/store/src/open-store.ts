import { setTimeout as delay } from 'node:timers/promises';

import type {
  Clock,
  DocumentRepository,
  KeyDirectory,
  KeyRepository,
  LimitLeases,
  Logger,
  OppositionRepository,
  PolicyRepository,
  PurposeRepository,
  UploadRepository,
  VaultRepository,
} from '@riad/contracts';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Pool } from 'pg';

import { loadInstallation, type Installation } from './installation/installation.ts';
import { checkServer } from './connection/check-server.ts';
import { connectionConfig, openPool, type DatabaseLocation } from './connection/open-pool.ts';
import { createDocumentRepository } from './documents/document-repository.ts';
import { createUploadRepository } from './documents/upload-repository.ts';
import { createConversations, type Conversations } from './conversations/conversations.ts';
import { createSharedConversations, type SharedConversations } from './conversations/shared-conversations.ts';
import { createKeyDirectory } from './keys/key-directory.ts';
import { createKeyRepository } from './keys/key-repository.ts';
import { createEgressLog, type EgressLog } from './egress/egress-log.ts';
import { createLimitLeases } from './limits/limit-leases.ts';
import { migrate } from './migrations/migrate.ts';
import { createOppositionRepository } from './oppositions/opposition-repository.ts';
import { createPolicyRepository } from './policies/policy-repository.ts';
import { createPurposeRepository } from './purposes/purpose-repository.ts';
import { createDataControlStore, type DataControlStore } from './rights/data-control-store.ts';
import type { Database } from './schema.ts';
import { createExternalIdentities, type ExternalIdentities } from './sign-in/external-identities.ts';
import { createPasskeys, type Passkeys } from './sign-in/passkeys.ts';
import { createPasswords, type Passwords } from './sign-in/passwords.ts';
import { createSecondFactors, type SecondFactors } from './sign-in/second-factors.ts';
import { createSignInLinks, type SignInLinks } from './sign-in/sign-in-links.ts';
import { createTenancy, type Tenancy } from './tenancy/tenancy.ts';
import { createTenantKeyChecks, type TenantKeyChecks } from './vaults/tenant-key-checks.ts';
import { createVaultRepository } from './vaults/vault-repository.ts';
import { createPeople, type People } from './people/people.ts';
import { createBudgets, type Budgets } from './budgets/budgets.ts';
import { createDeclaredUpstreams, type DeclaredUpstreams } from './upstreams/declared-upstreams.ts';
import { createUsageReport, type UsageReport } from './usage/usage-report.ts';
import { createUsageRecorder, type BatchedUsage } from './usage/usage-recorder.ts';

const HEALTH_LIMIT_MS = 2000;

export interface OpenStoreOptions {
  readonly database: DatabaseLocation;
  readonly poolSize: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Everything kept in PostgreSQL. While the database is away every call fails with `store.unavailable`: within two seconds
 * when it refuses, within twelve when it is silent. Calls work again as soon as it is back.
 */
export interface Store {
  /** What tells this database from every other. */
  readonly installation: Installation;
  readonly keys: KeyRepository;
  readonly keyDirectory: KeyDirectory;
  /** Limits that servers on this database share. */
  readonly limitLeases: LimitLeases;
  readonly tenancy: Tenancy;
  readonly usage: BatchedUsage;
  readonly documents: DocumentRepository;
  readonly uploads: UploadRepository;
  readonly usageReport: UsageReport;
  /** What a month may cost, and prices. */
  readonly budgets: Budgets;
  /** Servers of models that were declared in the console. */
  readonly declaredUpstreams: DeclaredUpstreams;
  readonly people: People;
  readonly conversations: Conversations;
  readonly sharedConversations: SharedConversations;
  readonly signInLinks: SignInLinks;
  readonly secondFactors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly passwords: Passwords;
  readonly externalIdentities: ExternalIdentities;
  readonly policies: PolicyRepository;
  readonly vaults: VaultRepository;
  readonly tenantKeyChecks: TenantKeyChecks;
  readonly oppositions: OppositionRepository;
  /** What projects may process data for, and consents. */
  readonly purposes: PurposeRepository;
  readonly egressLog: EgressLog;
  /** Rights of persons, retention, register, incidents. */
  readonly dataControl: DataControlStore;
  /** For libraries that bring their own tables. A connection held for ten seconds is cut. */
  readonly pool: Pool;
  /** Whether the database answers, within two seconds. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** Connects, checks the server, and brings the tables up to date under a lock. */
export async function openStore({ database: location, poolSize, clock, logger }: OpenStoreOptions): Promise<Store> {
  const pool = openPool({ location, size: poolSize, logger });
  const database = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  let installation: Installation;
  try {
    await checkServer(database);
    await migrate(location);
    installation = await loadInstallation(database, clock);
  } catch (error) {
    await database.destroy();
    throw error;
  }

  const usage = createUsageRecorder({ database, clock, logger });
  const egressLog = createEgressLog({ database, clock, logger });
  const keyDirectory = createKeyDirectory({
    database,
    connection: connectionConfig(location),
    clock,
    logger,
    onUse: usage.markKeyUsed,
  });
  return {
    installation,
    keys: createKeyRepository({ database, clock }),
    keyDirectory,
    limitLeases: createLimitLeases({ database, clock }),
    tenancy: createTenancy(database),
    usage,
    documents: createDocumentRepository(database),
    uploads: createUploadRepository(database),
    usageReport: createUsageReport(database),
    budgets: createBudgets(database),
    declaredUpstreams: createDeclaredUpstreams(database),
    people: createPeople({ database, clock }),
    conversations: createConversations({ database, clock }),
    sharedConversations: createSharedConversations(database),
    signInLinks: createSignInLinks({ database, clock }),
    secondFactors: createSecondFactors(database),
    passwords: createPasswords(database),
    passkeys: createPasskeys({ database, clock }),
    externalIdentities: createExternalIdentities(database),
    policies: createPolicyRepository(database),
    tenantKeyChecks: createTenantKeyChecks(database),
    vaults: createVaultRepository({ database, clock }),
    oppositions: createOppositionRepository(database),
    purposes: createPurposeRepository(database),
    egressLog,
    dataControl: createDataControlStore({ database, pool, clock }),
    pool,
    healthy: () => answers(database),
    async close() {
      await keyDirectory.close();
      await usage.close();
      await egressLog.close();
      await database.destroy();
    },
  };
}

async function answers(database: Kysely<Database>): Promise<boolean> {
  const answer = sql`select 1`.execute(database).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, delay(HEALTH_LIMIT_MS, false, { ref: false })]);
}

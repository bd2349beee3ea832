import { join } from 'node:path';

import { parseId, systemClock, type Clock, type EngineBackend, type Logger, type Settings } from '@riad/contracts';
import { cacheKeyPrefix } from '@riad/gateway';
import { createCertificates, openFileStore, readLedger, type Ledger, type Project, type Store } from '@riad/store';

import { createErasureList, type ErasureEntry } from '../backup/erasure-list.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { createIncidentDesk, type IncidentDesk } from '../incidents/incident-desk.ts';
import { createProcessingRegister, type ProcessingRegister } from '../register/processing-register.ts';
import type { RecordOwners } from '../record-owners.ts';
import { createRevealDesk, type RevealDesk } from '../reveals/reveal-desk.ts';
import { createRetentionEngine, type RetentionEngine } from '../retention/retention-engine.ts';
import { createOriginalFilesStore } from '../rights/original-files-store.ts';
import { createUploadsStore } from '../rights/uploads-store.ts';
import { createDatabaseStore, createLedgerStore } from '../rights/personal-stores.ts';
import type { Acting } from '../rights/acting.ts';
import { repeatErasure } from '../rights/repeat-erasure.ts';
import { createRightsDesk, type RightsDesk } from '../rights/rights-desk.ts';
import { createVaultStore } from '../rights/vault-store.ts';
import type { Privacy } from './privacy.ts';

/** What is too old is looked for this often, and a little after each start. */
const RETENTION_MS = 6 * 3_600_000;
const FIRST_RETENTION_MS = 60_000;

/** Rights of persons, retention, register and incidents, wired. */
export interface DataControl {
  readonly rights: RightsDesk;
  readonly retention: RetentionEngine;
  readonly register: ProcessingRegister;
  /** Once more, after a restore brought it back. */
  repeatErasure(acting: Acting, entry: ErasureEntry): Promise<void>;
  readonly incidents: IncidentDesk;
  readonly reveals: RevealDesk;
  close(): Promise<void>;
}

export interface DataControlOptions {
  readonly folder: DataFolder;
  readonly project: Project;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly privacy: Privacy;
  readonly recordOwners: RecordOwners;
  readonly engine: Pick<EngineBackend, 'forget'>;
  readonly settings: () => Settings;
  readonly clock?: Clock;
  readonly logger: Logger;
}

export function openDataControl(options: DataControlOptions): DataControl {
  const {
    folder,
    project,
    store,
    ledger,
    privacy,
    recordOwners,
    engine,
    settings,
    clock = systemClock,
    logger,
  } = options;
  const { organisationId } = project;
  const certificates = createCertificates(folder.ledger, ledger.signer);
  const shared = { store: store.dataControl, ledger, recordOwners, certificates, clock };
  const files = openFileStore({ folder: join(folder.root, 'files'), keyFile: join(folder.keys, 'files.key') });
  const stores = [
    createOriginalFilesStore({ originals: store.dataControl.originals, files }),
    createUploadsStore({ originals: store.dataControl.originals, uploads: store.uploads, files }),
    createDatabaseStore(store.dataControl.sweep),
    createVaultStore({
      vaults: store.vaults,
      conversations: privacy.conversations,
      tenantKey: privacy.tenantKeys.get,
    }),
    createLedgerStore(ledger, recordOwners),
  ];
  const erasures = createErasureList({
    file: join(folder.ledger, 'erasures.txt'),
    signer: ledger.signer,
    tenantKey: () => privacy.tenantKeys.get(organisationId),
    organisation: organisationId,
    keepDays: () => settings().backup.keepDays,
    clock,
  });
  const retention = createRetentionEngine({
    ...shared,
    stores,
    async removeDocument(scope, id) {
      const document = parseId('doc', id);
      if (document === undefined) return;
      for (const key of await store.documents.remove(scope, document)) files.remove(key);
    },
  });
  let running: Promise<unknown> = Promise.resolve();
  const runRetention = (): void => {
    running = retention
      .run({ scope: { organisationId }, by: 'schedule' })
      .catch((error: unknown) => logger.error('retention.failed', { error }));
  };
  const first = setTimeout(runRetention, FIRST_RETENTION_MS);
  const timer = setInterval(runRetention, RETENTION_MS);
  first.unref();
  timer.unref();
  return {
    retention,
    repeatErasure: (acting, entry) => repeatErasure({ ...shared, stores }, acting, entry),
    rights: createRightsDesk({
      ...shared,
      remember: erasures.add,
      stores,
      forgetPrompts: (scope) => engine.forget(cacheKeyPrefix(scope)),
    }),
    register: createProcessingRegister({
      ...shared,
      settings,
      projects: (scope) => store.tenancy.projects(scope),
      retention: (scope) => retention.rules(scope),
      policy: () => privacy.policies.inForce({ organisationId }),
    }),
    reveals: createRevealDesk({
      grants: store.dataControl.revealGrants,
      conversations: privacy.conversations,
      ledger,
      clock,
    }),
    incidents: createIncidentDesk({ ...shared, checkpoint: () => readLedger(folder.ledger).checkpoint().note }),
    async close() {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}

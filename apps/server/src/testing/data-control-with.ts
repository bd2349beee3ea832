import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { settingsSchema, type Logger, type Scope, type Settings } from '@riad/contracts';
import {
  openLedger,
  openStore,
  startEmbeddedDatabase,
  type DatabaseLocation,
  type Ledger,
  type Project,
  type Store,
} from '@riad/store';

import { openDataControl, type DataControl } from '../compose/data-control.ts';
import { openPrivacy, type Privacy } from '../compose/privacy.ts';
import { createRecordOwners } from '../record-owners.ts';
import { dataFolderAt, type DataFolder } from '../data-folder/data-folder.ts';

const quiet: Logger = { info() {}, warn() {}, error() {} };

/** A real database and ledger with everything that rights, retention, register and incidents need. */
export interface DataControlWorld {
  readonly folder: DataFolder;
  readonly database: DatabaseLocation;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly privacy: Privacy;
  readonly dataControl: DataControl;
  readonly project: Project;
  readonly scope: Scope;
  /** What models were told to forget. */
  readonly forgotten: readonly string[];
  /** Moves the clock. */
  advance(ms: number): void;
  now(): number;
  close(): Promise<void>;
}

export async function dataControlWith(settings: Partial<Settings> = {}): Promise<DataControlWorld> {
  const root = mkdtempSync(join(tmpdir(), 'riad-data-control-'));
  chmodSync(root, 0o711);
  const folder = dataFolderAt(root);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() };
  const ledger = await openLedger({
    folder: folder.ledger,
    keys: folder.keys,
    clock,
    logger: quiet,
    queueLimit: 10_000,
    checkpointMs: 3_600_000,
  });
  const database = await startEmbeddedDatabase({
    folder: folder.database,
    logFile: join(root, 'database.log'),
    logger: quiet,
  });
  const store = await openStore({ database: database.address, poolSize: 4, clock, logger: quiet });
  const { project } = await store.tenancy.ensureDefault();
  const { organisationId } = project;
  const privacy = await openPrivacy({
    organisation: organisationId,
    keysFolder: folder.keys,
    store,
    ledger,
    clock,
    logger: quiet,
  });
  const all = { ...settingsSchema.parse({}), ...settings };
  const forgotten: string[] = [];
  const dataControl = openDataControl({
    folder,
    project,
    store,
    ledger,
    privacy,
    recordOwners: createRecordOwners({
      ledger,
      house: organisationId,
      projects: (scope) => store.tenancy.projects(scope),
    }),
    engine: { forget: async (prefix) => void forgotten.push(prefix) },
    settings: () => all,
    clock,
    logger: quiet,
  });
  return {
    folder,
    database: database.address,
    store,
    ledger,
    privacy,
    dataControl,
    project,
    scope: { organisationId },
    forgotten,
    advance: (ms) => {
      ahead += ms;
    },
    now: clock.now,
    async close() {
      await dataControl.close();
      await privacy.close();
      await store.close();
      await database.stop();
      await ledger.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

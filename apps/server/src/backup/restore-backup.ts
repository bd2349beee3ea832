import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  parseId,
  PlatformError,
  systemClock,
  type Clock,
  type Logger,
  type OrganisationId,
  type Settings,
} from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import { verifyLedger } from '@riad/ledger/verify';
import {
  damagedBackup,
  openDatabaseLoad,
  openLedger,
  openStore,
  readLedger,
  readBackupFile,
  startEmbeddedDatabase,
  type DatabaseLocation,
  type Ledger,
  type Store,
} from '@riad/store';

import { openDataControl } from '../compose/data-control.ts';
import { openPrivacy } from '../compose/privacy.ts';
import { dataFolderAt, type DataFolder } from '../data-folder/data-folder.ts';
import { createRecordOwners } from '../record-owners.ts';
import type { Step } from '../start-progress.ts';
import type { Manifest } from './backup-content.ts';
import { readErasureList, type ErasureEntry } from './erasure-list.ts';
import { findBackup, openBackupData, type BackupFiles } from './read-backup.ts';
import { openStaging, type Staging } from './restore-files.ts';

const DAY_MS = 86_400_000;

export interface RestoreOptions {
  readonly folder: DataFolder;
  readonly path: string;
  readonly keysPath?: string;
  readonly recoveryKey: string;
  /** The list of erasures that was kept apart; absent: somebody answers for it that nobody was erased since. */
  readonly erasures?: string;
  /** Reads a settings file; one that is missing means the defaults. */
  readonly settings: (file: string) => Settings;
  readonly by: string;
  readonly clock?: Clock;
  readonly logger: Logger;
  readonly onStep: (step: Step) => void;
}

export interface RestoredBackup {
  readonly id: string;
  readonly createdAt: string;
  readonly rows: number;
  readonly records: number;
  /** Requests of erasure and rectification that were carried out again. */
  readonly erasedAgain: number;
  readonly record: string;
}

/**
 * Puts a data folder together from a backup, beside its place, and gives it its place only when everything is whole: the
 * ledger verifies, every reference in the database holds, and who was erased since is erased again.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoredBackup> {
  const { folder, recoveryKey, onStep } = options;
  const found = await findBackup(options.path, options.keysPath);
  const staging = openStaging(folder);
  try {
    onStep({ message: 'Reading the files of the backup', key: 'restore_files' });
    for await (const entry of readBackupFile(found.keysPath, recoveryKey)) await staging.write(entry);
    // To its end, and so known to be whole, before any database is touched.
    const manifest = await readFiles(found, staging, recoveryKey);
    const staged = dataFolderAt(staging.root);
    const settings = options.settings(existsSync(folder.settingsFile) ? folder.settingsFile : staged.settingsFile);
    refuseExpired(found, options, settings);
    onStep({ message: 'Verifying the ledger', key: 'restore_ledger' });
    const records = verifiedRecords(staged);
    const erasures = laterErasures(options, staged, organisationOf(manifest));
    const restored = await withDatabase({ ...options, staged, settings }, (location) =>
      restoreDatabase(options, { found, staged, settings, manifest, erasures, location }),
    );
    staging.publish();
    return { id: found.header.id, createdAt: manifest.createdAt, records, ...restored };
  } catch (error) {
    staging.discard();
    throw error;
  }
}

async function readFiles(found: BackupFiles, staging: Staging, recoveryKey: string): Promise<Manifest> {
  const { manifest, entries } = await openBackupData(found.path, recoveryKey);
  for await (const entry of entries) if (tableOf(entry.name) === undefined) await staging.write(entry);
  return manifest;
}

function verifiedRecords({ ledger, keys }: DataFolder): number {
  const { problems, records } = verifyLedger(ledger, { keys: join(keys, 'records') });
  const [problem] = problems;
  if (problem !== undefined) throw damagedBackup(`its ledger does not verify: ${problem.what}`);
  return records;
}

async function withDatabase<T>(
  { staged, settings, logger, onStep }: Pick<RestoreOptions, 'logger' | 'onStep'> & Pick<Place, 'staged' | 'settings'>,
  work: (location: DatabaseLocation) => Promise<T>,
): Promise<T> {
  onStep({ message: 'Starting the database', key: 'database' });
  if (settings.database.url !== undefined) return work({ url: settings.database.url });
  const logFile = join(staged.root, 'database.log');
  const database = await startEmbeddedDatabase({ folder: staged.database, logFile, logger });
  try {
    return await work(database.address);
  } finally {
    await database.stop();
  }
}

interface Place {
  readonly found: BackupFiles;
  readonly staged: DataFolder;
  readonly settings: Settings;
  readonly manifest: Manifest;
  readonly erasures: readonly ErasureEntry[];
  readonly location: DatabaseLocation;
}

type RestoredDatabase = Pick<RestoredBackup, 'rows' | 'erasedAgain' | 'record'>;

async function restoreDatabase(options: RestoreOptions, place: Place): Promise<RestoredDatabase> {
  options.onStep({ message: 'Filling the database', key: 'restore_database' });
  const rows = await readRows(options, place);
  options.onStep({ message: 'Erasing again who was erased since', key: 'restore_erasures' });
  return { rows, ...(await finish(options, place)) };
}

async function readRows({ recoveryKey }: RestoreOptions, { found, manifest, location }: Place): Promise<number> {
  const { entries } = await openBackupData(found.path, recoveryKey);
  const load = await openDatabaseLoad(location, manifest.database);
  let rows = 0;
  try {
    for await (const { name, content } of entries) {
      const table = tableOf(name);
      if (table !== undefined) rows += await load.table(table, content);
    }
    await load.finish();
    return rows;
  } catch (error) {
    await load.abandon();
    throw error;
  }
}

function tableOf(name: string): string | undefined {
  return /^database\/(?<table>\w+)\.jsonl$/.exec(name)?.groups?.['table'];
}

/** With everything open as a server has it: who was erased is erased again, nobody is signed in, and it is on record. */
async function finish(options: RestoreOptions, place: Place): Promise<Pick<RestoredBackup, 'erasedAgain' | 'record'>> {
  const { staged, settings, location } = place;
  const { logger, clock = systemClock } = options;
  const ledger = await openLedger({
    folder: staged.ledger,
    keys: staged.keys,
    clock,
    logger,
    queueLimit: settings.ledger.queueLimit,
    checkpointMs: 60_000,
  });
  try {
    const store = await openStore({ database: location, poolSize: 4, clock, logger });
    try {
      return await eraseAgain({ ...options, clock }, { ...place, ledger, store });
    } finally {
      await store.close();
    }
  } finally {
    await ledger.close();
  }
}

interface Opened extends Place {
  readonly ledger: Ledger;
  readonly store: Store;
}

async function eraseAgain(
  options: RestoreOptions & { readonly clock: Clock },
  { found, staged, settings, manifest, erasures, ledger, store }: Opened,
): Promise<Pick<RestoredBackup, 'erasedAgain' | 'record'>> {
  const { clock, logger, by } = options;
  const organisation = organisationOf(manifest);
  const privacy = await openPrivacy({ organisation, keysFolder: staged.keys, store, ledger, clock, logger });
  const { project } = await store.tenancy.ensureDefault();
  const recordOwners = createRecordOwners({
    ledger,
    house: organisation,
    projects: (scope) => store.tenancy.projects(scope),
  });
  const shared = {
    recordOwners,
    folder: staged,
    project,
    store,
    ledger,
    privacy,
    settings: () => settings,
    clock,
    logger,
  };
  const dataControl = openDataControl({ ...shared, engine: noModels });
  try {
    const acting = { scope: { organisationId: organisation }, by };
    for (const entry of erasures) await dataControl.repeatErasure(acting, entry);
    await store.pool.query('delete from sessions');
    await store.pool.query('delete from sign_in_links');
    const record = await appendDurably(ledger, {
      type: 'backup.restored',
      facts: {
        backup: found.header.id,
        made: manifest.createdAt,
        erasuresRepeated: erasures.length,
        nothingErasedSince: options.erasures === undefined,
        by,
      },
    });
    return { erasedAgain: erasures.length, record };
  } finally {
    await dataControl.close();
    await privacy.close();
  }
}

/** No model runs during a restore, and so none remembers anybody. */
const noModels = { forget: async (): Promise<void> => undefined };

function laterErasures(
  { erasures }: RestoreOptions,
  { ledger, keys }: DataFolder,
  organisation: OrganisationId,
): readonly ErasureEntry[] {
  if (erasures === undefined) return [];
  const tenantKey = readFileSync(join(keys, 'tenants', `${organisation}.key`));
  return readErasureList(readErasures(erasures), {
    verifierKey: readLedger(ledger).description.verifierKey ?? '',
    tenantKey,
    organisation,
  });
}

function readErasures(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PlatformError('backup.erasures_needed', `${file} cannot be read`, {
      cause,
      remedy: 'Give the copy of ledger/erasures.txt that was kept after the last erasure.',
    });
  }
}

/** The list of erasures reaches back as far as a backup may: an older one could bring somebody back. */
function refuseExpired(
  { header }: BackupFiles,
  { erasures, clock = systemClock }: RestoreOptions,
  { backup }: Settings,
): void {
  const days = Math.floor((clock.now() - Date.parse(header.createdAt)) / DAY_MS);
  if (erasures === undefined || days <= backup.keepDays) return;
  throw new PlatformError(
    'backup.expired',
    `the backup is ${days} days old, and erasures are remembered for ${backup.keepDays} days`,
    { remedy: 'Use a newer one. Only if nobody was erased since: --nothing-erased-since.' },
  );
}

function organisationOf({ organisation }: Manifest): OrganisationId {
  const id = parseId('org', organisation);
  if (id === undefined) throw damagedBackup('it does not say whose it is');
  return id;
}

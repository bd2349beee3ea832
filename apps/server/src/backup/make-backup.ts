import { randomBytes } from 'node:crypto';
import { relative, resolve } from 'node:path';

import { PlatformError, type Clock, type OrganisationId } from '@riad/contracts';
import { appendDurably } from '@riad/ledger';
import {
  openDatabaseDump,
  writeBackupFile,
  type ArchiveEntry,
  type DatabaseDump,
  type DatabaseLocation,
  type DraftBackupFile,
  type Ledger,
} from '@riad/store';

import type { DataFolder } from '../data-folder/data-folder.ts';
import { version } from '../version.ts';
import { fileOf, filesOf, MANIFEST, textEntry, type Manifest } from './backup-content.ts';

export interface MakeBackupOptions {
  readonly folder: DataFolder;
  readonly database: DatabaseLocation;
  readonly ledger: Ledger;
  readonly organisation: OrganisationId;
  /** Whose recovery key opens it. */
  readonly recipient: string;
  /** Absolute path of the file of the data; its keys go to `PATH.keys`. */
  readonly path: string;
  readonly by: string;
  readonly clock: Clock;
  /** Told the name of each part as it is begun. */
  readonly onPart: (name: string) => void;
}

export interface MadeBackup {
  readonly id: string;
  readonly path: string;
  readonly keysPath: string;
  readonly bytes: number;
  readonly createdAt: string;
  readonly record: string;
}

/** The ledger grows while it is read: what a checkpoint signs is read after it, sealed parts after their records. */
const ledgerFiles = ['ledger/log.json', 'ledger/erasures.txt', 'ledger/checkpoint'];
const ledgerFolders = ['checkpoints', 'certificates', 'tile', 'segments', 'sealed'].map((name) => `ledger/${name}`);

/**
 * Two sealed files that belong together, while the server goes on: the data, and the keys that open what is sealed inside
 * them. Both are whole, or neither is there.
 */
export async function makeBackup(options: MakeBackupOptions): Promise<MadeBackup> {
  const { folder, ledger, recipient, by, clock } = options;
  const path = resolve(options.path);
  const keysPath = `${path}.keys`;
  requireOutside(path, folder);
  const id = `bak_${randomBytes(6).toString('hex')}`;
  const createdAt = new Date(clock.now());
  await ledger.sign();
  const drafts: DraftBackupFile[] = [];
  try {
    const dump = await openDatabaseDump(options.database);
    try {
      const shared = { id, createdAt, recipient };
      drafts.push(await writeBackupFile({ ...shared, path, kind: 'data' }, dataEntries(options, dump, createdAt)));
      drafts.push(await writeBackupFile({ ...shared, path: keysPath, kind: 'keys' }, keyEntries(options)));
    } finally {
      await dump.close();
    }
    const bytes = drafts.reduce((sum, draft) => sum + draft.bytes, 0);
    const record = await appendDurably(ledger, { type: 'backup.made', facts: { backup: id, bytes, by } });
    for (const draft of drafts.toReversed()) await draft.publish();
    return { id, path, keysPath, bytes, createdAt: createdAt.toISOString(), record };
  } catch (error) {
    for (const draft of drafts) await draft.discard();
    throw error;
  }
}

// oxlint-disable-next-line max-params -- the generator's three ingredients
async function* dataEntries(
  { folder, organisation, onPart }: MakeBackupOptions,
  dump: DatabaseDump,
  createdAt: Date,
): AsyncGenerator<ArchiveEntry> {
  const { migrations, tables, sequences } = dump;
  const manifest: Manifest = {
    format: 1,
    version,
    createdAt: createdAt.toISOString(),
    organisation,
    database: {
      migrations: [...migrations],
      tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
      sequences: [...sequences],
    },
  };
  yield textEntry(MANIFEST, JSON.stringify(manifest));
  yield* fileOf(folder.root, 'riad.yaml');
  onPart('ledger');
  for (const name of ledgerFiles) yield* fileOf(folder.root, name);
  for (const part of ledgerFolders) yield* filesOf(folder.root, part);
  onPart('files');
  yield* filesOf(folder.root, 'files');
  onPart('database');
  for (const table of tables) yield { name: `database/${table.name}.jsonl`, content: dump.rows(table) };
}

async function* keyEntries({ folder, onPart }: MakeBackupOptions): AsyncGenerator<ArchiveEntry> {
  onPart('keys');
  yield* filesOf(folder.root, 'keys');
}

/** A backup inside of what it keeps would be lost with it, and grow with every other. */
function requireOutside(path: string, { root }: DataFolder): void {
  const inside = relative(root, path);
  if (inside.startsWith('..') || inside.startsWith('/')) return;
  throw new PlatformError('request.invalid', `${path} lies inside the data folder`, {
    field: 'path',
    remedy: 'Choose a place outside of it, best on another disk.',
  });
}

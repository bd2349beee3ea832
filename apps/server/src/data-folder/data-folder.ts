import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

import { PlatformError } from '@riad/contracts';

/** Layout version of the data folder. Raised when an older Riad could not read what a newer one wrote. */
const LAYOUT_VERSION = 1;

/** Where a restore puts a data folder together; what is found there afterwards was not finished. */
export const RESTORE_PART = 'restore.part';

/** Everything Riad keeps, in one place (docs/architecture.md). */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly models: string;
  readonly ledger: string;
  readonly keys: string;
  readonly logs: string;
  readonly run: string;
  readonly cache: string;
  readonly settingsFile: string;
}

export function dataFolderAt(path: string): DataFolder {
  const root = resolve(path);
  const inside = (name: string): string => join(root, name);
  return {
    root,
    database: inside('database'),
    models: inside('models'),
    ledger: inside('ledger'),
    keys: inside('keys'),
    logs: inside('logs'),
    run: inside('run'),
    cache: inside('cache'),
    settingsFile: inside('riad.yaml'),
  };
}

/**
 * Creates what is missing and refuses what a newer Riad wrote (`store.newer`). The root is 0711 when root owns it, so that
 * the database's own user reaches its folder, and 0700 otherwise; every other folder is 0700.
 */
export function prepareDataFolder(path: string, options: { readonly restoring?: boolean } = {}): DataFolder {
  const folder = dataFolderAt(path);
  if (options.restoring !== true) refuseUnfinished(folder.root);
  try {
    mkdirSync(folder.root, { recursive: true });
    accessSync(folder.root, constants.W_OK | constants.X_OK);
    chmodSync(folder.root, process.getuid?.() === 0 ? 0o711 : 0o700);
    for (const child of [folder.models, folder.ledger, folder.keys, folder.logs, folder.run, folder.cache]) {
      mkdirSync(child, { recursive: true, mode: 0o700 });
    }
  } catch (error) {
    throw notUsable(folder.root, error);
  }
  checkLayout(folder.root);
  return folder;
}

/** A server that started here would begin anew, as if there had never been anything to restore. */
function refuseUnfinished(root: string): void {
  if (!existsSync(join(root, RESTORE_PART))) return;
  throw new PlatformError('backup.unfinished', `a restore into ${root} was not finished`, {
    remedy: `Repeat riad restore, or remove ${join(root, RESTORE_PART)} to begin without it.`,
  });
}

function checkLayout(root: string): void {
  const file = join(root, 'layout');
  let written: number;
  try {
    written = Number(readFileSync(file, 'utf8').trim());
  } catch {
    const draft = `${file}.new`;
    writeFileSync(draft, `${LAYOUT_VERSION}\n`, { mode: 0o600 });
    renameSync(draft, file);
    return;
  }
  if (written > LAYOUT_VERSION) {
    throw new PlatformError(
      'store.newer',
      `${root} was written by a newer Riad (layout ${written}, this one reads ${LAYOUT_VERSION})`,
      {
        remedy: 'Start it with that newer version, or choose another folder with --data. Nothing was changed.',
      },
    );
  }
}

function notUsable(root: string, error: unknown): PlatformError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') {
    return new PlatformError('disk.full', `the disk of ${root} is full`, {
      cause: error,
      remedy: 'Free some space, or choose another folder with --data.',
    });
  }
  return new PlatformError('settings.invalid', `cannot write the data folder ${root}`, {
    cause: error,
    field: '--data',
    remedy: 'Make it writable for this user, or choose another with --data DIR or RIAD_DATA.',
  });
}

import { chmodSync, createWriteStream, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { PlatformError } from '@riad/contracts';
import { damagedBackup, type ReadEntry } from '@riad/store';

import { RESTORE_PART, type DataFolder } from '../data-folder/data-folder.ts';

/** What a restore brings back; everything else in a data folder is made anew. */
const restored = ['database', 'ledger', 'files', 'keys'] as const;

/** A data folder that is being put together beside the one it will become. */
export interface Staging {
  readonly root: string;
  write(entry: ReadEntry): Promise<void>;
  /** Gives everything its place. */
  publish(): void;
  discard(): void;
}

/** Fails with `backup.not_empty` when something is there already: nothing is overwritten. */
export function openStaging({ root }: DataFolder): Staging {
  const filled = restored.filter((name) => listed(join(root, name)).length > 0);
  if (filled.length > 0) {
    throw new PlatformError('backup.not_empty', `${root} holds data already: ${filled.join(', ')}`, {
      remedy: 'Restore into another folder with --data, and look at the result before you replace anything.',
    });
  }
  const staging = join(root, RESTORE_PART);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  // The database's own user passes through.
  for (const each of [root, staging]) chmodSync(each, process.getuid?.() === 0 ? 0o711 : 0o700);
  return {
    root: staging,
    async write({ name, content }) {
      const path = join(staging, checkedName(name));
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
    },
    publish() {
      const settings = join(staging, 'riad.yaml');
      if (listed(staging).includes('riad.yaml') && !listed(root).includes('riad.yaml'))
        renameSync(settings, join(root, 'riad.yaml'));
      for (const name of restored) {
        if (!listed(staging).includes(name)) continue;
        if (listed(root).includes(name)) rmdirSync(join(root, name));
        renameSync(join(staging, name), join(root, name));
      }
      rmSync(staging, { recursive: true, force: true });
    },
    discard: () => rmSync(staging, { recursive: true, force: true }),
  };
}

/** A name from outside stays inside. */
function checkedName(name: string): string {
  const parts = name.split('/');
  const known = name === 'riad.yaml' || ['ledger', 'files', 'keys'].includes(parts[0] ?? '');
  if (known && parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part))) return name;
  throw damagedBackup('it names a file that does not belong into a data folder');
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

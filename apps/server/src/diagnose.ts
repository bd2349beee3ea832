import { accessSync, constants, statfsSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';

import type { Settings } from '@riad/contracts';

import type { DataFolder } from './data-folder/data-folder.ts';
import type { DoctorReport } from './local/shapes.ts';

type Finding = DoctorReport['data'][number];

const LOW_DISK_BYTES = 2e9;
const LOW_MEMORY_BYTES = 2e9;

/** What can be said of the machine and the settings without a running server. */
export async function diagnose({
  folder,
  settings,
}: {
  readonly folder: DataFolder;
  /** Absent when they cannot be read. */
  readonly settings: Settings | undefined;
}): Promise<DoctorReport> {
  return {
    data: [checkFolder(folder), ...checkDisk(folder), checkMachine(), ...checkUpstreams(settings?.upstreams ?? [])],
  };
}

function checkFolder(folder: DataFolder): Finding {
  try {
    accessSync(folder.root, constants.W_OK);
    return { name: 'data folder', state: 'ok', message: folder.root, remedy: null };
  } catch {
    return {
      name: 'data folder',
      state: 'problem',
      message: `${folder.root} is missing or not writable`,
      remedy: 'Start Riad once, or name another with --data.',
    };
  }
}

function checkDisk(folder: DataFolder): readonly Finding[] {
  try {
    const { bavail, bsize } = statfsSync(folder.root);
    const free = bavail * bsize;
    const low = free < LOW_DISK_BYTES;
    return [
      {
        name: 'disk',
        state: low ? 'warning' : 'ok',
        message: `${(free / 1e9).toFixed(1)} GB free`,
        remedy: low ? 'Free some space before it runs out: a full disk stops new requests.' : null,
      },
    ];
  } catch {
    return [];
  }
}

function checkMachine(): Finding {
  const low = freemem() < LOW_MEMORY_BYTES;
  return {
    name: 'machine',
    state: low ? 'warning' : 'ok',
    message: `${availableParallelism()} cores, ${(totalmem() / 1e9).toFixed(0)} GB of memory, ${(freemem() / 1e9).toFixed(1)} GB free, Node.js ${process.versions.node}`,
    remedy: low ? 'Small models need about 2 GB free.' : null,
  };
}

/** A public address declared as one's own is allowed only with its reason, and pointed out. */
function checkUpstreams(upstreams: Settings['upstreams']): readonly Finding[] {
  return upstreams.map((upstream) => ({
    name: `upstream ${upstream.id}`,
    state: upstream.country === 'local' && upstream.localReason !== undefined ? ('warning' as const) : ('ok' as const),
    message: `${upstream.kind}, ${upstream.country}${upstream.localReason === undefined ? '' : `: ${upstream.localReason}`}`,
    remedy: null,
  }));
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  PlatformError,
  type Clock,
  type LedgerPort,
  type LedgerRecordView,
  type Logger,
  type RecordId,
} from '@riad/contracts';
import { createLedgerWriter, decodeLeaf, recordIndex } from '@riad/ledger';
import { z } from 'zod';

import { firstIndex, openSegmentFiles, segmentNames } from './segment-files.ts';

export interface OpenLedgerOptions {
  /** The `ledger/` folder of the data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly queueLimit: number;
}

const logSchema = z.object({ id: z.string().regex(/^[a-z0-9]{8}$/), createdAt: z.string() });

/** Opens the ledger for writing. The caller holds the data folder, so there is one writer. */
export function openLedger({ folder, clock, logger, queueLimit }: OpenLedgerOptions): LedgerPort {
  const segments = join(folder, 'segments');
  const logId = readLogId(folder, clock);
  const storage = openSegmentFiles(segments);
  if (storage.tornBytes > 0)
    logger.warn('ledger.torn_tail_cut', { bytes: storage.tornBytes, records: storage.records });
  const writer = createLedgerWriter({
    storage,
    logId,
    records: storage.records,
    clock,
    defer: setImmediate,
    queueLimit,
  });

  return {
    append: writer.append,
    status: () => ({ records: writer.records(), checkpointAt: null, healthy: writer.healthy() }),
    recent: (count) => readRecent(segments, logId, count),
    find: (id) => findRecord(segments, logId, id),
    close: writer.close,
  };
}

function readLogId(folder: string, clock: Clock): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'log.json');
  if (existsSync(file)) {
    const parsed = logSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data.id;
    throw new PlatformError('ledger.invalid', `${file} does not name a log`, { remedy: 'Restore it from a backup.' });
  }
  const id = randomBytes(8).toString('hex').slice(0, 8);
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify({ id, createdAt: new Date(clock.now()).toISOString() })}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return id;
}

async function readRecent(segments: string, logId: string, count: number): Promise<readonly LedgerRecordView[]> {
  const found: LedgerRecordView[] = [];
  for (const name of segmentNames(segments).toReversed()) {
    const lines = await readLines(join(segments, name));
    for (const line of lines.toReversed()) {
      if (found.length >= count) return found;
      found.push(decodeLeaf(line, logId));
    }
  }
  return found;
}

async function findRecord(segments: string, logId: string, id: RecordId): Promise<LedgerRecordView | undefined> {
  const index = recordIndex(logId, id);
  if (index === undefined) return undefined;
  const name = segmentNames(segments).findLast((segment) => firstIndex(segment) <= index);
  if (name === undefined) return undefined;
  const line = (await readLines(join(segments, name)))[index - firstIndex(name)];
  return line === undefined ? undefined : decodeLeaf(line, logId);
}

/** The whole records of a segment; a line still being written is not one. */
async function readLines(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import {
  PlatformError,
  type Clock,
  type LedgerFact,
  type LedgerPort,
  type LedgerRecordView,
  type Logger,
  type RecordId,
} from '@riad/contracts';
import {
  createLedgerWriter,
  type LedgerWriter,
  decodeLeaf,
  recordId,
  recordIndex,
  sealedSchema,
  type LogStorage,
  type TileContent,
} from '@riad/ledger';

import { createCheckpointer, readOwnCheckpoint } from './checkpoints.ts';
import { openIdentity } from './log-identity.ts';
import { commitTo, createCommit } from './node-crypto.ts';
import { readBackwards, readFrom, readLine } from './read-segments.ts';
import { restoreTree } from './restore-tree.ts';
import { openSealedFiles, type SealedFiles } from './sealed-files.ts';
import { openSegmentFiles, type SegmentFiles } from './segment-files.ts';
import type { NoteSigner } from './signing-key.ts';
import { lockWriter } from './writer-lock.ts';

/** How often a ledger that could not be written tries again by itself. */
const RESUME_MS = 1000;

export interface OpenLedgerOptions {
  /** The `ledger/` folder of the data folder. */
  readonly folder: string;
  /** The `keys/` folder: the signing key and the keys of sealed parts. */
  readonly keys: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly queueLimit: number;
  /** How often a growing log is signed. */
  readonly checkpointMs: number;
}

export type Sealed = Readonly<Record<string, LedgerFact>>;

/** The ledger of this server: what is appended is signed, sealed parts can be read by their key and erased with it. */
export interface Ledger extends LedgerPort {
  readonly signer: NoteSigner;
  /** Records from an index on, oldest first. */
  records(from?: number): AsyncGenerator<LedgerRecordView>;
  /** Records, newest first. */
  latest(): AsyncGenerator<LedgerRecordView>;
  /** What was sealed beside a record; `undefined` when there is nothing or it was erased. Fails with `ledger.invalid` when it was changed. */
  unseal(id: RecordId): Promise<Sealed | undefined>;
  /** Every sealed part that can still be read. */
  sealed(): Generator<{ readonly id: RecordId; readonly content: Sealed }>;
  /** Destroys the keys of sealed parts, on disk before it returns. The caller records why. */
  eraseSealed(ids: readonly RecordId[]): number;
  /** Signs now and keeps the checkpoint. */
  sign(): Promise<void>;
}

/** Opens the ledger for writing; there is one writer per folder. */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const { folder, keys } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockWriter(folder);
  let segments: SegmentFiles | undefined;
  try {
    segments = openSegmentFiles(join(folder, 'segments'));
    const sealed = openSealedFiles({ folder: join(folder, 'sealed'), keys: join(keys, 'records') });
    return await openParts(options, { segments, sealed, unlock });
  } catch (error) {
    segments?.close();
    unlock();
    throw error;
  }
}

interface Parts {
  readonly segments: SegmentFiles;
  readonly sealed: SealedFiles;
  readonly unlock: () => void;
}

async function openParts(options: OpenLedgerOptions, { segments, sealed, unlock }: Parts): Promise<Ledger> {
  const { folder, keys, clock, logger, queueLimit } = options;
  const { id: logId, signer } = openIdentity({ folder, keys, now: clock.now() });
  const lines = join(folder, 'segments');
  if (segments.tornBytes > 0)
    logger.warn('ledger.torn_tail_cut', { bytes: segments.tornBytes, records: segments.records });
  const checkpoint = readOwnCheckpoint(folder, signer);
  const fullTiles: TileContent[] = [];
  const onFullTile = (tile: TileContent): void => void fullTiles.push(tile);
  const tree = await restoreTree({
    folder,
    segments: lines,
    records: segments.records,
    checkpoint,
    onFullTile,
    logger,
  });
  const storage = storageOf(segments, sealed);
  const checkpointer = createCheckpointer({
    folder,
    signer,
    tree,
    fullTiles,
    sync: storage.sync,
    clock,
    logger,
    everyMs: options.checkpointMs,
    signedSize: checkpoint?.size ?? 0,
    signedAt: checkpoint === undefined ? null : statSync(join(folder, 'checkpoint')).mtime.toISOString(),
  });
  const writer = createLedgerWriter({
    storage,
    logId,
    records: segments.records,
    lastTime: await timeOfLast(lines, logId),
    clock,
    commit: createCommit(),
    onLine: tree.append,
    onClockSetBack: (byMs) => logger.warn('ledger.clock_set_back', { byMs }),
    defer: setImmediate,
    delay: setTimeout,
    queueLimit,
  });
  if (tree.size() > (checkpoint?.size ?? 0)) await checkpointer.sign({ keep: true });
  const resuming = resumeAfterFailure(writer);

  async function unseal(id: RecordId): Promise<Sealed | undefined> {
    const index = recordIndex(logId, id);
    const line = index === undefined ? undefined : await readLine(lines, index);
    const commit = line === undefined ? undefined : decodeLeaf(line, logId).commit;
    if (index === undefined || commit === undefined) return undefined;
    const part = sealed.read(index);
    if (part === undefined) return undefined;
    if (commitTo(part.key, part.content) !== commit) {
      throw new PlatformError('ledger.invalid', `the sealed part of ${id} is not what the record commits to`);
    }
    return sealedSchema.parse(JSON.parse(part.content));
  }

  function* allSealed(): Generator<{ readonly id: RecordId; readonly content: Sealed }> {
    for (const { index, content } of sealed.all()) {
      yield { id: recordId(logId, index), content: sealedSchema.parse(JSON.parse(content)) };
    }
  }

  async function close(): Promise<void> {
    clearInterval(resuming);
    checkpointer.stop();
    await writer.close();
    try {
      await checkpointer.sign({ keep: true });
    } catch (error) {
      logger.error('ledger.checkpoint_failed', { error });
    }
    segments.close();
    sealed.close();
    unlock();
  }

  return {
    signer,
    append: writer.append,
    status: () => ({
      records: writer.records(),
      checkpointAt: checkpointer.signedAt(),
      healthy: writer.healthy(),
    }),
    recent: async (count) => {
      const found: LedgerRecordView[] = [];
      for await (const { line } of readBackwards(lines)) {
        if (found.length >= count) break;
        found.push(decodeLeaf(line, logId));
      }
      return found;
    },
    async find(id) {
      const index = recordIndex(logId, id);
      const line = index === undefined ? undefined : await readLine(lines, index);
      return line === undefined ? undefined : decodeLeaf(line, logId);
    },
    async *records(from = 0) {
      for await (const { line } of readFrom(lines, from)) yield decodeLeaf(line, logId);
    },
    async *latest() {
      for await (const { line } of readBackwards(lines)) yield decodeLeaf(line, logId);
    },
    unseal,
    sealed: allSealed,
    eraseSealed: (ids) => sealed.erase(ids.flatMap((id) => recordIndex(logId, id) ?? [])),
    sign: () => checkpointer.sign({ keep: true }),
    close,
  };
}

/** While the server says it is not ready, nobody asks: the ledger itself finds out when its disk takes records again. */
function resumeAfterFailure(writer: LedgerWriter): NodeJS.Timeout {
  return setInterval(() => {
    if (writer.healthy()) return;
    try {
      writer.append({ type: 'ledger.resumed', facts: {} });
    } catch {
      // Refused for the moment: the next turn asks again.
    }
  }, RESUME_MS).unref();
}

/** Sealed parts go to disk before the leaves that commit to them. */
function storageOf(segments: SegmentFiles, sealed: SealedFiles): LogStorage {
  return {
    write(batch) {
      if (batch.sealed.length > 0) sealed.write(batch.sealed);
      segments.write(batch);
    },
    sync(done) {
      sealed.sync((error) => {
        if (error === null) segments.sync(done);
        else done(error);
      });
    },
    close: () => undefined,
  };
}

async function timeOfLast(lines: string, logId: string): Promise<number> {
  for await (const { line } of readBackwards(lines)) return Date.parse(decodeLeaf(line, logId).time);
  return 0;
}

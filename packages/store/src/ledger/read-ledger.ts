import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PlatformError, type LedgerRecordView } from '@riad/contracts';
import {
  createTreeHasher,
  decodeLeaf,
  parseCheckpoint,
  proveConsistency,
  proveInclusion,
  toBase64,
  type Checkpoint,
} from '@riad/ledger';

import { readDescription, type LogDescription } from './log-identity.ts';
import { nodeSha256 } from './node-crypto.ts';
import { readBackwards, readFrom, readLine } from './read-segments.ts';
import { readTile } from './tile-files.ts';

/** What shows that one record is in the log, without any other record. */
export interface RecordProof {
  /** The line itself: its text is what is proven. */
  readonly record: string;
  readonly index: number;
  /** Hashes from the leaf up, base64; at most ⌈log₂ records⌉. */
  readonly proof: readonly string[];
  /** The signed checkpoint that the proof leads to. */
  readonly checkpoint: string;
  readonly verifierKey: string;
}

export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}

/** A ledger folder as anybody may read it, with or without a running server. */
export interface LedgerReader {
  readonly description: LogDescription;
  /** The newest signed checkpoint. Fails with `ledger.invalid` when there is none. */
  checkpoint(): SignedCheckpoint;
  /** Fails with `request.invalid` when there is no such record, or no checkpoint covers it yet. */
  prove(index: number): Promise<RecordProof>;
  /** The hashes alone, without reading the record. */
  proofOf(index: number): Promise<readonly string[]>;
  /** That the log of an earlier size is the beginning of this one, or of an earlier checkpoint of it. */
  proveConsistency(from: number, to?: SignedCheckpoint): Promise<ConsistencyProof>;
  records(from?: number): AsyncGenerator<LedgerRecordView>;
  latest(): AsyncGenerator<LedgerRecordView>;
  lines(from: number): AsyncGenerator<{ readonly index: number; readonly line: string }>;
}

export interface SignedCheckpoint extends Checkpoint {
  /** The whole note with its signatures. */
  readonly note: string;
}

export function readLedger(folder: string): LedgerReader {
  const description = readDescription(folder);
  const segments = join(folder, 'segments');
  const source = {
    hasher: createTreeHasher(nodeSha256),
    readTile: (tile: Parameters<typeof readTile>[1]) => readTile(folder, tile),
  };

  async function prove(index: number): Promise<RecordProof> {
    const { size, note } = newestCheckpoint(folder);
    const record = await readLine(segments, index);
    if (record === undefined)
      throw new PlatformError('request.invalid', `the ledger holds no record ${index}`, { field: 'record' });
    if (index >= size) {
      throw new PlatformError('request.invalid', `no checkpoint covers record ${index} yet`, {
        field: 'record',
        remedy: 'A running server signs every second: try again.',
      });
    }
    const proof = await proveInclusion(source, index, size);
    return { record, index, proof: proof.map(toBase64), checkpoint: note, verifierKey: description.verifierKey ?? '' };
  }

  return {
    description,
    checkpoint: () => newestCheckpoint(folder),
    prove,
    proofOf: async (index) => (await proveInclusion(source, index, newestCheckpoint(folder).size)).map(toBase64),
    async proveConsistency(from, to) {
      const { size, note } = to ?? newestCheckpoint(folder);
      if (from < 1 || from > size) {
        throw new PlatformError('request.invalid', `the newest checkpoint signs ${size} records, not ${from}`, {
          field: 'from',
          remedy: `Name a size from 1 to ${size}: the second line of an earlier checkpoint.`,
        });
      }
      return { from, to: size, proof: (await proveConsistency(source, from, size)).map(toBase64), checkpoint: note };
    },
    async *records(from = 0) {
      for await (const { line } of readFrom(segments, from)) yield decodeLeaf(line, description.id);
    },
    async *latest() {
      for await (const { line } of readBackwards(segments)) yield decodeLeaf(line, description.id);
    },
    lines: (from) => readFrom(segments, from),
  };
}

function newestCheckpoint(folder: string): SignedCheckpoint {
  let note: string;
  try {
    note = readFileSync(join(folder, 'checkpoint'), 'utf8');
  } catch (cause) {
    throw new PlatformError('ledger.invalid', `${folder} holds no checkpoint`, {
      cause,
      remedy: 'A server signs its first one when it has written a record, and when it stops.',
    });
  }
  const parsed = parseCheckpoint(note);
  if (parsed === undefined)
    throw new PlatformError('ledger.invalid', `${join(folder, 'checkpoint')} is not a signed checkpoint`);
  return { ...parsed.checkpoint, note };
}

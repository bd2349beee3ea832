import { makeId, type LedgerEntry, type LedgerRecordView, type RecordId } from '@riad/contracts';
import { z } from 'zod';

/** Largest leaf, in bytes of its JSON line. Facts are counts and names; anything larger is a mistake. */
export const MAX_RECORD_BYTES = 4096;

/** Largest sealed part, in bytes of its JSON. */
export const MAX_SEALED_BYTES = 16_384;

const FORMAT_VERSION = 1;

const factSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()).readonly(),
  z.record(z.string(), z.number()),
]);

const leafSchema = z.strictObject({
  v: z.literal(FORMAT_VERSION),
  i: z.int().nonnegative(),
  t: z.int().nonnegative(),
  type: z.string().min(1),
  facts: z.record(z.string(), factSchema),
  commit: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
});

export const sealedSchema = z.record(z.string(), factSchema);

/**
 * One leaf as the line of JSON that is stored, hashed and proven: `{"v":1,"i":index,"t":milliseconds,"type":…,"facts":…}`,
 * then `"commit"` when something is sealed beside it. Members are in this order; the text of the line, not its meaning, is
 * what a proof covers.
 */
export function encodeLeaf(place: LeafPlace, entry: LedgerEntry): string {
  const commit = place.commit === undefined ? '' : `,"commit":"${place.commit}"`;
  return `{"v":${FORMAT_VERSION},"i":${place.index},"t":${place.time},"type":${JSON.stringify(entry.type)},"facts":${JSON.stringify(entry.facts)}${commit}}`;
}

export interface LeafPlace {
  readonly index: number;
  readonly time: number;
  readonly commit?: string | undefined;
}

/** Reads a stored line; throws when it is not a leaf of this format. */
export function decodeLeaf(line: string, logId: string): LedgerRecordView {
  const leaf = leafSchema.parse(JSON.parse(line));
  return {
    id: recordId(logId, leaf.i),
    index: leaf.i,
    time: new Date(leaf.t).toISOString(),
    type: leaf.type,
    facts: leaf.facts,
    ...(leaf.commit === undefined ? {} : { commit: leaf.commit }),
  };
}

/** `rec_LOG-INDEX`: known as soon as a record is appended, unique across logs. */
export function recordId(logId: string, index: number): RecordId {
  return makeId('rec', `${logId}-${index}`);
}

/** The index that an id names in this log, `undefined` for another log's or a malformed one. */
export function recordIndex(logId: string, id: RecordId): number | undefined {
  const prefix = `rec_${logId}-`;
  const digits = id.startsWith(prefix) ? id.slice(prefix.length) : '';
  return /^(?:0|[1-9]\d{0,14})$/.test(digits) ? Number(digits) : undefined;
}

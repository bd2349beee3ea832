import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { parseCheckpoint } from '@riad/ledger';

import { writeDurably } from '../write-durably.ts';
import { readCertificates, type Timestamp, type TimestampAuthority } from './ask-timestamp-authority.ts';
import { verifyTimestamp } from './verify-timestamp.ts';

const FOLDER = 'timestamps';
const AUTHORITY = 'authority.pem';

/** One stamped checkpoint, as a verifier finds it. */
export interface StampedCheckpoint {
  readonly file: string;
  readonly records: number;
  /** ISO 8601, by the authority's clock; absent when the token does not hold. */
  readonly time?: string;
  readonly authority?: string;
  /** Why it does not hold. */
  readonly problem?: string;
}

/**
 * Keeps `SIZE.checkpoint`, the very bytes that were stamped, and `SIZE.tsr`, the answer: a pair that `openssl ts -verify` takes
 * too. The certificates that were trusted, now or for an
 * earlier authority, lie beside them.
 */
export async function keepTimestamp(
  folder: string,
  stamped: { readonly size: number; readonly note: string; readonly timestamp: Timestamp },
  { trusted }: Pick<TimestampAuthority, 'trusted'>,
): Promise<void> {
  const place = join(folder, FOLDER);
  const name = String(stamped.size).padStart(12, '0');
  await mkdir(place, { recursive: true, mode: 0o700 });
  const known = existsSync(join(place, AUTHORITY)) ? readFileSync(join(place, AUTHORITY), 'utf8') : '';
  const added = trusted.map((each) => each.toString()).filter((each) => !known.includes(each));
  await writeDurably(join(place, AUTHORITY), known + added.join(''));
  await writeDurably(join(place, `${name}.checkpoint`), stamped.note);
  await writeDurably(join(place, `${name}.tsr`), stamped.timestamp.response);
}

/** Judges every token of a ledger folder, oldest first: by the certificates of a file, or by those that lie beside them. */
export function verifyTimestamps(folder: string, certificates?: string): readonly StampedCheckpoint[] {
  const place = join(folder, FOLDER);
  const names = existsSync(place) ? readdirSync(place).filter((name) => /^\d{12}\.tsr$/.test(name)) : [];
  if (names.length === 0) return [];
  const trusted = readCertificates(certificates ?? join(place, AUTHORITY), 'certificates');
  return names.toSorted().map((name) => {
    const file = `${FOLDER}/${name}`;
    const stamped = join(place, name.replace(/tsr$/, 'checkpoint'));
    if (!existsSync(stamped)) return { file, records: 0, problem: 'the checkpoint that it is for is missing' };
    const data = readFileSync(stamped);
    const records = parseCheckpoint(data.toString('utf8'))?.checkpoint.size ?? 0;
    const verdict = verifyTimestamp({ response: readFileSync(join(place, name)), data, trusted });
    if (!verdict.ok) return { file, records, problem: verdict.why };
    return { file, records, time: verdict.time.toISOString(), authority: verdict.authority };
  });
}

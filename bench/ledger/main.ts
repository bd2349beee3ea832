/** `./riad bench ledger`: what a record costs, how fast a log of a million records verifies, how long a proof is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';
import { measureAppends, measureDurability, measureFloor, sealedEntry, typicalEntry } from './appends.ts';
import { measureVerification } from './verification.ts';

const RECORDS = 1_000_000;
const SEALED = 20_000;

const notes = `An append is one request.open record of ${JSON.stringify(typicalEntry(0).facts).length} bytes of facts: encoded, written in
groups of at most 64, synced in groups, hashed into the tree. Appending ends when the last record is on disk and a checkpoint
over all of them is signed. A sealed part adds a random key, a commitment and AES-256-GCM; requests without personal data
have none. The floor is the same writer with the tree left out, in the same run.`;

const machine = describeMachine();
const folder = mkdtempSync(join(tmpdir(), 'riad-bench-ledger-'));
try {
  const floor = await measureFloor(join(folder, 'floor'), RECORDS / 5);
  const leaves = await measureAppends(join(folder, 'million'), { records: RECORDS, entry: typicalEntry });
  const sealed = await measureAppends(join(folder, 'sealed'), { records: SEALED, entry: sealedEntry });
  const durability = await measureDurability(join(folder, 'durable'), 500);
  const verification = await measureVerification(join(folder, 'million'), RECORDS);
  const rows = [
    ['leaves appended, durable and signed', perSecond(leaves.perSecond), '≥ 20,000/s'],
    ['CPU per leaf: encode, write, hash into the tree, tiles, checkpoints', microseconds(leaves.cpuMicros), ''],
    ['… of which encode and write, as before there was a tree', microseconds(floor.cpuMicros), ''],
    ['records with a sealed part (60 bytes), durable and signed', perSecond(sealed.perSecond), 'measured apart'],
    ['CPU per record with a sealed part', microseconds(sealed.cpuMicros), ''],
    ['append to durable, one record at a time: median', milliseconds(durability.median), ''],
    ['append to durable, one record at a time: 99th percentile', milliseconds(durability.p99), ''],
    ['… of which the disk itself (write and fdatasync): median', milliseconds(durability.diskMedian), ''],
    [
      `${RECORDS.toLocaleString('en')} records verified (node verify.mjs): time`,
      seconds(verification.seconds),
      '≤ 30 s',
    ],
    ['… CPU', seconds(verification.cpuSeconds), ''],
    ['… memory at most', `${Math.round(verification.peakMiB)} MiB`, ''],
    ['longest of 1,000 inclusion proofs at that size', `${verification.longestProof} hashes`, '≤ 20'],
    ['making one proof', milliseconds(verification.proofMs), ''],
    ['start on that log, after a clean stop', milliseconds(verification.openMs), ''],
    ['on disk: bytes per record', `${verification.bytesPerRecord}`, ''],
    ['… of which hashes and checkpoints', `${verification.hashBytesPerRecord}`, ''],
  ];
  const path = writeResult({
    name: 'ledger',
    machine,
    text: `${table(['figure', 'measured', 'target'], rows)}\n\n${notes}`,
    data: { floor, leaves, sealed, durability, verification },
  });
  process.stdout.write(`${table(['figure', 'measured', 'target'], rows)}\n\n${path}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')}/s`;
}

function microseconds(value: number): string {
  return `${value.toFixed(1)} µs`;
}

function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

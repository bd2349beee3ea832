import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { readLedger } from '@riad/store';
import { z } from 'zod';

import { openBenchLedger } from './appends.ts';

export interface VerificationCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly longestProof: number;
  readonly proofMs: number;
  readonly openMs: number;
  readonly bytesPerRecord: number;
  readonly hashBytesPerRecord: number;
}

/** The log in `folder/ledger`, verified by the one file in a process of its own. */
export async function measureVerification(folder: string, records: number): Promise<VerificationCost> {
  const ledger = join(folder, 'ledger');
  const run = await verifyApart(ledger, records);
  const reader = readLedger(ledger);
  let longestProof = 0;
  const started = performance.now();
  for (let trial = 0; trial < 1000; trial++) {
    const { length } = await reader.proofOf(Math.floor((records * trial) / 1000));
    longestProof = Math.max(longestProof, length);
  }
  const proofMs = (performance.now() - started) / 1000;
  const opening = performance.now();
  await (await openBenchLedger(folder)).close();
  const openMs = performance.now() - opening;
  const hashes = sizeOf(join(ledger, 'tile')) + sizeOf(join(ledger, 'checkpoints'));
  return {
    ...run,
    longestProof,
    proofMs,
    openMs,
    bytesPerRecord: Math.round(sizeOf(ledger) / records),
    hashBytesPerRecord: Math.round((hashes / records) * 10) / 10,
  };
}

/** For the child: the same function that `node verify.mjs` runs, and what the kernel says it took. */
const programFor = (verifier: string, ledger: string): string => `
const { verifyLedger } = await import(${JSON.stringify(verifier)});
const { ok, records } = verifyLedger(${JSON.stringify(ledger)});
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(JSON.stringify({ ok, records, peakMiB: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
`;
const reportSchema = z.object({ ok: z.boolean(), records: z.int(), peakMiB: z.number(), cpuSeconds: z.number() });

async function verifyApart(ledger: string, records: number) {
  const verifier = import.meta.resolve('@riad/ledger/verify');
  const started = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', programFor(verifier, ledger)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  const { ok, records: seen, peakMiB, cpuSeconds } = reportSchema.parse(JSON.parse(output));
  if (!ok || seen !== records) throw new Error(`the verifier says ${output}`);
  return { seconds, cpuSeconds, peakMiB };
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

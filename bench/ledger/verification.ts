import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

async function verifyApart(ledger: string, records: number) {
  const verifier = fileURLToPath(import.meta.resolve('@riad/ledger/verify'));
  const started = performance.now();
  const child = spawn(process.execPath, [verifier, ledger, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  let peakMiB = 0;
  let cpuSeconds = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const watch = setInterval(() => {
    const seen = readProcess(child.pid ?? 0);
    peakMiB = Math.max(peakMiB, seen.peakMiB);
    cpuSeconds = Math.max(cpuSeconds, seen.cpuSeconds);
  }, 50);
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  const report = z.object({ ok: z.boolean(), records: z.int() }).parse(JSON.parse(output));
  if (!report.ok || report.records !== records) throw new Error(`the verifier says ${output}`);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds, peakMiB };
}

function readProcess(pid: number): { readonly peakMiB: number; readonly cpuSeconds: number } {
  try {
    const peak = /VmHWM:\s+(?<kib>\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.groups?.['kib'];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { peakMiB: Number(peak ?? 0) / 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100 };
  } catch {
    return { peakMiB: 0, cpuSeconds: 0 };
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

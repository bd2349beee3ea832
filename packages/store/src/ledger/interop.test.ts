import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { verifyProof } from '@riad/ledger/verify';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { exportLedger } from './export-ledger.ts';
import { readLedger } from './read-ledger.ts';
import { appendAll, entries, ledgerPlace } from './testing/ledger-in.ts';

const place = ledgerPlace();
const build = mkdtempSync(join(tmpdir(), 'riad-interop-'));
const checker = join(build, 'checker');
const why = buildChecker();
if (why !== undefined) process.stderr.write(`SKIPPED: proofs against golang.org/x/mod/sumdb: ${why}\n`);

/** Why there is no independent verifier here, when there is none. */
function buildChecker(): string | undefined {
  const sources = fileURLToPath(new URL('testing/interop', import.meta.url));
  const made = spawnSync('go', ['build', '-o', checker, '.'], { cwd: sources, encoding: 'utf8', timeout: 120_000 });
  if (made.error !== undefined) return 'go is not installed';
  return made.status === 0 ? undefined : (made.stderr.trim().split('\n').at(-1) ?? 'go build failed');
}

const SIZE = 70_000;
const OLDER = 66_001;
let older = '';

beforeAll(async () => {
  const ledger = await place.open();
  await appendAll(ledger, entries(OLDER));
  await ledger.sign();
  older = readLedger(place.folder).checkpoint().note;
  await appendAll(ledger, entries(SIZE - OLDER, OLDER));
  await ledger.close();
  await exportLedger(place.folder, join(place.root, 'export'));
});
afterAll(() => {
  place.remove();
  rmSync(build, { recursive: true, force: true });
});

async function inputFor(index: number): Promise<Record<string, unknown>> {
  const reader = readLedger(place.folder);
  const { proof: consistency } = await reader.proveConsistency(OLDER);
  return { ...(await reader.prove(index)), older, consistency, export: join(place.root, 'export') };
}

function check(input: Readonly<Record<string, unknown>>): string {
  const run = spawnSync(checker, { input: JSON.stringify(input), encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : run.stderr.trim();
}

test.skipIf(why !== undefined)('another implementation accepts our proofs, checkpoints and tiles', async () => {
  for (const index of [0, 255, 256, 65_536, OLDER, SIZE - 1]) expect(check(await inputFor(index))).toBe('ok');
});

test.skipIf(why !== undefined)(
  'another implementation refuses a record, a proof or a checkpoint that was changed',
  async () => {
    const input = await inputFor(1000);
    const record = String(input['record']);
    const checkpoint = String(input['checkpoint']);
    expect(check({ ...input, record: record.replace('req_1000', 'req_1001') })).toMatch(/invalid/);
    expect(check({ ...input, proof: (input['proof'] as string[]).toReversed() })).toMatch(/invalid/);
    expect(check({ ...input, checkpoint: checkpoint.replace(`\n${SIZE}\n`, `\n${SIZE + 1}\n`) })).toMatch(
      /invalid signature/,
    );
  },
);

test('the verifier of one file accepts a proof and refuses a changed one', async () => {
  const proof = await readLedger(place.folder).prove(1000);
  expect(verifyProof(proof, proof.verifierKey)).toEqual({ ok: true, index: 1000, problems: [] });
  expect(proof.proof.length).toBeLessThanOrEqual(17);
  const changed = { ...proof, record: proof.record.replace('req_1000', 'req_1001') };
  expect(verifyProof(changed, proof.verifierKey).ok).toBe(false);
});

test('an export holds nothing but records, hashes, the checkpoint, the public key and the verifier', async () => {
  const exported = join(place.root, 'export');
  expect(readFileSync(join(exported, 'tile/entries/273.p/112')).length).toBeGreaterThan(0);
  expect(readFileSync(join(exported, 'checkpoint'), 'utf8')).toBe(readLedger(place.folder).checkpoint().note);
});

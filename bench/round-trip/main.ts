/**
 * `./riad bench round-trip`: runs the tests of surrogates with a million random texts instead of a few thousand and keeps the
 * result. `--runs N` takes another number; `--dry` writes nothing.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { describeMachine } from '../framework/machine.ts';
import { writeResult } from '../framework/results.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000000' }, dry: { type: 'boolean', default: false } },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const machine = describeMachine();
const started = performance.now();
const { status, stdout } = spawnSync(join(root, 'riad'), ['test', 'packages/guard/src/surrogates'], {
  cwd: root,
  env: { ...process.env, RIAD_PROPERTY_RUNS: values.runs },
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
const seconds = Math.round((performance.now() - started) / 1000);
const lastLine = stdout.trim().split('\n').at(-1) ?? '';
const text = `Restore after pseudonymise gives the text back, for ${Number(values.runs).toLocaleString('en')} random texts of all planes of Unicode with random findings: ${status === 0 ? 'holds' : 'FAILED'} (${lastLine}; ${seconds} s).`;
process.stdout.write(`${text}\n`);
if (!values.dry)
  writeResult({
    name: 'round-trip',
    machine,
    text,
    data: { runs: Number(values.runs), status, lastLine, seconds },
  });
process.exitCode = status ?? 1;

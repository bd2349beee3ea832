/** `./riad bench start`: from nothing running to an API that answers and to the first word of the default model. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';
import { median } from '../framework/statistics.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    model: { type: 'string', default: 'qwen2.5-coder-1.5b-instruct' },
    dry: { type: 'boolean', default: false },
  },
});

const launcher = fileURLToPath(new URL('../../riad', import.meta.url));
const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const READY_TARGET_S = 3;
const FIRST_WORD_TARGET_S = 6;

const notes = `Everything is on disk, nothing runs. \`./riad up --detach\` is started; **API ready** is when it returns, which it does
when \`/ready\` answers. Then \`./riad ask\` is started; **first word** is when the first character of its answer arrives, counted
from the start of \`up\`. The first start, which makes the database and stores the model, is not measured. Files are in the
system's cache, as after an update of Riad; after a start of the machine the disk adds its own time.`;

interface Round {
  readonly readySeconds: number;
  readonly firstWordSeconds: number;
}

async function main(): Promise<void> {
  const machine = describeMachine();
  const data = mkdtempSync(join(tmpdir(), 'riad-bench-start-'));
  chmodSync(data, 0o711);
  const riad = createRiad(data);
  try {
    await riad.up();
    await riad.firstWord();
    riad.down();
    const rounds: Round[] = [];
    for (let count = 0; count < Number(options.rounds); count++) {
      rounds.push(await measure(riad));
      riad.down();
    }
    const text = `${figures(rounds)}\n\n${notes}`;
    process.stdout.write(`${figures(rounds)}\n`);
    if (options.dry) return;
    const measured = { model: options.model, rounds };
    const path = writeResult({ name: 'start', machine, text, data: measured });
    process.stdout.write(`\n${path}\n`);
  } finally {
    riad.down();
    rmSync(data, { recursive: true, force: true });
  }
}

async function measure(riad: ReturnType<typeof createRiad>): Promise<Round> {
  const started = performance.now();
  await riad.up();
  const ready = performance.now();
  const spoken = await riad.firstWord();
  return { readySeconds: (ready - started) / 1000, firstWordSeconds: (spoken - started) / 1000 };
}

function figures(rounds: readonly Round[]): string {
  const row = (name: string, values: readonly number[], target: number): string[] => [
    name,
    `${median(values).toFixed(1)} s`,
    `${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)} s`,
    `≤ ${target} s`,
  ];
  return table(
    [`${rounds.length} starts with ${options.model}`, 'median', 'range', 'target'],
    [
      row(
        'API ready',
        rounds.map(({ readySeconds }) => readySeconds),
        READY_TARGET_S,
      ),
      row(
        'first word',
        rounds.map(({ firstWordSeconds }) => firstWordSeconds),
        FIRST_WORD_TARGET_S,
      ),
    ],
  );
}

/** Riad as a person starts it, in a data folder of its own. */
function createRiad(data: string) {
  const environment = { ...process.env, RIAD_MODELS_FOLDER: models, RIAD_ENGINE_DEFAULT_MODEL: options.model };

  function begin(...words: readonly string[]) {
    return spawn(launcher, [...words, '--data', data], { stdio: ['ignore', 'pipe', 'inherit'], env: environment });
  }

  return {
    async up() {
      const child = begin('up', '--detach', '--port', '0');
      child.stdout.resume();
      const [code]: unknown[] = await once(child, 'close');
      if (code !== 0) throw new Error('riad up failed');
    },
    async firstWord() {
      const child = begin('ask', 'Bonjour', '--max-tokens', '2');
      const ended = once(child, 'close');
      await once(child.stdout, 'data');
      const spoken = performance.now();
      await ended;
      return spoken;
    },
    down: () => void execFileSync(launcher, ['down', '--data', data], { stdio: 'ignore', env: environment }),
  };
}

await main();

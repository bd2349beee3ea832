/**
 * `./riad bench engine [--models 130m,1b,NAME] [--threads N] [--rounds N] [--measures prompt,…] [--dry]`: the embedded engine beside llama-server,
 * built from the same sources on the same libraries, with the same model, threads, slots and requests, in turns within
 * one run. NAME is a model file of the test models' folder, by default the default chat model.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { describeMachine } from '../framework/machine.ts';
import { residentMiB } from '../framework/processes.ts';
import { table, writeResult } from '../framework/results.ts';
import { median } from '../framework/statistics.ts';
import { complete } from './complete.ts';
import { startLlamaServer, startRiad, type Contender, type Load } from './contenders.ts';
import { createTokenSource, GENERATED, measureNames, measures, take, type Sample } from './measures.ts';
import { shapes, writeRandomModel } from './random-model.ts';

const { values: options } = parseArgs({
  options: {
    models: { type: 'string', default: '130m,qwen2.5-coder-1.5b-instruct' },
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    measures: { type: 'string', default: measureNames.join(',') },
    dry: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const chosen = measureNames.filter((name) => options.measures.split(',').includes(name));
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'riad-bench', 'engine');
const testModels = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const SLOTS = 16;
const CELLS = 2048;
/** Most processor time of the scheduling thread for a token, at sixteen streams. */
const MAIN_THREAD_MS = 0.2;
/** What ends an answer: `</s>` of the llama vocabulary; the two of SmolLM2; Qwen's two. */
const ends = { llama: [2], smollm: [0, 2], qwen: [151_643, 151_645] } as const;
/** One round of a model of more bytes takes minutes: it gets one. */
const LARGE = 500_000_000;

interface Start {
  readonly firstTokenMs: number;
}

interface Row {
  readonly model: string;
  readonly title: string;
  readonly unit: string;
  readonly riad: number;
  readonly peer: number;
  readonly ratio: number;
  readonly wanted: number;
  /** `wanted` speaks of Riad's own value, not of the ratio. */
  readonly limit?: boolean;
  /** Work per processor second, of Riad over llama-server's; holds on a busy machine too. */
  readonly processorRatio: number;
}

mkdirSync(cache, { recursive: true });
const binary = buildPeer();
const machine = describeMachine();
const rows: Row[] = [];
for (const model of options.models.split(',')) {
  rows.push(...(await measureModel(model)));
  // What is measured is kept, whatever becomes of the next model.
  report(rows);
}

function buildPeer(): string {
  const script = fileURLToPath(new URL('llama-server/build.sh', import.meta.url));
  process.stdout.write('Building llama-server (the first time: some minutes)\n');
  const built = spawnSync(script, [cache], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (built.status === 0) return built.stdout.trim();
  throw new Error('llama-server could not be built: see above');
}

function loadOf(model: string): Load {
  const common = { threads: Number(options.threads), slots: SLOTS, cells: CELLS };
  if (model === '130m' || model === '1b') {
    const path = join(cache, `random-${model}.gguf`);
    writeRandomModel(path, join(cache, 'llama.cpp/models/ggml-vocab-llama-spm.gguf'), shapes[model]);
    return { ...common, model: path, eos: ends.llama };
  }
  const path = join(testModels, `${model}.gguf`);
  if (!existsSync(path)) throw new Error(`${path} is not there: ./riad models pull ${model}, then link it there`);
  return { ...common, model: path, eos: model.startsWith('smollm') ? ends.smollm : ends.qwen };
}

async function measureModel(model: string): Promise<readonly Row[]> {
  const load = loadOf(model);
  const turns = statSync(load.model).size > LARGE ? 1 : rounds;
  process.stdout.write(`\n${basename(load.model)}, ${load.threads} thread(s)\n`);
  const starts = { riad: [] as Start[], peer: [] as Start[] };
  const samples = { riad: [] as Sample[], peer: [] as Sample[] };
  // The first start of each fills caches: the files', and Riad's of compiled code.
  for (const start of [() => startRiad(load), () => startLlamaServer(binary, load)]) await timedStart(start);
  for (let round = 0; round < Math.min(turns, 3); round++) {
    starts.riad.push(await timedStart(() => startRiad(load)));
    starts.peer.push(await timedStart(() => startLlamaServer(binary, load)));
  }
  const [riad, peer] = [await startRiad(load), await startLlamaServer(binary, load)];
  try {
    for (const contender of [riad, peer]) await complete(contender.port, createTokenSource(99)(64), 8);
    for (let round = 0; round < turns; round++) {
      const turn: [Contender, Sample[]][] = [
        [riad, samples.riad],
        [peer, samples.peer],
      ];
      // Who goes first changes: what disturbs one round disturbs both alike.
      if (round % 2 === 1) turn.reverse();
      await takeTurns(turn, 1000 * round);
    }
    const memory = { riad: memoryOf(riad), peer: memoryOf(peer) };
    process.stdout.write('\n');
    return rowsOf(model, { starts, samples, memory });
  } finally {
    await Promise.all([riad.stop(), peer.stop()]);
  }
}

async function takeTurns(turn: readonly (readonly [Contender, Sample[]])[], seed: number): Promise<void> {
  for (const [order, measure] of chosen.entries()) {
    for (const [contender, list] of turn)
      list.push(await take(measure, contender, createTokenSource(seed + order + 1)));
    process.stdout.write('.');
  }
}

async function timedStart(start: () => Promise<Contender>): Promise<Start> {
  const before = performance.now();
  const contender = await start();
  await complete(contender.port, createTokenSource(5)(8), 1);
  const firstTokenMs = performance.now() - before;
  await contender.stop();
  return { firstTokenMs };
}

function memoryOf({ pids }: Contender): number {
  return pids.reduce((total, pid) => total + residentMiB(pid), 0);
}

interface Measured {
  readonly starts: Readonly<Record<'riad' | 'peer', readonly Start[]>>;
  readonly samples: Readonly<Record<'riad' | 'peer', readonly Sample[]>>;
  readonly memory: Readonly<Record<'riad' | 'peer', number>>;
}

function rowsOf(model: string, { starts, samples, memory }: Measured): readonly Row[] {
  const middle = (list: readonly Sample[], key: 'value' | 'processor'): number => median(list.map((one) => one[key]));
  const measured = chosen.map((name) => {
    const { title, unit, wanted } = measures[name];
    const [own, other] = [samples.riad, samples.peer].map((list) => list.filter((one) => one.measure === name));
    const ratios = (own ?? []).map((one, index) => one.value / (other?.[index]?.value ?? Number.NaN));
    return {
      model,
      title,
      unit,
      riad: middle(own ?? [], 'value'),
      peer: middle(other ?? [], 'value'),
      // Of the same round: both sides had the same machine then.
      ratio: median(ratios),
      wanted,
      processorRatio: middle(other ?? [], 'processor') / middle(own ?? [], 'processor'),
    };
  });
  const plain = (told: Pick<Row, 'title' | 'unit' | 'riad' | 'peer' | 'wanted'>): Row => ({
    model,
    ...told,
    ratio: told.riad / told.peer,
    processorRatio: Number.NaN,
  });
  const first = (side: 'riad' | 'peer'): number => median(starts[side].map(({ firstTokenMs }) => firstTokenMs));
  const sixteen = samples.riad.filter(({ measure }) => measure === 'generate16');
  return [
    ...measured,
    {
      ...plain({
        title: 'First thread of the model’s process, sixteen streams',
        unit: 'ms/token',
        riad: median(sixteen.map(({ firstThread }) => firstThread / (16 * GENERATED))),
        peer: Number.NaN,
        wanted: MAIN_THREAD_MS,
      }),
      limit: true,
    },
    plain({ title: 'Start to first token', unit: 'ms', riad: first('riad'), peer: first('peer'), wanted: 1.3 }),
    plain({
      title: 'Resident memory of all processes after the run',
      unit: 'MiB',
      riad: memory.riad,
      peer: memory.peer,
      wanted: 1,
    }),
  ];
}

function report(all: readonly Row[]): void {
  const shown = (value: number): string =>
    Number.isNaN(value) ? '' : value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
  const text = [
    `Threads: ${options.threads}; ${SLOTS} slots of ${CELLS} tokens; medians of ${rounds} rounds (one for models of more than 500 MB), both sides in turns within each.`,
    'llama-server is built from the llama.cpp sources of node-llama-cpp and linked to the libraries that Riad loads. `130m` has',
    'random weights. The last column is work per processor second, of Riad over llama-server.',
    '',
    table(
      ['Model', 'Measure', 'Unit', 'Riad', 'llama-server', 'Ratio', 'Wanted', 'Per processor second'],
      all.map(({ model, title, unit, riad, peer, ratio, wanted, limit, processorRatio }) => [
        model,
        title,
        unit,
        shown(riad),
        shown(peer),
        Number.isNaN(ratio) ? '' : ratio.toFixed(3),
        limit === true ? `${shown(wanted)} ${unit}` : shown(wanted),
        shown(processorRatio),
      ]),
    ),
  ].join('\n');
  process.stdout.write(`\n${text}\n`);
  if (options.dry) return;
  process.stdout.write(`${writeResult({ name: 'engine', machine, text, data: { rows: all } })}\n`);
}

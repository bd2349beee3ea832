import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { processorSeconds } from '../framework/processes.ts';
import { complete, type Completion } from './complete.ts';
import type { Contender } from './contenders.ts';

export interface Sample {
  readonly measure: MeasureName;
  readonly value: number;
  /** Processor seconds of all its processes meanwhile. */
  readonly processor: number;
  /** Processor milliseconds of the first thread of the model's process meanwhile. */
  readonly firstThread: number;
}

interface Measure {
  readonly title: string;
  readonly unit: string;
  /** Ratio to llama-server that is wanted. */
  readonly wanted: number;
  readonly better: 'higher' | 'lower';
  run(contender: Contender, tokens: TokenSource): Promise<number>;
}

/** Token ids that no cache has seen. */
export type TokenSource = (count: number) => readonly number[];

/** Tokens of each answer. */
export const GENERATED = 48;
const SHARED_PREFIX = 1000;

export const measures = {
  prompt: {
    title: 'Prompt of 1,024 tokens',
    unit: 'tokens/s',
    wanted: 0.98,
    better: 'higher',
    async run({ port }, tokens) {
      const { first } = await complete(port, tokens(1024), 1);
      return (1024 / first) * 1000;
    },
  },
  generate1: generation(1, 0.9),
  generate4: generation(4, 0.95),
  generate16: generation(16, 0.95),
  shared: {
    title: 'Last first token of four at once that share 1,000 tokens',
    unit: 'ms',
    wanted: 0.15,
    better: 'lower',
    async run(contender, tokens) {
      const prefix = tokens(SHARED_PREFIX);
      const own = (): readonly number[] => [...prefix, ...tokens(32)];
      await complete(contender.port, own(), 1);
      const done = await together(contender, { requests: 4, prompt: own, generated: 1 });
      return Math.max(...done.map(({ first }) => first));
    },
  },
  short: {
    title: 'First token of a short request while 1,000 tokens are read',
    unit: 'ms',
    wanted: 0.5,
    better: 'lower',
    async run({ port }, tokens) {
      const long = complete(port, tokens(SHARED_PREFIX), 1);
      await wait(50);
      const { first } = await complete(port, tokens(16), 1);
      await long;
      return first;
    },
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof measures;
export const measureNames = Object.keys(measures).filter((name): name is MeasureName => name in measures);

export async function take(measure: MeasureName, contender: Contender, tokens: TokenSource): Promise<Sample> {
  const before = processorSeconds(contender.pids);
  const firstBefore = firstThreadMs(contender.worker);
  const value = await measures[measure].run(contender, tokens);
  return {
    measure,
    value,
    processor: processorSeconds(contender.pids) - before,
    firstThread: firstThreadMs(contender.worker) - firstBefore,
  };
}

/** The same pseudo-random tokens for both sides. */
export function createTokenSource(seed: number): TokenSource {
  let state = seed;
  return (count) =>
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
      return 300 + ((state >> 8) % 29_000);
    });
}

function generation(requests: number, wanted: number): Measure {
  return {
    title: requests === 1 ? 'Generation, one request' : `Generation, ${requests} requests in total`,
    unit: 'tokens/s',
    wanted,
    better: 'higher',
    async run(contender, tokens) {
      const started = performance.now();
      const done = await together(contender, { requests, prompt: () => tokens(32), generated: GENERATED });
      return (sum(done.map((completion) => completion.tokens)) / (performance.now() - started)) * 1000;
    },
  };
}

interface Burst {
  readonly requests: number;
  readonly prompt: () => readonly number[];
  /** Tokens that each answer has. */
  readonly generated: number;
}

function together({ port }: Contender, { requests, prompt, generated }: Burst): Promise<readonly Completion[]> {
  return Promise.all(Array.from({ length: requests }, () => complete(port, prompt(), generated)));
}

function firstThreadMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

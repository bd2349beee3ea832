import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  modelName,
  PlatformError,
  systemClock,
  type EngineBackend,
  type EngineModelStatus,
  type GenerateRequest,
  type Logger,
} from '@riad/contracts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { createEmbeddedEngine, type EmbeddedEngineOptions, type InstalledModel } from '../embedded-engine.ts';
import { estimateModelMemory } from './memory.ts';

const program = fileURLToPath(new URL('scripted-worker.fixture.ts', import.meta.url));
const quiet: Logger = { info() {}, warn() {}, error() {} };
const CONTEXT = 16;
const patient = { timeout: 20_000 };
let folder = '';
let engines: EngineBackend[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riad-supervision-'));
});
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  engines = [];
});
afterAll(() => rm(folder, { recursive: true }));

/** The smallest file with a valid header: no tensors, one fact. */
const leastGguf = Buffer.concat([
  Buffer.from('GGUF'),
  Buffer.from(Uint32Array.of(3).buffer),
  Buffer.from(BigUint64Array.of(0n, 1n, 20n).buffer),
  Buffer.from('general.architecture'),
  Buffer.from(Uint32Array.of(8).buffer),
  Buffer.from(BigUint64Array.of(5n).buffer),
  Buffer.from('llama'),
]);

async function model(name: string, bytes = 0): Promise<InstalledModel> {
  const path = join(folder, name);
  await writeFile(path, leastGguf);
  // Its tensors would begin at the next multiple of 32.
  await truncate(path, Math.max(bytes, 96));
  return {
    name: modelName(name),
    kind: 'chat',
    path,
    contextLength: CONTEXT,
    format: 'template',
    supportsTools: false,
    supportsFim: false,
  };
}

function engineWith(
  installed: readonly InstalledModel[],
  overrides: Partial<EmbeddedEngineOptions> = {},
): EngineBackend {
  const engine = createEmbeddedEngine({
    installed: () => installed,
    verify: async () => {},
    threads: 1,
    memory: 'auto',
    contextLength: CONTEXT,
    parallel: 1,
    clock: systemClock,
    logger: quiet,
    runtime: { program },
    patience: { backOff: [10, 20] },
    ...overrides,
  });
  engines.push(engine);
  return engine;
}

function ask(engine: EngineBackend, name: string, overrides: Partial<GenerateRequest> & { word?: string } = {}) {
  const { word = 'hello', ...request } = overrides;
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  const errors: PlatformError[] = [];
  let text = '';
  const run = engine.generate(
    {
      model: modelName(name),
      prompt: { kind: 'text', text: word },
      sampling: { temperature: 0, topP: 1 },
      stop: [],
      format: { kind: 'text' },
      echo: false,
      cacheKey: '',
      ...request,
    },
    {
      onEvent(event) {
        if (event.type === 'start') started.resolve();
        if (event.type === 'text') text += event.text;
        if (event.type === 'end') ended.resolve(text);
      },
      onError(error) {
        errors.push(error);
        started.reject(error);
        ended.reject(error);
      },
    },
  );
  started.promise.catch(() => undefined);
  ended.promise.catch(() => undefined);
  return { run, started: started.promise, answer: ended.promise, errors };
}

function statusOf(engine: EngineBackend, name: string): EngineModelStatus {
  const found = engine.models().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found;
}

test('a crash fails what was running with its name, other models do not notice, and the worker comes back', async () => {
  const engine = engineWith([await model('a'), await model('b')]);
  const other = ask(engine, 'b', { word: 'wait' });
  await other.started;
  await expect(ask(engine, 'a', { word: 'crash' }).answer).rejects.toMatchObject({
    code: 'engine.crashed',
    message: expect.stringContaining('SIGSEGV'),
    retryAfterSeconds: expect.any(Number),
  });
  expect(statusOf(engine, 'b')).toMatchObject({ state: 'ready', activeRequests: 1 });
  expect(other.errors).toEqual([]);
  await expect.poll(() => statusOf(engine, 'a').state, patient).toBe('ready');
  await expect(ask(engine, 'a').answer).resolves.toBe('hello');
});

test('the error of a crash arrives at once', async () => {
  const engine = engineWith([await model('a')]);
  const waiting = ask(engine, 'a', { word: 'wait' });
  await waiting.started;
  const killed = performance.now();
  process.kill(statusOf(engine, 'a').processId ?? 0, 'SIGKILL');
  await expect(waiting.answer).rejects.toMatchObject({ code: 'engine.crashed' });
  // About 5 ms on an idle machine; the bound only tells it from a time-out.
  expect(performance.now() - killed).toBeLessThan(1000);
});

test('under load, whatever ends a worker, everybody is told within a tenth of a second', async () => {
  const took: number[] = [];
  for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const) {
    for (let round = 0; round < 3; round++) {
      const engine = engineWith([await model('a')], { parallel: 4 });
      const waiting = Array.from({ length: 40 }, () => ask(engine, 'a', { word: 'wait' }));
      await Promise.all(waiting.map(({ started }) => started));
      const killed = performance.now();
      process.kill(statusOf(engine, 'a').processId ?? 0, signal);
      const told = await Promise.allSettled(waiting.map(({ answer }) => answer));
      took.push(performance.now() - killed);
      expect(told.every((one) => one.status === 'rejected' && one.reason.code === 'engine.crashed')).toBe(true);
      await engine.close();
    }
  }
  // The middle of nine: other programs may hold up one or the other.
  expect(took.toSorted((left, right) => left - right)[4]).toBeLessThan(100);
});

test('of five hundred clients at once as many as there is room for are answered, and the others told when to come back', async () => {
  const engine = engineWith([await model('a')], { parallel: 4 });
  await engine.load(modelName('a'));
  const asked = Array.from({ length: 500 }, () => ask(engine, 'a', { word: 'wait' }));
  await Promise.all(asked.slice(0, 256).map(({ started }) => started));
  const refused = await Promise.allSettled(asked.slice(256).map(({ answer }) => answer));
  for (const one of refused)
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'engine.busy', retryAfterSeconds: 5 } });
  expect(statusOf(engine, 'a')).toMatchObject({ activeRequests: 4, waitingRequests: 252 });
  for (const { run } of asked) run.abort();
  await expect.poll(() => statusOf(engine, 'a').waitingRequests, patient).toBe(0);
  await expect(ask(engine, 'a').answer).resolves.toBe('hello');
});

test('a request that arrives while a worker is restarting waits for it', async () => {
  const engine = engineWith([await model('a')], { patience: { backOff: [200] } });
  await expect(ask(engine, 'a', { word: 'crash' }).answer).rejects.toMatchObject({ code: 'engine.crashed' });
  expect(statusOf(engine, 'a').state).toBe('restarting');
  await expect(ask(engine, 'a').answer).resolves.toBe('hello');
});

test('a worker that keeps crashing is given up with the reason, until somebody loads it', async () => {
  const engine = engineWith([await model('crashes-on-load')]);
  await expect(engine.load(modelName('crashes-on-load'))).rejects.toMatchObject({ code: 'engine.crashed' });
  await expect.poll(() => statusOf(engine, 'crashes-on-load').state, patient).toBe('failed');
  expect(statusOf(engine, 'crashes-on-load').problem).toContain('ended 3 times in a row (exit 3)');
  await expect(ask(engine, 'crashes-on-load').answer).rejects.toMatchObject({
    code: 'engine.crashed',
    message: expect.stringContaining('3 times'),
  });
  // A person's `load` starts it again, from the first wait.
  await expect(engine.load(modelName('crashes-on-load'))).rejects.toMatchObject({
    message: expect.stringContaining('being started again'),
  });
});

test('a file the worker cannot use is named damaged and never started again by itself', async () => {
  const engine = engineWith([await model('unusable')]);
  await expect(engine.load(modelName('unusable'))).rejects.toMatchObject({ code: 'model.damaged' });
  expect(statusOf(engine, 'unusable')).toMatchObject({ state: 'failed', problem: 'not a model' });
  await expect(ask(engine, 'unusable').answer).rejects.toMatchObject({ code: 'model.damaged' });
});

test('a file that is no model file is named damaged before any worker sees it', async () => {
  const broken = await model('broken');
  await writeFile(broken.path, 'not a GGUF file');
  const engine = engineWith([broken]);
  await expect(engine.load(broken.name)).rejects.toMatchObject({ code: 'model.damaged' });
  expect(statusOf(engine, 'broken').processId).toBeUndefined();
});

test('a file that fails its check is never given to a worker', async () => {
  const damaged = new PlatformError('model.damaged', 'the digest is another one');
  const engine = engineWith([await model('a')], { verify: () => Promise.reject(damaged) });
  await expect(ask(engine, 'a').answer).rejects.toBe(damaged);
  expect(statusOf(engine, 'a').processId).toBeUndefined();
});

test.each(['garbage', 'unknown'])('a worker that sends %s is not believed: it is ended and replaced', async (word) => {
  const engine = engineWith([await model('a')]);
  await expect(ask(engine, 'a', { word }).answer).rejects.toMatchObject({ code: 'engine.crashed' });
  await expect(ask(engine, 'a').answer).resolves.toBe('hello');
});

test('a worker that hangs at work, or while loading, is ended', async () => {
  const engine = engineWith([await model('a'), await model('never-ready')], {
    patience: { backOff: [10], silence: 200, loading: 1000 },
  });
  await expect(ask(engine, 'a', { word: 'wait' }).answer).rejects.toMatchObject({
    code: 'engine.crashed',
    message: expect.stringContaining('no sign of life'),
  });
  await expect(engine.load(modelName('never-ready'))).rejects.toMatchObject({ code: 'engine.crashed' });
});

test('a worker gets nothing of this process’s environment', async () => {
  process.env['RIAD_TEST_SECRET'] = 'secret';
  const engine = engineWith([await model('a')]);
  const environment = await ask(engine, 'a', { word: 'environment' }).answer;
  delete process.env['RIAD_TEST_SECRET'];
  expect(JSON.parse(environment)).toEqual({});
});

test('more requests than the queue holds are told when to come back', async () => {
  const engine = engineWith([await model('a')], { queueLimit: 2 });
  const waiting = [ask(engine, 'a', { word: 'wait' }), ask(engine, 'a', { word: 'wait' })];
  await Promise.all(waiting.map(({ started }) => started));
  expect(statusOf(engine, 'a')).toMatchObject({ activeRequests: 1, waitingRequests: 1 });
  await expect(ask(engine, 'a').answer).rejects.toMatchObject({ code: 'engine.busy', retryAfterSeconds: 5 });
  waiting[0]?.run.abort();
  await expect
    .poll(() => statusOf(engine, 'a').activeRequests + statusOf(engine, 'a').waitingRequests, patient)
    .toBe(1);
  await expect(ask(engine, 'a').answer).resolves.toBe('hello');
});

test('an abort is answered once and at once, also while the model is loading', async () => {
  const engine = engineWith([await model('a'), await model('never-ready')]);
  for (const [name, word] of [
    ['a', 'wait'],
    ['never-ready', 'hello'],
  ] as const) {
    const { run, errors } = ask(engine, name, { word });
    run.abort();
    run.abort();
    expect(errors.map((error) => error.code)).toEqual(['request.cancelled']);
  }
});

test('a deadline counts the time to load', async () => {
  const engine = engineWith([await model('never-ready')]);
  await expect(ask(engine, 'never-ready', { deadlineMs: 30 }).answer).rejects.toMatchObject({
    code: 'engine.deadline',
  });
});

test('many requests to a model that is not loaded check and start it once', async () => {
  let checks = 0;
  const engine = engineWith([await model('a')], {
    async verify() {
      checks++;
    },
  });
  const answers = await Promise.all([1, 2, 3].map(() => ask(engine, 'a').answer));
  expect(answers).toEqual(['hello', 'hello', 'hello']);
  expect(checks).toBe(1);
});

test('a model that does not fit is refused with what it needs and what is free', async () => {
  const big = await model('big', 500_000_000);
  const engine = engineWith([big], { memory: 300_000_000 });
  await expect(engine.load(big.name)).rejects.toMatchObject({
    code: 'model.no_memory',
    message: expect.stringMatching(/^big needs about 11\d\d MB of memory and 300 MB are free$/),
  });
});

test('room is made by unloading the model that was unused longest, and never one that works', async () => {
  const [first, second, big] = [await model('first'), await model('second'), await model('big', 50_000_000)];
  const probe = engineWith([first]);
  await probe.load(first.name);
  const resident = statusOf(probe, 'first').memoryBytes;
  expect(resident).toBeGreaterThan(0);
  const need = estimateModelMemory({ fileBytes: 50_000_000, cells: CONTEXT, cacheBytesPerToken: undefined });
  const engine = engineWith([first, second, big], { memory: Math.round(need + resident * 1.5) });
  await engine.load(first.name);
  await engine.load(second.name);
  await ask(engine, 'first').answer;
  await engine.load(big.name);
  expect(engine.models().map(({ state }) => state)).toEqual(['ready', 'available', 'ready']);
  const tight = engineWith([first, big], { memory: need + 1_000_000 });
  await tight.load(first.name);
  const working = ask(tight, 'first', { word: 'wait' });
  await working.started;
  await expect(tight.load(big.name)).rejects.toMatchObject({ code: 'model.no_memory' });
  expect(working.errors).toEqual([]);
});

test('a model that is removed or replaced on disk loses its worker', async () => {
  const installed = [await model('a')];
  const engine = engineWith(installed);
  await engine.load(modelName('a'));
  const before = statusOf(engine, 'a').processId;
  installed[0] = { ...(await model('a')), contextLength: 8 };
  expect(statusOf(engine, 'a').state).toBe('available');
  await expect(ask(engine, 'a').answer).resolves.toBe('hello');
  expect(statusOf(engine, 'a').processId).not.toBe(before);
});

test('closing tells what runs, ends every process, and refuses what comes later', async () => {
  const engine = engineWith([await model('a')]);
  const waiting = ask(engine, 'a', { word: 'wait' });
  await waiting.started;
  const { processId } = statusOf(engine, 'a');
  await engine.close();
  await expect(waiting.answer).rejects.toMatchObject({ code: 'server.stopping' });
  expect(existsSync(`/proc/${processId}`)).toBe(false);
  await expect(ask(engine, 'a').answer).rejects.toMatchObject({ code: 'server.stopping' });
});

test('nothing survives a kill -9 of the main process', async () => {
  const process_ = fileURLToPath(new URL('worker-process.ts', import.meta.url));
  const parent = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '-e',
      `import { startWorkerProcess } from ${JSON.stringify(process_)};
       console.log(startWorkerProcess({}, { onMessage() {}, onEnd() {} }).pid);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => existsSync(`/proc/${pid}`), patient).toBe(false);
});

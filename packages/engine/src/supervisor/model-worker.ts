import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import {
  PlatformError,
  type EmbedResult,
  type EngineModelState,
  type EnginePrompt,
  type EngineRun,
  type EngineSink,
  type GenerateRequest,
  type Logger,
  type TokenizerInfo,
} from '@riad/contracts';

import { createFrameReader, encodeFrame } from '../protocol/frames.ts';
import type { FromWorker, ToWorker, WireError, WorkerFacts, WorkerSetup } from '../protocol/messages.ts';

const workerProgram = fileURLToPath(new URL('../worker/main.ts', import.meta.url));
/** JavaScript heap of a worker; the model itself lives outside it. */
const WORKER_HEAP_MB = 512;
/** Waits before a crashed worker is started again; after the last one it is given up until somebody loads it. */
const BACK_OFF_MS = [250, 1000, 4000, 15_000] as const;
/** A worker that ran this long starts again from the first wait. */
const STABLE_AFTER_MS = 60_000;
const STDERR_KEPT = 4096;

interface Pending {
  onMessage(message: Exclude<FromWorker, { type: 'ready' | 'unusable' }>): void;
  onError(error: PlatformError): void;
}

type Reply = Exclude<FromWorker, { type: 'ready' | 'unusable' | 'event' | 'error' }>;

export interface ModelWorkerOptions {
  readonly name: string;
  readonly setup: WorkerSetup;
  readonly logger: Logger;
  /** Requests that may wait or run at one time. */
  readonly queueLimit: number;
}

/** One model's process and everything that was asked of it. A crash fails what was running, at once, and starts it again. */
export class ModelWorker {
  readonly #options: ModelWorkerOptions;
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcessWithoutNullStreams | undefined;
  #loading: Promise<WorkerFacts> | undefined;
  #nextId = 1;
  #crashes = 0;
  #startedAt = 0;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;
  #stderr = '';
  state: EngineModelState = 'available';
  problem: string | undefined;
  facts: WorkerFacts | undefined;
  lastUsed = 0;

  constructor(options: ModelWorkerOptions) {
    this.#options = options;
  }

  get active(): number {
    return this.#pending.size;
  }

  /** Starts the process when there is none; resolves when the model is ready. */
  load(): Promise<WorkerFacts> {
    if (this.state === 'failed') this.#crashes = 0;
    this.#loading ??= this.#start();
    return this.#loading;
  }

  #start(): Promise<WorkerFacts> {
    this.#stopping = false;
    this.state = this.#crashes > 0 ? 'restarting' : 'loading';
    this.#startedAt = performance.now();
    this.#stderr = '';
    const cache = process.env['NODE_COMPILE_CACHE'];
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${WORKER_HEAP_MB}`, workerProgram],
      {
        env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
        stdio: 'pipe',
      },
    );
    this.#child = child;
    return new Promise<WorkerFacts>((resolve, reject) => {
      const read = createFrameReader((message) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of this pipe are this package, of one version
        this.#receive(message as FromWorker, resolve, reject);
      });
      child.stdout.on('data', (chunk: Buffer) => {
        try {
          read(chunk);
        } catch (error) {
          this.#options.logger.error('engine.protocol', { model: this.#options.name, error });
          child.kill('SIGKILL');
        }
      });
      child.stderr.on('data', (chunk: Buffer) => {
        this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
      });
      child.stdin.on('error', () => child.kill('SIGKILL'));
      child.once('error', (error) => this.#ended(child, `could not start: ${error.message}`, reject));
      child.once('exit', (code, signal) =>
        this.#ended(child, signal === null ? `exit ${code}` : `signal ${signal}`, reject),
      );
      this.#send({ type: 'setup', setup: this.#options.setup });
    });
  }

  #receive(message: FromWorker, resolve: (facts: WorkerFacts) => void, reject: (error: PlatformError) => void): void {
    if (message.type === 'ready') {
      this.state = 'ready';
      this.problem = undefined;
      this.facts = message.facts;
      this.#options.logger.info('engine.ready', {
        model: this.#options.name,
        loadMs: Math.round(performance.now() - this.#startedAt),
      });
      resolve(message.facts);
    } else if (message.type === 'unusable') {
      const error = asError(message.error);
      this.#fail(error.message);
      reject(error);
    } else {
      const pending = this.#pending.get(message.id);
      if (message.type !== 'event' || message.event.type === 'end') this.#pending.delete(message.id);
      pending?.onMessage(message);
    }
  }

  /** The model cannot be used: no restart until somebody loads it again. */
  #fail(problem: string): void {
    this.state = 'failed';
    this.problem = problem;
    this.#stopping = true;
    this.#loading = undefined;
    this.#child?.kill('SIGKILL');
  }

  #ended(child: ChildProcessWithoutNullStreams, how: string, reject: (error: PlatformError) => void): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#loading = undefined;
    const expected = this.#stopping;
    const error = expected
      ? new PlatformError('server.stopping', `${this.#options.name} was unloaded`)
      : new PlatformError(
          'engine.crashed',
          `the process of ${this.#options.name} ended (${how}); it is being started again`,
          { retryAfterSeconds: 2 },
        );
    reject(error);
    for (const pending of this.#pending.values()) pending.onError(error);
    this.#pending.clear();
    if (expected) {
      if (this.state !== 'failed') this.state = 'available';
      return;
    }
    this.#options.logger.error('engine.crashed', {
      model: this.#options.name,
      how,
      lastWords: this.#stderr.trim().slice(-500),
    });
    this.#scheduleRestart(how);
  }

  #scheduleRestart(how: string): void {
    if (performance.now() - this.#startedAt > STABLE_AFTER_MS) this.#crashes = 0;
    const wait = BACK_OFF_MS[this.#crashes];
    this.#crashes++;
    if (wait === undefined) {
      this.state = 'failed';
      this.problem = `it crashed ${this.#crashes} times in a row (${how})`;
      return;
    }
    this.state = 'restarting';
    this.#restart = setTimeout(() => {
      this.#loading ??= this.#start();
      // Whoever waits has been told; the next request finds the worker ready, restarting or failed.
      this.#loading.catch(() => undefined);
    }, wait);
    this.#restart.unref();
  }

  generate(request: GenerateRequest, sink: EngineSink): EngineRun {
    const id = this.#nextId++;
    const { sampling, deadlineMs, model: _, ...rest } = request;
    const { logitBias, ...plain } = sampling;
    const deadline =
      deadlineMs === undefined
        ? undefined
        : setTimeout(() => {
            if (!this.#pending.delete(id)) return;
            this.#send({ type: 'abort', id });
            sink.onError(
              new PlatformError('engine.deadline', 'the answer took longer than its deadline', {
                retryAfterSeconds: 1,
              }),
            );
          }, deadlineMs);
    this.#admit(id, {
      onMessage(message) {
        if (message.type === 'event') {
          if (message.event.type === 'end') clearTimeout(deadline);
          sink.onEvent(message.event);
        } else if (message.type === 'error') {
          clearTimeout(deadline);
          sink.onError(asError(message.error));
        }
      },
      onError(error) {
        clearTimeout(deadline);
        sink.onError(error);
      },
    });
    this.#send({
      type: 'generate',
      id,
      request: { ...rest, sampling: { ...plain, ...(logitBias === undefined ? {} : { logitBias: [...logitBias] }) } },
    });
    return {
      abort: () => {
        if (this.#pending.has(id)) this.#send({ type: 'abort', id });
      },
    };
  }

  async embed(inputs: readonly (string | readonly number[])[]): Promise<EmbedResult> {
    const reply = await this.#ask((id) => ({ type: 'embed', id, inputs }));
    if (reply.type !== 'embedded') throw unexpected(reply);
    return { promptTokens: reply.promptTokens, vectors: reply.vectors.map(decodeVector) };
  }

  async tokenize(
    prompt: EnginePrompt,
    addSpecial: boolean,
  ): Promise<{ readonly tokens: readonly number[]; readonly texts: readonly string[] }> {
    const reply = await this.#ask((id) => ({ type: 'tokenize', id, prompt, addSpecial }));
    if (reply.type !== 'tokenized') throw unexpected(reply);
    return reply;
  }

  async detokenize(tokens: readonly number[]): Promise<string> {
    const reply = await this.#ask((id) => ({ type: 'detokenize', id, tokens }));
    if (reply.type !== 'detokenized') throw unexpected(reply);
    return reply.text;
  }

  async info(): Promise<TokenizerInfo> {
    const reply = await this.#ask((id) => ({ type: 'info', id }));
    if (reply.type !== 'described') throw unexpected(reply);
    return reply.info;
  }

  #ask(message: (id: number) => ToWorker): Promise<Reply> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#admit(id, {
        onMessage(reply) {
          if (reply.type === 'error') reject(asError(reply.error));
          else if (reply.type !== 'event') resolve(reply);
        },
        onError: reject,
      });
      this.#send(message(id));
    });
  }

  #admit(id: number, pending: Pending): void {
    if (this.state !== 'ready')
      throw new PlatformError('engine.busy', `${this.#options.name} is ${this.state}`, { retryAfterSeconds: 2 });
    if (this.#pending.size >= this.#options.queueLimit) {
      throw new PlatformError(
        'engine.busy',
        `${this.#options.queueLimit} requests already wait for ${this.#options.name}`,
        { retryAfterSeconds: 5 },
      );
    }
    this.#pending.set(id, pending);
  }

  #send(message: ToWorker): void {
    this.#child?.stdin.write(encodeFrame(message));
  }

  /** Stops the process; what was running is told `server.stopping`. */
  async unload(): Promise<void> {
    clearTimeout(this.#restart);
    this.#stopping = true;
    const child = this.#child;
    if (child === undefined) {
      this.state = 'available';
      return;
    }
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin.end();
    const force = setTimeout(() => child.kill('SIGKILL'), 2000);
    await gone;
    clearTimeout(force);
  }

  /** Resident memory of the process in bytes, 0 when there is none or the system does not tell. */
  memoryBytes(): number {
    if (this.#child?.pid === undefined) return 0;
    try {
      const pages = /^\d+ (?<resident>\d+)/.exec(readFileSync(`/proc/${this.#child.pid}/statm`, 'utf8'))?.groups?.[
        'resident'
      ];
      return Number(pages ?? 0) * 4096;
    } catch {
      return 0;
    }
  }
}

function asError(error: WireError): PlatformError {
  return new PlatformError(error.code, error.message, error.options);
}

function unexpected(reply: Reply): PlatformError {
  return new PlatformError('server.internal', `the worker answered ${reply.type}`);
}

function decodeVector(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

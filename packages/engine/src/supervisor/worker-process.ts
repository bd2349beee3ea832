import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { createFrameReader, encodeFrame } from '../protocol/frames.ts';
import type { FromWorker, ToWorker } from '../protocol/messages.ts';
import { parseFromWorker } from '../protocol/parse-message.ts';

const workerProgram = fileURLToPath(new URL('../worker/main.ts', import.meta.url));
/** JavaScript heap of a worker in megabytes; the model itself lives outside it. */
const WORKER_HEAP_MB = 512;
const STDERR_KEPT = 4096;
const PAGE_BYTES = 4096;
const DYING_MS = 30;

/** Where workers come from. */
export interface WorkerRuntime {
  /** Replaces the worker's program, in tests of the supervisor. */
  readonly program?: string;
  /** Folder in which Node keeps compiled code, so that a worker starts faster. */
  readonly compileCache?: string;
}

export interface WorkerProcess {
  readonly pid: number | undefined;
  send(message: ToWorker): void;
  /** Closes its standard input: it leaves by itself. */
  stop(): void;
  kill(): void;
  /** Resolves when the process is gone, however it went. */
  readonly exited: Promise<void>;
  /** The end of what it wrote on standard error. */
  lastWords(): string;
  /** Looks whether the process has begun to die: the system tells only once gigabytes of memory are given back. */
  look(): void;
  /** Resident memory in bytes, 0 when it is gone or the system does not tell. */
  memoryBytes(): number;
}

interface ProcessListener {
  onMessage(message: FromWorker): void;
  /** Exactly once, as soon as the process is known to be gone. */
  onEnd(how: string): void;
}

/**
 * Starts one worker: no environment but the code cache, and a pipe that tells it when this process is gone, so that
 * nothing survives even a `kill -9`. What is no message of ours ends it.
 */
export function startWorkerProcess(runtime: WorkerRuntime, listener: ProcessListener): WorkerProcess {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      `--max-old-space-size=${WORKER_HEAP_MB}`,
      runtime.program ?? workerProgram,
    ],
    {
      env: runtime.compileCache === undefined ? {} : { NODE_COMPILE_CACHE: runtime.compileCache },
      stdio: 'pipe',
    },
  );
  const exited = Promise.withResolvers<void>();
  let stderr = '';
  let ended = false;
  let dying = false;

  function end(how: string): void {
    if (ended) return;
    ended = true;
    listener.onEnd(how);
  }

  function distrust(error: unknown): void {
    if (ended) return;
    child.kill('SIGKILL');
    end(error instanceof Error ? error.message : String(error));
  }

  const read = createFrameReader((message) => {
    if (!ended) listener.onMessage(parseFromWorker(message));
  });
  child.stdout.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch (error) {
      distrust(error);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
  });
  child.stdin.on('error', distrust);
  child.once('error', (error) => {
    exited.resolve();
    end(`could not start: ${error.message}`);
  });
  child.once('exit', (code, signal) => {
    exited.resolve();
    end(signal === null ? `exit ${code}` : `signal ${signal}`);
  });

  return {
    pid: child.pid,
    send(message) {
      if (!ended) child.stdin.write(encodeFrame(message));
    },
    stop() {
      // What it still says is of no interest any more.
      ended = true;
      child.stdin.end();
    },
    kill: () => child.kill('SIGKILL'),
    exited: exited.promise,
    look() {
      if (ended || dying || child.pid === undefined || residentBytes(child.pid) !== 0) return;
      dying = true;
      // A small process is gone in a moment, and then the system says what killed it.
      setTimeout(() => end('it was killed'), DYING_MS);
    },
    lastWords: () => stderr.trim().slice(-500),
    memoryBytes: () => (ended || child.pid === undefined ? 0 : (residentBytes(child.pid) ?? 0)),
  };
}

/** 0 as soon as a process has let go of its memory, long before it is gone. */
function residentBytes(pid: number): number | undefined {
  try {
    const resident = /^\d+ (?<pages>\d+)/.exec(readFileSync(`/proc/${pid}/statm`, 'utf8'))?.groups?.['pages'];
    return Number(resident ?? 0) * PAGE_BYTES;
  } catch {
    // Gone between two looks, or a system without /proc: nothing is known, and nothing is claimed.
    return undefined;
  }
}

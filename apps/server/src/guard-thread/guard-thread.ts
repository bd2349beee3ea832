import { Worker } from 'node:worker_threads';

import { PlatformError, type Finding } from '@riad/contracts';
import type { InspectApart, InspectionOutcome, Patterns } from '@riad/gateway';

/** Requests that wait for the thread before further ones are refused. */
const QUEUE = 64;
/** The slowest text is read at a megabyte per second; the largest body takes a tenth of this. */
const LIMIT_MS = 120_000;
/** Without work for this long the thread ends and gives its memory back. */
const IDLE_MS = 60_000;
const MEMORY_MIB = 2048;

export interface GuardThread {
  readonly inspect: InspectApart;
  close(): Promise<void>;
}

interface Waiting {
  readonly texts: readonly string[];
  readonly patterns: Patterns;
  readonly outcome: InspectionOutcome;
}

/**
 * Reads long texts in a thread of its own, one request at a time. A thread that dies, or takes too long, fails the request it
 * was reading; those behind it get a new one. It is started by the first long text.
 */
export function createGuardThread(
  program: URL = new URL('inspect-worker.ts', import.meta.url),
  limitMs: number = LIMIT_MS,
): GuardThread {
  let worker: Worker | undefined;
  let reading: Waiting | undefined;
  let timer: NodeJS.Timeout | undefined;
  const queue: Waiting[] = [];

  function inspect(texts: readonly string[], outcome: InspectionOutcome, patterns?: Patterns): void {
    if (queue.length >= QUEUE) {
      outcome.onError(new PlatformError('guard.failed', 'too many long requests wait for the guard'));
      return;
    }
    queue.push({ texts, patterns, outcome });
    readNext();
  }

  function readNext(): void {
    if (reading !== undefined) return;
    clearTimeout(timer);
    reading = queue.shift();
    if (reading !== undefined) worker ??= start();
    const current = worker;
    timer = setTimeout(() => void current?.terminate(), reading === undefined ? IDLE_MS : limitMs).unref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    if (reading !== undefined) current?.postMessage({ texts: reading.texts, patterns: reading.patterns });
  }

  function start(): Worker {
    const made = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB } });
    made.unref();
    made.on('message', (findings: readonly (readonly Finding[])[]) => {
      const done = reading;
      reading = undefined;
      done?.outcome.onFindings(findings);
      readNext();
    });
    let cause: unknown;
    made.on('error', (error) => (cause = error));
    made.on('exit', () => {
      if (worker === made) worker = undefined;
      const lost = reading;
      reading = undefined;
      lost?.outcome.onError(new Error('the thread that reads long texts has ended', { cause }));
      if (queue.length > 0) readNext();
    });
    return made;
  }

  return {
    inspect,
    async close() {
      clearTimeout(timer);
      for (const { outcome } of queue.splice(0)) outcome.onError(new Error('the server is stopping'));
      await worker?.terminate();
    },
  };
}

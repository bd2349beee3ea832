import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { PlatformError } from '@riad/contracts';

import type { ExtractionLimits } from '../limits.ts';
import type { Order, Report } from './messages.ts';

export interface Apart<T> {
  readonly order: Order;
  readonly limits: ExtractionLimits;
  readonly signal?: AbortSignal | undefined;
  /** The result, once a report brings it. */
  readonly read: (report: Report) => T | undefined;
}

const program = fileURLToPath(new URL('main.ts', import.meta.url));
const WATCH_MS = 200;
const MEBIBYTE = 1024 * 1024;

/**
 * Has a document looked at by a process of its own, which is ended when it takes more memory or time than it may. Fails with
 * the document's own error: `document.encrypted`, `document.damaged`, `document.too_large`, `document.too_slow`…
 */
export function runApart<T>({ order, limits, signal, read }: Apart<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = startChild(limits);
    let settled = false;
    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      clearInterval(watch);
      child.kill('SIGKILL');
      finish();
    };
    const refuse = (error: PlatformError): void => settle(() => reject(error));
    const deadline = setTimeout(() => refuse(tooSlow(limits)), limits.timeoutMs);
    const watch = setInterval(
      () => void exceeds(child, limits.memoryBytes).then((over) => over && refuse(tooHungry(limits))),
      WATCH_MS,
    );
    signal?.addEventListener('abort', () => refuse(new PlatformError('request.cancelled', 'the work was given up')), {
      once: true,
    });
    child.on('message', (report: Report) => {
      if (report.kind === 'refused') return refuse(refusalOf(report));
      const result = read(report);
      if (result !== undefined) settle(() => resolve(result));
    });
    child.once('error', (cause) =>
      refuse(new PlatformError('server.internal', 'the reading process cannot be started', { cause })),
    );
    child.once('exit', () => refuse(crashed()));
    child.send(order, (error) => error !== null && refuse(crashed()));
  });
}

/** Without secrets in its environment. */
function startChild({ memoryBytes }: ExtractionLimits): ChildProcess {
  return fork(program, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'] },
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      `--max-old-space-size=${Math.floor(memoryBytes / MEBIBYTE / 2)}`,
    ],
  });
}

/** Linux tells; elsewhere the heap limit of the process is the only one. */
async function exceeds({ pid }: ChildProcess, limit: number): Promise<boolean> {
  if (pid === undefined) return false;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  return kilobytes * 1024 > limit;
}

function refusalOf({ code, message, remedy }: Extract<Report, { kind: 'refused' }>): PlatformError {
  return new PlatformError(code, message, remedy === undefined ? {} : { remedy });
}

function tooSlow({ timeoutMs }: ExtractionLimits): PlatformError {
  return new PlatformError(
    'document.too_slow',
    `this document could not be read within ${Math.round(timeoutMs / 1000)} s`,
    { remedy: 'Split it into parts.' },
  );
}

function tooHungry({ memoryBytes }: ExtractionLimits): PlatformError {
  return new PlatformError(
    'document.too_large',
    `reading this document takes more than ${Math.round(memoryBytes / MEBIBYTE)} MiB of memory`,
    { remedy: 'Split it into parts.' },
  );
}

function crashed(): PlatformError {
  return new PlatformError('document.damaged', 'the program that reads documents ended on this one', {
    remedy: 'Save the document in another format, or split it.',
  });
}

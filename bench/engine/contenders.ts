import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

export interface Load {
  readonly model: string;
  readonly threads: number;
  readonly slots: number;
  /** Tokens of context per slot. */
  readonly cells: number;
  /** Tokens that end an answer. */
  readonly eos: readonly number[];
}

/** A server that is measured. */
export interface Contender {
  readonly name: 'riad' | 'llama-server';
  readonly port: number;
  /** Every process of it. */
  readonly pids: readonly number[];
  /** The process that runs the model: its first thread is the one that schedules. */
  readonly worker: number;
  stop(): Promise<void>;
}

const codeCache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'riad-bench', 'engine', 'code');
const announcement = z.object({ port: z.int(), worker: z.int() });

export async function startRiad(load: Load): Promise<Contender> {
  const program = fileURLToPath(new URL('riad-server.ts', import.meta.url));
  const args = [load.model, load.threads, load.slots, load.cells, ...load.eos].map(String);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // As the launcher starts Riad: code that was compiled once is kept.
    env: { ...process.env, NODE_COMPILE_CACHE: codeCache },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { port, worker } = announcement.parse(JSON.parse(line));
    return { name: 'riad', port, worker, pids: [pidOf(child), worker], stop: () => stop(child) };
  }
  throw new Error('the embedded engine did not start');
}

export async function startLlamaServer(binary: string, load: Load): Promise<Contender> {
  const port = await freePort();
  const numbers = { '-np': load.slots, '-c': load.slots * load.cells, '-t': load.threads, '-b': 2048, '-ub': 512 };
  const args = Object.entries(numbers).flatMap(([flag, value]) => [flag, String(value)]);
  const child = spawn(
    binary,
    ['-m', load.model, '--host', '127.0.0.1', '--port', String(port), ...args, '--no-webui', '--log-disable'],
    { stdio: 'ignore' },
  );
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`llama-server ended with ${child.exitCode}`);
    await wait(10);
  }
  const pid = pidOf(child);
  return { name: 'llama-server', port, worker: pid, pids: [pid], stop: () => stop(child) };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the program did not start');
  return pid;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

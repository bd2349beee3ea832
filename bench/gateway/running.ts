import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { processorSeconds, processTree } from '../framework/processes.ts';
import { makeBody } from './bodies.ts';
import type { Candidate, Ports } from './candidates/candidate.ts';
import { scratch } from './work-folder.ts';

/** The candidate has this core for itself; the mock and the client share the other. */
const CANDIDATE_CORE = 0;
export const CLIENT_CORE = 1;
const START_MS = 120_000;
const STOP_MS = 10_000;

export interface Running {
  readonly candidate: Candidate;
  readonly port: number;
  /** Seconds from its start to its first answer. */
  readonly startSeconds: number;
  /** The process that was started; its children come on top. */
  readonly pid: number;
  /** Processor time of all its processes so far, in seconds. */
  processorSeconds(): number;
  stop(): Promise<void>;
}

/** Starts a candidate on its core and returns when it has answered a request. */
export async function startCandidate(candidate: Candidate, ports: Ports): Promise<Running> {
  const { program, args, environment } = candidate.launch(ports);
  const log = openSync(logFile(candidate), 'a');
  const started = performance.now();
  const child = spawn('taskset', ['-c', String(CANDIDATE_CORE), program, ...args], {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...environment },
  });
  const pid = child.pid ?? 0;
  await untilItAnswers(candidate, ports.port, child);
  let tree = processTree(pid);
  return {
    candidate,
    port: ports.port,
    startSeconds: (performance.now() - started) / 1000,
    pid,
    processorSeconds() {
      tree = processTree(pid);
      return processorSeconds(tree);
    },
    stop: () => stop(child, tree),
  };
}

export function startMock(program: string, port: number): ChildProcess {
  return spawn('taskset', ['-c', String(CLIENT_CORE), program, String(port)], { stdio: 'ignore' });
}

function logFile({ name }: Candidate): string {
  return join(scratch, `${name}.log`);
}

function lastLines(candidate: Candidate): string {
  return readFileSync(logFile(candidate), 'utf8').trim().split('\n').slice(-5).join('\n');
}

async function untilItAnswers(candidate: Candidate, port: number, child: ChildProcess): Promise<void> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    if (child.exitCode !== null)
      throw new Error(`${candidate.name} ended while it was starting: ${lastLines(candidate)}`);
    if ((await tryOnce(candidate, port)) === 200) return;
    await wait(20);
  }
  throw new Error(`${candidate.name} did not answer within ${START_MS / 1000} s`);
}

async function tryOnce(candidate: Candidate, port: number): Promise<number | undefined> {
  try {
    return await ask(port, candidate.headers());
  } catch {
    // Not there yet.
    return undefined;
  }
}

function ask(port: number, headers: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path: '/v1/chat/completions',
        method: 'POST',
        agent: false,
        timeout: 5000,
        headers: { 'content-type': 'application/json', ...headerObject(headers) },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    outgoing.on('error', reject);
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.end(makeBody({ model: 'mock', stream: false }));
  });
}

export function headerObject(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    headers.map((header) => [header.slice(0, header.indexOf(':')), header.slice(header.indexOf(':') + 1).trim()]),
  );
}

async function stop(child: ChildProcess, tree: readonly number[]): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  await Promise.race([ended, wait(STOP_MS)]);
  for (const pid of tree) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

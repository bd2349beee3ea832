import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { makeBody } from '../bodies.ts';
import { headerObject, type Running } from '../running.ts';

export interface KillOutcome {
  readonly busyDisk: boolean;
  readonly answered: number;
  readonly forwarded: number;
  readonly recorded: number;
  /** Answers whose record is not on disk. */
  readonly answeredUnrecorded: number;
  /** Requests that reached the upstream beyond those on record. */
  readonly forwardedUnrecorded: number;
  /** The slowest answer, in milliseconds: what a busy disk does to it. */
  readonly slowestMs: number;
}

const CLIENTS = 32;
const ANSWERS = 2000;
const MOST_MS = 30_000;

/**
 * Kills the server in the middle of a load and compares what clients and upstream have seen with what the ledger holds.
 * Every request is asked once, so that the upstream's count can be held against the opening records.
 */
export async function measureKill(
  running: Running,
  {
    upstreamPort,
    data,
    busyDisk,
  }: { readonly upstreamPort: number; readonly data: string; readonly busyDisk: boolean },
): Promise<KillOutcome> {
  const before = readRecords(data).size;
  const upstream = await startUpstream(upstreamPort);
  const disk = busyDisk ? keepDiskBusy(data) : [];
  const clients = startClients(running);
  const end = performance.now() + MOST_MS;
  while (clients.records.length < ANSWERS && performance.now() < end) await wait(20);
  process.kill(running.pid, 'SIGKILL');
  await wait(300);
  clients.stop();
  await Promise.all(disk.map(stopProcess));
  upstream.server.closeAllConnections();
  upstream.server.close();
  const records = readRecords(data);
  const recorded = records.size - before;
  return {
    busyDisk,
    answered: clients.records.length,
    forwarded: upstream.count(),
    recorded,
    answeredUnrecorded: clients.records.filter((record) => !records.has(Number(record.split('-').at(-1)))).length,
    forwardedUnrecorded: Math.max(0, upstream.count() - recorded),
    slowestMs: clients.slowestMs(),
  };
}

function startClients(running: Running) {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const body = makeBody({ model: 'mock', stream: false });
  const records: string[] = [];
  let stopped = false;
  let slowestMs = 0;
  const send = (): void => {
    if (stopped) return;
    const began = performance.now();
    const outgoing = request(
      {
        agent,
        host: '127.0.0.1',
        port: running.port,
        path: '/v1/chat/completions',
        method: 'POST',
        headers: headerObject(running.candidate.headers()),
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          const record = response.headers['x-riad-record'];
          if (response.statusCode === 200) records.push(typeof record === 'string' ? record : 'none');
          slowestMs = Math.max(slowestMs, performance.now() - began);
          send();
        });
        response.on('error', () => undefined);
      },
    );
    outgoing.on('error', () => undefined);
    outgoing.end(body);
  };
  for (let count = 0; count < CLIENTS; count++) send();
  return {
    records,
    slowestMs: () => slowestMs,
    stop() {
      stopped = true;
      agent.destroy();
    },
  };
}

const answer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'mock',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Bonjour' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

async function startUpstream(port: number): Promise<{ readonly server: Server; readonly count: () => number }> {
  let count = 0;
  const server = createServer((incoming, response) => {
    count++;
    incoming.resume();
    incoming.on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(answer);
    });
    incoming.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, count: () => count };
}

/** Two programs that write and sync on the same disk as fast as it goes. */
function keepDiskBusy(folder: string): readonly ChildProcess[] {
  return [1, 2].map((number) =>
    spawn(
      'sh',
      [
        '-c',
        `while :; do dd if=/dev/zero of="${join(folder, `busy-${number}`)}" bs=1M count=64 oflag=dsync 2>/dev/null; done`,
      ],
      { stdio: 'ignore', detached: true },
    ),
  );
}

async function stopProcess(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await ended;
}

/** Indexes of the opening records that are whole on disk. */
function readRecords(data: string): ReadonlySet<number> {
  const folder = join(data, 'ledger/segments');
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  const found = lines.map((line) => /^\{"v":1,"i":(?<index>\d+),.*"type":"request\.open".*\}$/.exec(line));
  return new Set(found.flatMap((match) => (match === null ? [] : [Number(match.groups?.['index'])])));
}

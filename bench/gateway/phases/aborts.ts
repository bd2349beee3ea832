import { createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { makeBody } from '../bodies.ts';
import type { Running } from '../running.ts';

/** When the client leaves: while events flow, while the stream is silent, before the head, or waiting for a whole answer. */
export const abortPhases = ['streaming', 'silent', 'before headers', 'not streamed'] as const;
export type AbortPhase = (typeof abortPhases)[number];

export interface AbortOutcome {
  readonly phase: AbortPhase;
  readonly tries: number;
  /** How long it took until the upstream's connection was closed, in milliseconds, for each try where it was. */
  readonly noticedMs: readonly number[];
}

const GIVE_UP_MS = 2000;
const LEAVE_AFTER_MS = 100;
const streamHead = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Lets clients leave in every phase and watches when the upstream hears of it. Listens in the mock's place. */
export async function measureAborts(
  running: Running,
  upstreamPort: number,
  tries: number,
): Promise<readonly AbortOutcome[]> {
  const upstream = await startUpstream(upstreamPort);
  const outcomes: AbortOutcome[] = [];
  try {
    for (const phase of abortPhases) outcomes.push(await measurePhase(running, upstream, { phase, tries }));
  } finally {
    upstream.close();
  }
  return outcomes;
}

async function measurePhase(
  running: Running,
  upstream: WatchedUpstream,
  { phase, tries }: { readonly phase: AbortPhase; readonly tries: number },
): Promise<AbortOutcome> {
  upstream.phase = phase;
  const noticedMs: number[] = [];
  for (let count = 0; count < tries; count++) {
    const ms = await abortOnce(running, upstream);
    if (ms !== undefined) noticedMs.push(ms);
    // Who has not noticed any of the first five notices none.
    else if (count >= 4 && noticedMs.length === 0) break;
  }
  return { phase, tries, noticedMs };
}

interface Arrived {
  /** Resolves with the time when the request's connection is closed. */
  readonly closed: Promise<number>;
}

interface WatchedUpstream {
  phase: AbortPhase;
  /** Told when a request has arrived. */
  onRequest: (arrived: Arrived) => void;
  close(): void;
}

async function abortOnce(running: Running, upstream: WatchedUpstream): Promise<number | undefined> {
  const arrived = Promise.withResolvers<Arrived>();
  upstream.onRequest = arrived.resolve;
  const client = connect(running.port, '127.0.0.1');
  client.on('error', () => undefined);
  client.resume();
  client.write(requestText(running, upstream.phase !== 'not streamed'));
  const reached = await Promise.race([arrived.promise, wait(GIVE_UP_MS)]);
  if (reached === undefined) {
    client.destroy();
    return undefined;
  }
  await wait(LEAVE_AFTER_MS);
  const left = performance.now();
  client.destroy();
  const noticed = await Promise.race([reached.closed, wait(GIVE_UP_MS)]);
  return noticed === undefined ? undefined : noticed - left;
}

function requestText({ candidate }: Running, stream: boolean): string {
  const body = makeBody({ model: 'mock', stream });
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    ...candidate.headers(),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

async function startUpstream(port: number): Promise<WatchedUpstream> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    serveConnection(socket, watched);
  });
  const watched: WatchedUpstream = {
    phase: 'streaming',
    onRequest: () => undefined,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return watched;
}

/** The first bytes are taken for a request: the candidates send theirs in one or two pieces, and the answer never ends. */
function serveConnection(socket: Socket, upstream: WatchedUpstream): void {
  let events: NodeJS.Timeout | undefined;
  let begun = false;
  const closed = new Promise<number>((resolve) => {
    socket.once('close', () => {
      clearInterval(events);
      resolve(performance.now());
    });
  });
  socket.on('error', () => undefined);
  socket.on('data', () => {
    if (begun) return;
    begun = true;
    upstream.onRequest({ closed });
    if (upstream.phase === 'streaming' || upstream.phase === 'silent') socket.write(streamHead);
    if (upstream.phase === 'silent') for (let count = 0; count < 5; count++) socket.write(eventChunk());
    if (upstream.phase === 'streaming') events = setInterval(() => socket.write(eventChunk()), 10);
  });
}

function eventChunk(): string {
  const event = `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'mock',
    choices: [{ index: 0, delta: { role: 'assistant', content: ' a' }, finish_reason: null }],
  })}\n\n`;
  return `${event.length.toString(16)}\r\n${event}\r\n`;
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How the server behaves for one request: every fault that a gateway must survive is a combination of these. */
export interface UpstreamScript {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds before the head is sent. */
  readonly headAfterMs?: number;
  /** Milliseconds between the head and the first piece. */
  readonly bodyAfterMs?: number;
  /** Each is written on its own, after the event loop has turned. */
  readonly pieces?: readonly (string | Buffer)[];
  /**
   * `end`: as it should be. `cut`: the connection is cut after the last piece. `hang`: nothing more is said and the
   * connection stays. `cut-before-head` and `hang-before-head`: not even a head is sent.
   */
  readonly ending?: 'end' | 'cut' | 'hang' | 'cut-before-head' | 'hang-before-head';
}

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** One script for all requests, or one made for what was received: a server that repeats what it was told needs that. */
export type ScriptedAnswer = UpstreamScript | ((received: ReceivedRequest) => UpstreamScript);

/** An HTTP server that answers as told. */
export interface FaultyUpstream {
  /** `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Requests from now on get these in turn, the last one again and again. */
  answer(...scripts: readonly ScriptedAnswer[]): void;
  /** Resolves with the next request that arrives. */
  nextRequest(): Promise<ReceivedRequest>;
  /** Resolves when the other side has closed the connection of a request that was not answered to its end. */
  nextAbort(): Promise<void>;
  /** Bytes of answers that the other side has not taken yet. */
  unsentBytes(): number;
  openConnections(): number;
  /** Cuts every connection, used or idle. */
  cutConnections(): void;
  close(): Promise<void>;
}

export async function startFaultyUpstream(...scripts: readonly ScriptedAnswer[]): Promise<FaultyUpstream> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let script: readonly ScriptedAnswer[] = scripts;
  const arrivals = createBell<ReceivedRequest>();
  const aborts = createBell<undefined>();

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('close', () => {
      if (!response.writableFinished) aborts.ring(undefined);
    });
    request.on('end', () => {
      const received = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(received);
      arrivals.ring(received);
      const [own = {}, ...later] = script;
      if (later.length > 0) script = later;
      void play(typeof own === 'function' ? own(received) : own, response);
    });
  });
  server.on('connection', (socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.add(timer);
    });
  }

  async function play(own: UpstreamScript, response: ServerResponse): Promise<void> {
    const { ending = 'end' } = own;
    if (own.headAfterMs !== undefined) await wait(own.headAfterMs);
    if (ending === 'hang-before-head') return;
    if (ending === 'cut-before-head') {
      response.socket?.destroy();
      return;
    }
    response.writeHead(own.status ?? 200, { 'content-type': 'text/event-stream', ...own.headers });
    response.flushHeaders();
    if (own.bodyAfterMs !== undefined) await wait(own.bodyAfterMs);
    await writePieces(own.pieces ?? [], response);
    if (ending === 'end') response.end();
    if (ending === 'cut') response.socket?.destroy();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${isAddress(address) ? address.port : 0}/v1`,
    requests,
    answer: (...next) => {
      script = next;
    },
    nextRequest: arrivals.next,
    nextAbort: async () => {
      await aborts.next();
    },
    unsentBytes: () => [...sockets].reduce((sum, socket) => sum + socket.writableLength, 0),
    openConnections: () => sockets.size,
    cutConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Each piece alone, once the system has taken the one before it. */
async function writePieces(pieces: readonly (string | Buffer)[], response: ServerResponse): Promise<void> {
  for (const piece of pieces) {
    if (response.destroyed) return;
    await new Promise((resolve) => response.write(piece, resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isAddress(address: ReturnType<ReturnType<typeof createServer>['address']>): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** Wakes whoever waits for the next ring. */
function createBell<T>(): { ring(value: T): void; next(): Promise<T> } {
  let waiting: ((value: T) => void)[] = [];
  return {
    ring(value) {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake(value);
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

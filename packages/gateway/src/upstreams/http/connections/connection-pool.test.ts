import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';

import { afterEach, expect, test } from 'vitest';

import type { AnswerHead } from './answer-head.ts';
import { createConnectionPool, type ConnectionPool, type ConnectionPoolOptions } from './connection-pool.ts';
import type { AnswerSink, Exchange } from './exchange.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close();
});

/** Answers what a connection sends; `turn` counts the connections. */
type Script = (socket: Socket, turn: number) => void;

async function serve(script: Script, make: (listener: (socket: Socket) => void) => Server = createServer) {
  const sockets: Socket[] = [];
  const server = make((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    script(socket, sockets.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return { port: (server.address() as AddressInfo).port, sockets };
}

function poolTo(port: number, options: Partial<ConnectionPoolOptions> = {}): ConnectionPool {
  const pool = createConnectionPool({
    origin: new URL(`http://127.0.0.1:${port}`),
    connections: 4,
    connectMs: 1000,
    headMs: 5000,
    silenceMs: 5000,
    restMs: 5000,
    lookup: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    ...options,
  });
  closers.push(() => pool.close());
  return pool;
}

class Heard implements AnswerSink {
  head: AnswerHead | undefined;
  text = '';
  exchange: Exchange | undefined;
  readonly over: Promise<Error | undefined>;
  readonly begun: Promise<void>;
  #end: (error: Error | undefined) => void = () => undefined;
  #begin: () => void = () => undefined;

  constructor() {
    this.over = new Promise((resolve) => (this.#end = resolve));
    this.begun = new Promise((resolve) => (this.#begin = resolve));
  }

  onHead(head: AnswerHead): void {
    this.head = head;
  }

  onData(bytes: Buffer): void {
    this.text += bytes.toString();
    this.#begin();
  }

  onEnd(): void {
    this.#end(undefined);
  }

  onError(error: Error): void {
    this.#end(error);
  }
}

function send(pool: ConnectionPool, body = '{}'): Heard {
  const heard = new Heard();
  heard.exchange = pool.send({ head: 'POST / HTTP/1.1\r\nhost: a\r\n', body: Buffer.from(body) }, heard);
  return heard;
}

async function ask(pool: ConnectionPool, body?: string): Promise<Heard & { readonly error: Error | undefined }> {
  const heard = send(pool, body);
  return Object.assign(heard, { error: await heard.over });
}

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const answerAll: Script = (socket) => void socket.on('data', () => socket.write(ok));

test('requests go one after the other over one connection', async () => {
  const { port, sockets } = await serve(answerAll);
  const pool = poolTo(port);
  for (let count = 0; count < 3; count++) expect((await ask(pool)).text).toBe('{}');
  expect(sockets).toHaveLength(1);
});

test('no more connections are opened than allowed; who waits is served in turn, and may leave', async () => {
  const { port, sockets } = await serve(answerAll);
  const pool = poolTo(port, { connections: 1 });
  const [first, left, last] = [send(pool), send(pool), send(pool)];
  left.exchange?.abort();
  expect([await first.over, await last.over]).toEqual([undefined, undefined]);
  expect([sockets.length, left.head]).toEqual([1, undefined]);
});

test('a body of megabytes arrives whole', async () => {
  const received: Buffer[] = [];
  const { port } = await serve((socket) => {
    socket.on('data', (chunk) => {
      received.push(chunk);
      if (chunk.at(-1) === 0x7a) socket.write(ok);
    });
  });
  const body = `${'x'.repeat(3_000_000)}z`;
  await ask(poolTo(port), body);
  expect(Buffer.concat(received).toString().split('\r\n\r\n')[1]).toBe(body);
});

test('a connection on which something came that nobody asked for is not used again', async () => {
  const { port, sockets } = await serve((socket) => {
    socket.on('data', () => {
      socket.write(ok);
      setImmediate(() => socket.write(ok));
    });
  });
  const pool = poolTo(port);
  await ask(pool);
  await new Promise((resolve) => sockets[0]?.once('close', resolve));
  expect((await ask(pool)).text).toBe('{}');
  expect(sockets).toHaveLength(2);
});

test('a request on a connection that the server has just closed is known as one that nobody saw', async () => {
  const { port } = await serve((socket) => {
    socket.once('data', () => {
      socket.write(ok);
      socket.once('data', () => socket.resetAndDestroy());
    });
  });
  const pool = poolTo(port);
  await ask(pool);
  expect((await ask(pool)).error).toMatchObject({ fault: 'lost', unasked: true });
});

test('an answer that begins and breaks off is lost, and was asked', async () => {
  const { port } = await serve((socket) => {
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}'));
  });
  expect((await ask(poolTo(port))).error).toMatchObject({ fault: 'lost', unasked: false });
});

test('an answer without a length ends with its connection, but not when that breaks', async () => {
  const { port } = await serve((socket, turn) => {
    socket.on('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nall of it', () => (turn === 1 ? socket.end() : socket.resetAndDestroy()));
    });
  });
  const pool = poolTo(port);
  expect(await ask(pool)).toMatchObject({ text: 'all of it', error: undefined });
  expect((await ask(pool)).error).toMatchObject({ fault: 'lost' });
});

test('a server that says nothing, or stops, is given up', async () => {
  const { port } = await serve((socket, turn) => {
    socket.on('data', () => turn === 2 && socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}'));
  });
  const pool = poolTo(port, { headMs: 80, silenceMs: 80 });
  expect((await ask(pool)).error).toMatchObject({ fault: 'silent' });
  expect((await ask(pool)).error).toMatchObject({ fault: 'stalled' });
});

test('silence is not counted while the reader holds the answer back', async () => {
  const { port } = await serve((socket) => {
    socket.on('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n{}');
      setTimeout(() => socket.write('{}'), 300);
    });
  });
  const heard = send(poolTo(port, { silenceMs: 80 }));
  await heard.begun;
  heard.exchange?.pause();
  setTimeout(() => heard.exchange?.resume(), 500);
  expect(await heard.over).toBeUndefined();
  expect(heard.text).toBe('{}{}');
});

test('a rested connection is closed before the server does', async () => {
  const { port, sockets } = await serve(answerAll);
  const pool = poolTo(port, { restMs: 50 });
  await ask(pool);
  await new Promise((resolve) => sockets[0]?.once('close', resolve));
  await ask(pool);
  expect(sockets).toHaveLength(2);
});

test('a pool that retires lets the answers under way end and keeps nothing open', async () => {
  const { port, sockets } = await serve((socket) => {
    socket.on('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n{}');
      setTimeout(() => socket.write('{}'), 50);
    });
  });
  const pool = poolTo(port);
  await ask(pool);
  const last = send(pool);
  await last.begun;
  await pool.retire();
  expect(last.text).toBe('{}{}');
  expect(sockets).toHaveLength(1);
});

test('leaving closes the connection, and nothing more is heard', async () => {
  const { port, sockets } = await serve((socket) => {
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}'));
  });
  const heard = send(poolTo(port));
  await heard.begun;
  const closed = new Promise((resolve) => sockets[0]?.once('close', resolve));
  heard.exchange?.abort();
  heard.exchange?.abort();
  await closed;
  expect(heard.text).toBe('{}');
});

test('over TLS the name is checked against the certificate', async () => {
  const file = (name: string): Buffer => readFileSync(new URL(`test-support/${name}`, import.meta.url));
  const certificate = { cert: file('localhost.crt'), key: file('localhost.key') };
  const { port } = await serve(answerAll, (listener) => createSecureServer(certificate, listener));
  const toName = (name: string): ConnectionPool =>
    poolTo(port, { origin: new URL(`https://${name}:${port}`), authorities: certificate.cert });
  const pool = toName('localhost');
  expect((await ask(pool)).text).toBe('{}');
  expect((await ask(pool, 'y'.repeat(200_000))).text).toBe('{}');
  expect((await ask(toName('elsewhere.test'))).error).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import type { Reply } from '@riad/gateway';

import { createHttpReply } from './http-reply.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** Everything that a client reads after sending `head` and a blank line, until the connection is closed. */
async function readAll(head: string, answer: (reply: Reply) => void): Promise<string> {
  server = createServer((_request, response) => answer(createHttpReply(response, { slowClientMs: 1000 })));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(`${head}\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function stream(reply: Reply): void {
  reply.head(200, { 'content-type': 'text/event-stream' });
  reply.write(Buffer.from('data: é\n\n'));
  reply.write(Buffer.alloc(0));
  reply.write(Buffer.from('data: ⵣ\n\n'));
  reply.end(Buffer.from('data: [DONE]\n\n'));
}

const close = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close';

test('a stream is framed in chunks, each in one piece', async () => {
  const [head = '', ...body] = (await readAll(close, stream)).split('\r\n\r\n');
  expect(head.toLowerCase()).toContain('transfer-encoding: chunked');
  expect(body.join('\r\n\r\n')).toBe('a\r\ndata: é\n\n\r\nb\r\ndata: ⵣ\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n');
});

test('a stream whose last bytes were said before ends all the same', async () => {
  const text = await readAll(close, (reply) => {
    reply.head(200, {});
    reply.end();
  });
  expect(text.endsWith('\r\n\r\n0\r\n\r\n')).toBe(true);
});

test('a client of HTTP/1.0 gets no frames', async () => {
  const text = await readAll('GET / HTTP/1.0', stream);
  expect(text.toLowerCase()).not.toContain('transfer-encoding');
  expect(text.split('\r\n\r\n')[1]).toBe('data: é\n\ndata: ⵣ\n\ndata: [DONE]\n\n');
});

test.each([10, 100_000])('a whole answer of %d characters arrives as it is', async (length) => {
  const body = Buffer.from('ⵣ'.repeat(length));
  const text = await readAll(close, (reply) => {
    reply.head(200, { 'content-length': String(body.length) });
    reply.end(body);
  });
  expect(text.split('\r\n\r\n')[1]).toBe(body.toString());
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { ask, dial, serve, type TestServer } from './test-support/serve.ts';

let server: TestServer;
beforeEach(async () => {
  server = await serve();
});
afterEach(() => server.close());

async function restart(settings: Parameters<typeof serve>[0]): Promise<void> {
  await server.close();
  server = await serve(settings);
}

const chat = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Salut' }] });
const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe('paths', () => {
  test.each([
    ['/v1/chat/completions', 'chat', 'openai'],
    ['/mistral/v1/chat/completions', 'chat', 'mistral'],
    ['/openai/v1/completions', 'completion', 'openai'],
    ['/v1/fim/completions', 'fim', 'openai'],
    ['/v1/embeddings?api-version=1', 'embedding', 'openai'],
    ['/v1/tokenize', 'tokenize', 'openai'],
    ['/tokenize', 'tokenize', 'openai'],
  ])('%s is %s in the dialect of %s', async (path, operation, dialect) => {
    const body = JSON.stringify({ ...json(chat), prompt: 'a', input: 'a' });
    const { status } = await ask(server, path, { body });
    expect(status).toBe(200);
    expect(server.asked).toMatchObject([{ operation, dialect }]);
  });

  test('Mistral’s client is known by its name, the prefix decides over it', async () => {
    const headers = { 'user-agent': 'mistral-client-typescript/2.7.0' };
    await ask(server, '/v1/chat/completions', { body: chat, headers });
    await ask(server, '/openai/v1/chat/completions', { body: chat, headers });
    expect(server.asked.map(({ dialect }) => dialect)).toEqual(['mistral', 'openai']);
  });

  test('models are listed and found by name, by alias and with a slash in it', async () => {
    const list = json((await ask(server, '/v1/models')).text);
    expect(list).toMatchObject({ object: 'list', data: [{ id: 'org/model-1', object: 'model', type: 'base' }] });
    for (const name of ['org/model-1', 'org%2Fmodel-1', 'm'])
      expect(json((await ask(server, `/v1/models/${name}`)).text)['id']).toBe('org/model-1');
    const missing = await ask(server, '/v1/models/model-1');
    expect(missing.status).toBe(404);
    expect(json(missing.text)['message']).toContain('Nearest: ');
    expect((await ask(server, '/v1/models/%ff')).status).toBe(400);
  });

  test('what nobody knows below a prefix is 404, the wrong verb 405, in both vendors’ shape', async () => {
    const missing = await ask(server, '/v1/nothing', { body: '{}' });
    expect(missing.status).toBe(404);
    expect(json(missing.text)).toMatchObject({ object: 'error', error: { code: 'unknown_url' } });
    const wrong = await ask(server, '/v1/chat/completions');
    expect(wrong.status).toBe(405);
    expect(wrong.headers).toMatchObject({ allow: 'POST', 'x-riad-error': 'route.method_not_allowed' });
  });

  test('everything else belongs to the console', async () => {
    expect((await ask(server, '/v1x')).text).toBe('fallback');
    expect((await ask(server, '/metrics')).text).toBe('fallback');
  });

  test('health needs no key; nothing else works before the server is ready', async () => {
    server.ready = false;
    expect((await ask(server, '/health', { headers: { authorization: '' } })).status).toBe(200);
    expect((await ask(server, '/ready')).status).toBe(503);
    const early = await ask(server, '/v1/chat/completions', { body: chat });
    expect(early.status).toBe(503);
    expect(early.headers['retry-after']).toBe('2');
  });
});

describe('answers', () => {
  test('carry their ids, record and target', async () => {
    const { headers, text } = await ask(server, '/v1/chat/completions', { body: chat });
    expect(text).toBe('{"ok":true}');
    expect(headers).toMatchObject({
      'x-request-id': expect.stringMatching(/^req_[0-9a-z]+$/),
      'mistral-correlation-id': headers['x-request-id'],
      'x-riad-record': 'rec_0',
      'x-riad-target': 'embedded',
      'x-riad-guard': 'none',
      'content-length': '11',
    });
  });

  test('a stream’s head goes out before its first event, and nothing between keeps it back', async () => {
    server.answer = (sink) => sink.onHead({ status: 200, contentType: 'text/event-stream' });
    const { socket } = dial(server);
    const body = JSON.stringify({ ...json(chat), stream: true });
    socket.write(`POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good\r\n`);
    socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    const head = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(head.toLowerCase()).toContain('x-accel-buffering: no');
    socket.destroy();
    await expect.poll(() => server.aborted).toBe(1);
  });
});

describe('keys', () => {
  test.each([
    { authorization: 'bearer good' },
    { authorization: '', 'x-api-key': 'good' },
    { authorization: '', 'api-key': 'good' },
  ])('%o is a key', async (headers) => {
    expect((await ask(server, '/v1/chat/completions', { body: chat, headers })).status).toBe(200);
  });

  test('a request without a key is refused before its body is read', async () => {
    const { socket, whole } = dial(server);
    socket.write('POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.end();
    expect(await whole).toMatch(/^HTTP\/1\.1 401 [\s\S]*missing_api_key/);
    expect(server.refused).toEqual(['key.missing']);
  });

  test('a wrong key lists no models', async () => {
    expect((await ask(server, '/v1/models', { headers: { authorization: 'Bearer bad' } })).status).toBe(401);
  });
});

describe('names and origins', () => {
  test('a foreign name is refused, a name from the settings answered', async () => {
    expect((await ask(server, '/v1/models', { headers: { host: 'evil.example' } })).status).toBe(421);
    await restart({ allowedHosts: ['riad.example'] });
    expect((await ask(server, '/v1/models', { headers: { host: 'RIAD.example:8080' } })).status).toBe(200);
  });

  test('a request that names no host is refused like one for somebody else', async () => {
    const { socket, whole } = dial(server);
    socket.end('GET /v1/models HTTP/1.1\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n');
    expect(await whole).toMatch(/^HTTP\/1\.1 421 [^]*"code":"[^"]+"/);
  });

  test('listening everywhere, a literal address is this machine and a name is not', async () => {
    await restart({ host: '0.0.0.0' });
    expect((await ask(server, '/v1/models', { headers: { host: '10.1.2.3:8080' } })).status).toBe(200);
    expect((await ask(server, '/v1/models', { headers: { host: 'evil.example' } })).status).toBe(421);
  });

  test('a page from elsewhere is refused, one from the settings may read the answer, its own always', async () => {
    await restart({ allowedOrigins: ['https://pages.example'] });
    const send = (origin: string) => ask(server, '/v1/chat/completions', { body: chat, headers: { origin } });
    expect((await send('https://evil.example')).headers['x-riad-error']).toBe('origin.not_allowed');
    expect((await send('null')).status).toBe(403);
    expect((await send('https://pages.example')).headers).toMatchObject({
      'access-control-allow-origin': 'https://pages.example',
      vary: 'Origin',
    });
    expect((await send(`http://127.0.0.1:${server.port}`)).status).toBe(200);
    expect(server.asked).toHaveLength(2);
  });

  test('a preflight is answered for allowed origins only, without a key', async () => {
    await restart({ allowedOrigins: ['https://pages.example'] });
    const preflight = (origin: string) =>
      ask(server, '/v1/chat/completions', {
        method: 'OPTIONS',
        headers: {
          authorization: '',
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      });
    const allowed = await preflight('https://pages.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers['access-control-allow-headers']).toBe('authorization');
    expect((await preflight('https://evil.example')).status).toBe(403);
  });
});

describe('bodies', () => {
  test.each([
    ['announced', { 'content-length': '200000' }],
    ['chunked', { 'transfer-encoding': 'chunked' }],
  ])(
    'one that is too large (%s) is refused, and the client that is still sending reads why',
    async (_name, headers) => {
      await restart({ maxBodyBytes: 1000 });
      const answer = await ask(server, '/v1/chat/completions', { body: Buffer.alloc(200_000, 0x20), headers });
      expect(answer.status).toBe(413);
      expect(answer.headers.connection).toBe('close');
      expect(json(answer.text)).toMatchObject({ error: { code: 'request_too_large' } });
      expect(server.refused).toEqual(['request.too_large']);
    },
  );

  test('one of ten megabytes arrives whole', async () => {
    const content = 'x'.repeat(10 * 1024 * 1024 - 200);
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
    expect((await ask(server, '/v1/chat/completions', { body })).status).toBe(200);
    expect(server.asked[0]?.bytes).toBe(body.length);
  });

  test('a chunked one is put together', async () => {
    const headers = { 'transfer-encoding': 'chunked' };
    expect((await ask(server, '/v1/chat/completions', { body: chat, headers })).status).toBe(200);
    expect(server.asked[0]?.bytes).toBe(chat.length);
  });

  test('a compressed one is refused with what to do', async () => {
    const answer = await ask(server, '/v1/chat/completions', { body: chat, headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).toBe(400);
    expect(json(answer.text)['message']).toContain('without Content-Encoding');
    expect(server.asked).toHaveLength(0);
  });

  test('one that does not arrive in time is refused', async () => {
    await restart({ bodyTimeoutMs: 100 });
    const { socket } = dial(server);
    socket.write(
      'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good\r\nContent-Length: 9\r\n\r\n{',
    );
    const text = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    socket.destroy();
  });

  test('one that is cut short reaches no model', async () => {
    const { socket } = dial(server);
    socket.write(
      'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good\r\nContent-Length: 99\r\n\r\n{',
    );
    socket.end();
    await expect.poll(() => server.refused).toEqual(['request.malformed']);
    expect(server.asked).toHaveLength(0);
  });
});

describe('requests that two programs could read differently are refused', () => {
  const head = 'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good\r\n';
  test.each([
    ['both length headers', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin`],
    ['two different lengths', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`],
    ['a space before the colon', `${head}Content-Length : 5\r\n\r\nabcde`],
    ['a header folded over two lines', `${head}X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n`],
    ['chunked that is not last', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a length with a sign', `${head}Content-Length: +5\r\n\r\nabcde`],
    ['a bare line feed in a chunk size', `${head}Transfer-Encoding: chunked\r\n\r\n5\nabcde\r\n0\r\n\r\n`],
    ['a NUL in a header', `${head}X-A: a\0b\r\nContent-Length: 0\r\n\r\n`],
    ['two keys', `${head}Authorization: Bearer other\r\nContent-Length: ${chat.length}\r\n\r\n${chat}`],
    ['two Host headers', `${head}Host: evil.example\r\nContent-Length: ${chat.length}\r\n\r\n${chat}`],
  ])('%s', async (_name, bytes) => {
    const { socket, whole } = dial(server);
    socket.write(bytes);
    socket.end();
    const text = await whole;
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(server.asked).toHaveLength(0);
  });

  test('headers beyond the limit are refused', async () => {
    const { socket, whole } = dial(server);
    socket.write(`${head}X-A: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(await whole).toMatch(/^HTTP\/1\.1 413 /);
  });
});

test('a client that does not read is disconnected, and the model is told to wait and then to stop', async () => {
  await restart({ slowClientMs: 300 });
  const piece = Buffer.alloc(1024 * 1024, 0x20);
  server.answer = (sink) => {
    sink.onHead({ status: 200, contentType: 'text/event-stream' });
    for (let count = 0; count < 20; count++) sink.onData(piece);
  };
  const { socket } = dial(server);
  socket.pause();
  const body = JSON.stringify({ ...json(chat), stream: true });
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(() => server.aborted, { timeout: 3000 }).toBe(1);
  expect(server.paused).toBeGreaterThan(0);
  socket.destroy();
});

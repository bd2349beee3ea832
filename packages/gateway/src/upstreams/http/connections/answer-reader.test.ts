import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { AnswerHead } from './answer-head.ts';
import { AnswerReader } from './answer-reader.ts';

interface Heard {
  readonly heads: AnswerHead[];
  readonly body: Buffer[];
  readonly reader: AnswerReader;
}

function readerWith(): Heard {
  const heads: AnswerHead[] = [];
  const body: Buffer[] = [];
  const reader = new AnswerReader({
    onHead: (head) => void heads.push(head),
    onData: (bytes) => void body.push(bytes),
  });
  return { heads, body, reader };
}

/** Reads the pieces; the buffer of each is overwritten afterwards, as the one of a socket is. */
function readAll(pieces: readonly Buffer[]): Heard & { readonly complete: boolean } {
  const heard = readerWith();
  let complete = false;
  for (const piece of pieces) {
    const shared = Buffer.from(piece);
    complete = heard.reader.push(shared);
    shared.fill('!');
  }
  return { ...heard, complete };
}

const read = (...lines: readonly string[]): ReturnType<typeof readAll> => readAll([Buffer.from(lines.join('\r\n'))]);
const textOf = ({ body }: Heard): string => Buffer.concat(body).toString();

test('a body ends where its length says, and the connection may be used again', () => {
  const heard = read('HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 2', '', '{}');
  expect(heard.heads).toMatchObject([{ status: 200, contentType: 'application/json', retryAfter: undefined }]);
  expect([textOf(heard), heard.complete, heard.reader.reusableFor]).toEqual(['{}', true, Infinity]);
});

test('interim heads are passed over', () => {
  const heard = read('HTTP/1.1 103 Early Hints', 'link: x', '', 'HTTP/1.1 204 No Content', '', '');
  expect(heard.heads.map(({ status }) => status)).toEqual([204]);
  expect(heard.complete).toBe(true);
});

test('whatever is read at a time, the body is what was sent', () => {
  const cut = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 8 });
  fc.assert(
    fc.property(chunks, cut, fc.boolean(), (sent, sizes, extended) => {
      const bytes = Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
        ...sent.flatMap((chunk) => [
          Buffer.from(`${chunk.length.toString(16)}${extended ? ';a="b"' : ''}\r\n`),
          Buffer.from(chunk),
          Buffer.from('\r\n'),
        ]),
        Buffer.from(extended ? '0\r\nx-trailer: y\r\n\r\n' : '0\r\n\r\n'),
      ]);
      const pieces: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        pieces.push(bytes.subarray(at, at + size));
        at += size;
      }
      const heard = readAll(pieces);
      expect(heard.complete).toBe(true);
      expect(Buffer.concat(heard.body)).toEqual(Buffer.concat(sent));
    }),
  );
});

test.each<[string, readonly string[]]>([
  ['closes', ['Connection: close', 'Content-Length: 0']],
  ['promises no rest', ['Keep-Alive: timeout=1', 'Content-Length: 0']],
  ['has no end but the end of the connection', []],
])('a connection that %s is not used again', (_name, headers) => {
  expect(read('HTTP/1.1 200 OK', ...headers, '', '').reader.reusableFor).toBe(0);
});

test('more than one answer came: the first counts, and the connection is not used again', () => {
  const heard = read('HTTP/1.1 200 OK', 'Content-Length: 2', '', '{}HTTP/1.1 200 OK', '', '');
  expect([textOf(heard), heard.complete, heard.reader.reusableFor]).toEqual(['{}', true, 0]);
});

test('a promised rest is kept with a second to spare', () => {
  expect(read('HTTP/1.1 200 OK', 'Keep-Alive: timeout=5, max=9', 'Content-Length: 0', '', '').reader.reusableFor).toBe(
    4,
  );
});

test.each<[string, readonly string[]]>([
  ['no HTTP', ['SSH-2.0-OpenSSH_9.2', '', '']],
  ['HTTP/2', ['HTTP/2 200 OK', '', '']],
  ['a change of protocol', ['HTTP/1.1 101 Switching Protocols', '', '']],
  ['both kinds of length', ['HTTP/1.1 200 OK', 'Content-Length: 5', 'Transfer-Encoding: chunked', '', '']],
  ['two lengths', ['HTTP/1.1 200 OK', 'Content-Length: 5', 'Content-Length: 6', '', '']],
  ['a length with a sign', ['HTTP/1.1 200 OK', 'Content-Length: +5', '', '']],
  ['a coding that is not known', ['HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked', '', '']],
  ['a space before a colon', ['HTTP/1.1 200 OK', 'Content-Length : 5', '', '']],
  ['a folded header', ['HTTP/1.1 200 OK', 'x: a', ' b: c', '', '']],
  ['a line without a colon', ['HTTP/1.1 200 OK', 'nothing', '', '']],
  ['a size that is no number', ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '0x5', '']],
  ['a chunk longer than it says', ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '2', 'abc', '']],
  ['a line between chunks without carriage return', ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '2\nab']],
  ['a head without end', ['HTTP/1.1 200 OK', `x: ${'y'.repeat(40_000)}`]],
])('an answer with %s is not read', (_name, lines) => {
  expect(() => read(...lines)).toThrow(expect.objectContaining({ fault: 'not-http' }));
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { PlatformError, type RequestId } from '@riad/contracts';
import { asPlatformError, errorBody, errorHeaders } from '@riad/gateway';

/** A client that is still sending is listened to for this long, so that it reads the answer instead of a broken connection. */
const LISTEN_MS = 5000;
/** And for this many bytes. */
const LISTEN_BYTES = 64 * 1024 * 1024;

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  answerBody(response, status, { type: 'application/json; charset=utf-8', body: JSON.stringify(value) });
}

export function answerText(response: ServerResponse, text: string): void {
  answerBody(response, 200, { type: 'text/plain; version=0.0.4; charset=utf-8', body: text });
}

function answerBody(
  response: ServerResponse,
  status: number,
  { type, body }: { readonly type: string; readonly body: string },
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

/** An error in both vendors' shape. A request whose body is still coming is heard out first. */
export function answerError(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  id: RequestId,
  error: unknown,
): PlatformError {
  const expected = asPlatformError(error);
  if (response.headersSent) {
    response.destroy();
    return expected;
  }
  const body = Buffer.from(JSON.stringify(errorBody(expected)));
  const whole = request.complete;
  response.writeHead(expected.kind.status, {
    ...errorHeaders(expected),
    'content-length': body.length,
    'x-request-id': id,
    'mistral-correlation-id': id,
    ...(whole ? {} : { connection: 'close' }),
  });
  if (whole) response.end(body);
  else listenThenEnd(request, response, body);
  return expected;
}

/** Closing on a client that still sends would throw away what it has not read yet. */
function listenThenEnd(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  response.write(body);
  let heard = 0;
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LISTEN_MS);
  request.on('data', (chunk: Buffer) => {
    heard += chunk.length;
    if (heard > LISTEN_BYTES) end();
  });
  request.on('end', end);
  request.on('close', end);
  request.on('error', end);
  request.resume();
}

/** What cannot be read as HTTP, both length headers at once or a space before a colon among it, is refused and the connection closed. */
export function answerClientError(error: Error, socket: Duplex): void {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal =
    code === 'HPE_HEADER_OVERFLOW'
      ? new PlatformError('request.too_large', 'the headers are too large')
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? new PlatformError('request.timeout', 'the headers did not arrive in time')
        : new PlatformError('request.malformed', 'this is not an HTTP request that can be read safely');
  const body = JSON.stringify(errorBody(refusal));
  socket.end(
    [
      `HTTP/1.1 ${refusal.kind.status} ${refusal.code}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-riad-error: ${refusal.code}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

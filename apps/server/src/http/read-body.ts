import type { IncomingMessage } from 'node:http';

import { PlatformError } from '@riad/contracts';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
}

/** The whole body, within its limits. Fails with `request.too_large`, `request.timeout` or `request.malformed` (cut short). */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  done: (error: PlatformError | undefined, body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  const finish = (error?: PlatformError): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    done(
      error,
      error === undefined
        ? chunks.length === 1
          ? (chunks[0] ?? Buffer.alloc(0))
          : Buffer.concat(chunks)
        : Buffer.alloc(0),
    );
  };
  const timer = setTimeout(
    () => finish(new PlatformError('request.timeout', `the body did not arrive within ${limits.bodyTimeoutMs} ms`)),
    limits.bodyTimeoutMs,
  );
  const tooLarge = (): void => {
    finish(
      new PlatformError('request.too_large', `the body is larger than ${limits.maxBodyBytes} bytes`, {
        remedy: 'Send less, or raise server.maxBodyBytes.',
      }),
    );
  };
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) {
    tooLarge();
    return;
  }
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limits.maxBodyBytes) tooLarge();
    else if (!over) chunks.push(chunk);
  });
  request.on('end', () => finish());
  request.on('error', () => finish(new PlatformError('request.malformed', 'the body was cut short')));
}

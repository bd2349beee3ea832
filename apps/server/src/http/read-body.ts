import type { IncomingMessage } from 'node:http';

import { PlatformError } from '@riad/contracts';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
}

const empty = Buffer.alloc(0);

/** The whole body, within its limits. Fails with `request.too_large`, `request.timeout` or `request.malformed` (cut short, compressed). */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  done: (error: PlatformError | undefined, body: Buffer) => void,
): void {
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) {
    done(tooLarge(limits), empty);
    return;
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    done(compressed(), empty);
    return;
  }
  let chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(
    () => finish(new PlatformError('request.timeout', `the body did not arrive within ${limits.bodyTimeoutMs} ms`)),
    limits.bodyTimeoutMs,
  );

  function onData(chunk: Buffer): void {
    size += chunk.length;
    if (size > limits.maxBodyBytes) finish(tooLarge(limits));
    else chunks.push(chunk);
  }
  function onEnd(): void {
    finish(undefined);
  }
  function onBroken(): void {
    finish(new PlatformError('request.malformed', 'the body was cut short'));
  }
  function finish(error: PlatformError | undefined): void {
    clearTimeout(timer);
    request.off('data', onData);
    request.off('end', onEnd);
    request.off('close', onBroken);
    const [first] = chunks;
    const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    chunks = [];
    done(error, error === undefined ? body : empty);
  }

  request.on('data', onData);
  request.on('end', onEnd);
  request.on('close', onBroken);
  // An aborted request says so by an error before it closes; without a listener it would be nobody's.
  request.on('error', () => undefined);
}

function compressed(): PlatformError {
  return new PlatformError('request.malformed', 'the body is compressed', {
    remedy: 'Send it as plain JSON, without Content-Encoding.',
  });
}

function tooLarge({ maxBodyBytes }: BodyLimits): PlatformError {
  return new PlatformError('request.too_large', `the body is larger than ${maxBodyBytes} bytes`, {
    remedy: 'Send less, or raise server.maxBodyBytes.',
  });
}

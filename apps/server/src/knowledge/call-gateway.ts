import { PlatformError, errorCatalogue, type Caller, type ErrorCode, type NamedUse } from '@riad/contracts';
import type { Gateway } from '@riad/gateway';

import { makeRequestId } from '../http/request-id.ts';

/** What asks the gateway from inside the server: the same road, guarded and recorded like a client's. */
export interface GatewayCall {
  readonly operation: 'chat' | 'embedding';
  readonly caller: Caller;
  readonly body: unknown;
  /** Values replaced for remote models are kept under it. */
  readonly conversation?: string;
  readonly use?: NamedUse;
  /** Aborted: nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Told the headers of the answer: its record, and where it went. */
  readonly onHead?: (headers: Readonly<Record<string, string>>) => void;
}

/** The whole answer as JSON. Fails with the gateway's own error. */
export function callGateway(
  gateway: Gateway,
  { operation, caller, body, conversation, use, signal, onHead }: GatewayCall,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let code: string | undefined;
    const chunks: Buffer[] = [];
    signal?.addEventListener('abort', () => reject(new PlatformError('upstream.truncated', 'the answer was stopped')));
    gateway.run({
      id: makeRequestId(),
      operation,
      dialect: 'openai',
      identity: { caller },
      ...(conversation === undefined ? {} : { conversation }),
      ...(use === undefined ? {} : { use }),
      body: Buffer.from(JSON.stringify(body)),
      reply: {
        head(sent, headers) {
          status = sent;
          code = headers['x-riad-error'];
          onHead?.(headers);
        },
        write(bytes) {
          chunks.push(bytes);
          return true;
        },
        end(bytes) {
          if (bytes !== undefined) chunks.push(bytes);
          const answer = parse(Buffer.concat(chunks).toString('utf8'));
          if (status === 200) resolve(answer);
          else reject(asError(code, answer));
        },
        destroy: () => reject(new PlatformError('upstream.truncated', 'the answer ended early')),
        onDrain: () => undefined,
        onClose: (leave) => signal?.addEventListener('abort', leave, { once: true }),
      },
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asError(code: string | undefined, answer: unknown): PlatformError {
  const message =
    typeof answer === 'object' && answer !== null && 'message' in answer && typeof answer.message === 'string'
      ? answer.message
      : 'the model did not answer';
  return new PlatformError(isErrorCode(code) ? code : 'upstream.failed', message);
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errorCatalogue, code);
}

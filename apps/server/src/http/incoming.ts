import type { IncomingMessage, ServerResponse } from 'node:http';

import { PlatformError, type Caller } from '@riad/contracts';
import type { Identity } from '@riad/gateway';

export interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller | undefined;
}

export function identityOf({ request, caller }: Incoming): Identity {
  if (caller !== undefined) return { caller };
  const { authorization } = request.headers;
  if (authorization !== undefined && /^bearer /i.test(authorization)) {
    const secret = authorization.slice(7).trim();
    if (secret !== '') return { secret };
  }
  const header = request.headers['x-api-key'] ?? request.headers['api-key'];
  return { secret: typeof header === 'string' && header !== '' ? header : undefined };
}

export function requireMethod(
  { request, response }: Pick<Incoming, 'request' | 'response'>,
  method: 'GET' | 'POST',
): void {
  if (request.method === method || (method === 'GET' && request.method === 'HEAD')) return;
  response.setHeader('allow', method);
  throw new PlatformError('route.method_not_allowed', `this path takes ${method}`);
}

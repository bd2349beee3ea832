import { isUtf8 } from 'node:buffer';

import { PlatformError, type KeyDirectory, type RequestId, type Settings } from '@riad/contracts';
import { findCaller, missingKey } from '@riad/gateway';

import { answerJson } from './answers.ts';
import type { GuardService } from './guard-service.ts';
import { identityOf, requireMethod, type Incoming } from './incoming.ts';
import { readBody } from './read-body.ts';
import type { GuardOperation } from './routes.ts';

interface GuardRequestOptions {
  readonly guardService: GuardService;
  readonly keys: KeyDirectory;
  readonly settings: Settings['server'];
}

/** `POST /v1/guard/analyze` and `/v1/guard/redact`. */
export function runGuard(
  { guardService, keys, settings }: GuardRequestOptions,
  incoming: Incoming,
  run: {
    readonly id: RequestId;
    readonly operation: GuardOperation;
    readonly refuse: (id: RequestId, error: unknown) => void;
  },
): void {
  const { id, operation, refuse } = run;
  requireMethod(incoming, 'POST');
  const identity = identityOf(incoming);
  if ('secret' in identity && identity.secret === undefined) throw missingKey();

  async function answer(body: Buffer): Promise<void> {
    try {
      const caller = await findCaller(identity, keys);
      const result = await guardService[operation](caller, parseJson(body));
      incoming.response.setHeader('x-request-id', id);
      answerJson(incoming.response, 200, result);
    } catch (error) {
      refuse(id, error);
    }
  }
  readBody(incoming.request, settings, (error, body) => {
    if (error === undefined) void answer(body);
    else refuse(id, error);
  });
}

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new PlatformError('request.malformed', 'the body is not valid UTF-8');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // What stands there may be anything: the parser's own words, which quote it, are not repeated.
    throw new PlatformError('request.malformed', 'the body is not JSON', { remedy: 'Send {"input": "text"}.' });
  }
}

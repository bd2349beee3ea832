import type { ServerResponse } from 'node:http';

import { PlatformError } from '@riad/contracts';
import { errorBody, errorHeaders } from '@riad/gateway';

/** What every path that is nobody's gets. */
export function answerNotFound(response: ServerResponse): void {
  const error = new PlatformError('route.not_found', 'there is nothing at this path', {
    remedy: 'The API is under /v1.',
  });
  response.writeHead(error.kind.status, errorHeaders(error));
  response.end(JSON.stringify(errorBody(error)));
}

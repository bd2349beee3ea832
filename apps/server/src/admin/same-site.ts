import type { IncomingMessage } from 'node:http';

import { PlatformError } from '@riad/contracts';

/** The console's interface is for its own pages alone. Fails with `origin.not_allowed`. */
export function checkSameSite({ headers }: IncomingMessage): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase());
  if (foreignSite || foreignOrigin)
    throw new PlatformError('origin.not_allowed', 'only pages of this server may use its console');
}

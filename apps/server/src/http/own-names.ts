import type { IncomingMessage, ServerResponse } from 'node:http';

import { PlatformError, type Settings } from '@riad/contracts';

/** Headers that a page may read. */
const EXPOSED =
  'x-request-id, x-riad-record, x-riad-target, x-riad-guard, x-riad-error, retry-after, mistral-correlation-id';
/** How long a browser remembers what it was allowed. */
const PREFLIGHT_SECONDS = '600';
const literalAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/;

/** Who this server answers as, and to pages from where. */
export interface OwnNames {
  /** Names a browser may be tricked into sending requests to are refused: only the server's own. Fails with `host.not_allowed`. */
  checkHost(request: IncomingMessage): void;
  /**
   * Lets pages of allowed origins read the answer. Fails with `origin.not_allowed` for every other page; programs name no
   * origin. True: it was a preflight, and it is answered.
   */
  checkOrigin(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createOwnNames(settings: Settings['server']): OwnNames {
  const own = new Set(
    ['localhost', '127.0.0.1', '[::1]', settings.host, ...settings.allowedHosts].map((name) => name.toLowerCase()),
  );
  const origins = new Set(settings.allowedOrigins);
  // Listening on every address: any literal address is this machine, a name could be somebody else's.
  const anyAddress = settings.host === '0.0.0.0' || settings.host === '::';

  function isOwn(header: string): boolean {
    const host = header.toLowerCase();
    if (own.has(host)) return true;
    const name = host.replace(/:\d+$/, '');
    return own.has(name) || (anyAddress && literalAddress.test(name));
  }

  return {
    checkHost({ headers, rawHeaders }) {
      refuseRepeated(rawHeaders);
      if (isOwn(headers.host ?? '')) return;
      throw new PlatformError('host.not_allowed', 'this server does not answer to that name', {
        remedy: 'Add it to server.allowedHosts in riad.yaml.',
      });
    },
    checkOrigin({ method, headers }, response) {
      const { origin } = headers;
      if (origin === undefined) return false;
      if (!origins.has(origin) && !isSameOrigin(origin, headers.host)) {
        throw new PlatformError('origin.not_allowed', 'pages of that origin may not use this server', {
          remedy: 'Add it to server.allowedOrigins in riad.yaml.',
        });
      }
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', EXPOSED);
      response.setHeader('vary', 'Origin');
      if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
      response.writeHead(204, {
        'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': headers['access-control-request-headers'] ?? 'authorization, content-type',
        'access-control-max-age': PREFLIGHT_SECONDS,
      });
      response.end();
      return true;
    },
  };
}

/** A header that a program in front of us could read differently when it is there twice. */
function refuseRepeated(rawHeaders: readonly string[]): void {
  let hosts = 0;
  let keys = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
    else if (name.length === 13 && name.toLowerCase() === 'authorization') keys++;
  }
  if (hosts > 1 || keys > 1) throw new PlatformError('request.malformed', 'Host or Authorization is there twice');
}

function isSameOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

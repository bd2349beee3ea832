import { localLocation, type Egress, type Location, type UpstreamSettings } from '@riad/contracts';

import { askStatus } from './connections/ask-status.ts';
import { createConnectionPool } from './connections/connection-pool.ts';
import { createGuardedLookup } from './guarded-lookup.ts';

const LIMIT_MS = 15_000;

export interface AskUpstreamOptions {
  readonly settings: Pick<UpstreamSettings, 'id' | 'url' | 'country'>;
  readonly egress: Egress;
  readonly key: string | undefined;
}

/**
 * The status with which a server answers when it is asked for its models: whether address and key are right. Nothing of a
 * request goes there. Rejects when it cannot be reached or may not be.
 */
export async function askUpstream({ settings, egress, key }: AskUpstreamOptions): Promise<number> {
  const url = new URL(settings.url);
  const location: Location =
    settings.country === 'local' ? localLocation : { kind: 'remote', country: settings.country };
  const request = { purpose: `upstream-test:${settings.id}`, url, location };
  egress.assertAllowed(request);
  const pool = createConnectionPool({
    origin: url,
    connections: 1,
    connectMs: LIMIT_MS,
    headMs: LIMIT_MS,
    silenceMs: LIMIT_MS,
    restMs: LIMIT_MS,
    lookup: createGuardedLookup(egress, request),
  });
  const path = `${url.pathname.replace(/\/$/, '')}/models`;
  const authorization = key === undefined ? '' : `authorization: Bearer ${key}\r\n`;
  const head = `GET ${path} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\nuser-agent: riad\r\n${authorization}`;
  try {
    return await askStatus(pool, head, LIMIT_MS);
  } finally {
    pool.close();
  }
}

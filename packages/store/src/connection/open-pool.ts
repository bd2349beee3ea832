import { PlatformError, type Logger } from '@riad/contracts';
import { Client, Pool, type ClientConfig, type PoolClient } from 'pg';

import type { DatabaseAddress } from './database-address.ts';

/** Time to get a connection: to a server that is away, or while all of them are busy. */
export const CONNECT_LIMIT_MS = 2000;
/** Longest time that one piece of work may hold a connection. */
export const HOLD_LIMIT_MS = 10_000;

export type DatabaseLocation = { readonly url: string } | DatabaseAddress;

/** Checks the address without connecting; fails with `settings.invalid`, which never shows a password. */
export function connectionConfig(location: DatabaseLocation): ClientConfig {
  if (!('url' in location)) return { ...location };
  if (/^(?:postgres|postgresql|socket):/.test(location.url)) {
    const config = { connectionString: location.url, keepAlive: true };
    try {
      // Only reads its options; the driver offers no other way to parse an address.
      void new Client(config);
      return config;
    } catch {
      // Told below: the driver's own words hold the address with its password.
    }
  }
  throw new PlatformError('settings.invalid', 'the address of the database cannot be read', {
    field: 'database.url',
    remedy: 'Write it like postgres://USER:PASSWORD@HOST:5432/DATABASE',
  });
}

export interface PoolOptions {
  readonly location: DatabaseLocation;
  readonly size: number;
  readonly logger: Logger;
}

/**
 * Connections that fail within a bounded time. One that is held too long is cut, together with its work: after a network
 * that broke silently or a server that hangs, it would otherwise come back to the pool and hold up whoever is next.
 */
export function openPool({ location, size, logger }: PoolOptions): Pool {
  const pool = new Pool({
    ...connectionConfig(location),
    max: size,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    application_name: 'riad',
  });
  const cuts = new WeakMap<PoolClient, NodeJS.Timeout>();
  // An idle connection that breaks is replaced by the pool; whoever uses one gets the error itself.
  pool.on('error', (error) => logger.warn('database.connection_lost', { message: error.message }));
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('acquire', (client) => {
    const cut = setTimeout(() => {
      logger.error('database.connection_cut', { heldMs: HOLD_LIMIT_MS });
      void client.end();
    }, HOLD_LIMIT_MS);
    cuts.set(client, cut);
  });
  pool.on('release', (_error, client) => clearTimeout(cuts.get(client)));
  return pool;
}

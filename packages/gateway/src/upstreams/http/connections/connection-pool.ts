import { connect, isIP, type LookupFunction } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions as TlsOptions } from 'node:tls';

import { Connection, type ConnectionOptions } from './connection.ts';
import { Exchange, type AnswerSink, type OutgoingRequest } from './exchange.ts';

export interface ConnectionPoolOptions {
  /** `http:` or `https:`. */
  readonly origin: URL;
  /** Most connections at one time; further requests wait for a free one. */
  readonly connections: number;
  readonly connectMs: number;
  /** Longest wait for a head. */
  readonly headMs: number;
  /** Longest silence within a body. */
  readonly silenceMs: number;
  /** Longest rest before a connection is used again. */
  readonly restMs: number;
  readonly lookup: LookupFunction;
  /** Whom to trust instead of the system's certificate authorities. */
  readonly authorities?: TlsOptions['ca'];
}

/** Connections of HTTP/1.1 to one server, kept open between requests. */
export interface ConnectionPool {
  send(request: OutgoingRequest, sink: AnswerSink): Exchange;
  /** Resolves once the answers under way are over; nothing is kept open after that. */
  retire(): Promise<void>;
  /** Ends everything at once; who waits hears of it. */
  close(): void;
}

const READ_BYTES = 64 * 1024;
const LONGEST_TICK_MS = 500;
const SHORTEST_TICK_MS = 10;
/** Limits are kept to this part of the shortest of them. */
const TICKS = 8;

/**
 * Written for one purpose: a body that is known goes out in one write with its head, and what a read brings goes to the
 * sink in one piece, without streams or promises between. Time is kept by one clock for all connections.
 */
export function createConnectionPool(options: ConnectionPoolOptions): ConnectionPool {
  const { connections, connectMs, headMs, silenceMs, restMs } = options;
  const shortest = Math.min(headMs, silenceMs, restMs);
  const tickMs = Math.min(LONGEST_TICK_MS, Math.max(SHORTEST_TICK_MS, shortest / TICKS));
  const open = new Set<Connection>();
  const free: Connection[] = [];
  let waiting: Exchange[] = [];
  let clock: NodeJS.Timeout | undefined;
  let retired: PromiseWithResolvers<void> | undefined;

  const connectionOptions: ConnectionOptions = {
    open: opener(options),
    openedEvent: options.origin.protocol === 'https:' ? 'secureConnect' : 'connect',
    readBuffer: Buffer.allocUnsafeSlow(READ_BYTES),
    connectMs,
    onFree(connection) {
      const next = waiting.shift();
      if (next !== undefined) connection.send(next);
      else if (retired === undefined) free.push(connection);
      else connection.destroy();
    },
    onGone(connection) {
      open.delete(connection);
      const place = free.indexOf(connection);
      if (place !== -1) free.splice(place, 1);
      const next = waiting.shift();
      if (next !== undefined) start(next);
      else if (open.size === 0) rest();
    },
  };

  function start(exchange: Exchange): void {
    open.add(new Connection(connectionOptions, exchange));
    clock ??= setInterval(tick, tickMs).unref();
  }

  function tick(): void {
    for (const connection of open) {
      const quietMs = ++connection.quietTicks * tickMs;
      const { phase } = connection;
      if (phase === 'head' && quietMs > headMs) connection.giveUp('silent');
      else if (phase === 'body' && quietMs > silenceMs) connection.giveUp('stalled');
      else if (phase === 'idle' && quietMs > Math.min(restMs, connection.restSeconds * 1000)) retire(connection);
    }
  }

  function retire(connection: Connection): void {
    const place = free.indexOf(connection);
    if (place !== -1) free.splice(place, 1);
    connection.destroy();
  }

  /** Nothing is open, nothing has to be watched. */
  function rest(): void {
    clearInterval(clock);
    clock = undefined;
    retired?.resolve();
  }

  return {
    send(request, sink) {
      const exchange = new Exchange(request, sink, (gone) => (waiting = waiting.filter((each) => each !== gone)));
      // The one that was used last: the others may rest until they are closed.
      const connection = free.pop();
      if (connection !== undefined) connection.send(exchange);
      else if (open.size < connections) start(exchange);
      else waiting.push(exchange);
      return exchange;
    },
    retire() {
      retired ??= Promise.withResolvers();
      for (const connection of free.splice(0)) connection.destroy();
      if (open.size === 0) retired.resolve();
      return retired.promise;
    },
    close() {
      const left = waiting;
      waiting = [];
      for (const connection of open) connection.destroy();
      for (const exchange of left) exchange.sink.onError(new Error('the pool is closed'));
    },
  };
}

function opener({ origin, lookup, authorities }: ConnectionPoolOptions): ConnectionOptions['open'] {
  const secure = origin.protocol === 'https:';
  const host = origin.hostname.startsWith('[') ? origin.hostname.slice(1, -1) : origin.hostname;
  const place = { host, port: Number(origin.port === '' ? (secure ? 443 : 80) : origin.port), lookup };
  if (!secure) return (onread) => connect({ ...place, onread });
  const tls: TlsOptions = { ALPNProtocols: ['http/1.1'] };
  if (isIP(host) === 0) tls.servername = host;
  if (authorities !== undefined) tls.ca = authorities;
  return (onread) => {
    const options = { ...place, ...tls, onread };
    return connectSecurely(options);
  };
}

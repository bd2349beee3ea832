import { createServer, type Server } from 'node:http';

import { PlatformError, type Settings } from '@riad/contracts';

import { answerClientError } from './answers.ts';
import type { RequestListener } from './data-plane.ts';

/** A server that reads strictly and answers what it cannot read in both vendors' shape. */
export function createHttpServer(handler: RequestListener): Server {
  const server = createServer(
    {
      keepAliveTimeout: 65_000,
      headersTimeout: 30_000,
      requestTimeout: 0,
      maxHeaderSize: 16 * 1024,
      insecureHTTPParser: false,
      // Refused by us, with a body that says why.
      requireHostHeader: false,
    },
    handler,
  );
  return server.on('clientError', answerClientError);
}

/** Opens the port early, so that a taken one is said before anything long begins. */
export async function listen(settings: Settings['server'], handler: RequestListener): Promise<Server> {
  const server = createHttpServer(handler);
  server.maxConnections = settings.maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, settings)));
    server.listen({ port: settings.port, host: settings.host }, resolve);
  });
  return server;
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: Settings['server']): PlatformError {
  if (error.code === 'EADDRINUSE') {
    return new PlatformError('server.port_taken', `port ${port} on ${host} is taken by another program`, {
      cause: error,
      remedy: `Choose another: ./riad up --port ${port + 1}`,
    });
  }
  if (error.code === 'EACCES') {
    return new PlatformError('server.port_taken', `this user may not listen on port ${port}`, {
      cause: error,
      remedy: 'Choose a port above 1023.',
    });
  }
  return new PlatformError('settings.invalid', `cannot listen on ${host}: ${error.message}`, {
    cause: error,
    field: 'server.host',
  });
}

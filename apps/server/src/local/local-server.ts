import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { PlatformError, type Logger } from '@riad/contracts';

import type { LocalMethod, LocalMethods } from './local-method.ts';
import { presentError } from './present-error.ts';

/** Requests on this socket are small: commands and their parameters. */
const MAX_PARAMETERS_BYTES = 1024 * 1024;

export interface LocalServerOptions {
  readonly path: string;
  readonly methods: LocalMethods;
  /** Answers `/v1/*` for the owner, through the gateway like everybody else. */
  readonly dataPlane: (request: IncomingMessage, response: ServerResponse) => void;
  readonly logger: Logger;
}

/**
 * The administration of a running server: HTTP on a Unix socket that only the owner of the data folder may open.
 * `POST /rpc/METHOD` with a JSON object answers lines of JSON: any number of `{"progress":…}`, then one `{"result":…}` or
 * `{"error":{code,message,remedy}}`.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<Server> {
  rmSync(options.path, { force: true });
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/rpc/') !== true) {
      options.dataPlane(request, response);
      return;
    }
    void answer(options, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: options.path, readableAll: false, writableAll: false }, resolve);
  });
  chmodSync(options.path, 0o600);
  return server;
}

async function answer(options: LocalServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const write = (line: Readonly<Record<string, unknown>>): void => {
    response.write(`${JSON.stringify(line)}\n`);
  };
  try {
    const method = findMethod(options.methods, request.url ?? '');
    const parameters = await readParameters(request);
    const aborted = new AbortController();
    response.once('close', () => aborted.abort());
    const result = await method.run(parameters, {
      progress: (progress) => write({ progress }),
      signal: aborted.signal,
    });
    write({ result: result ?? null });
  } catch (error) {
    const shown = presentError(error);
    if (shown.code === 'server.internal') options.logger.error('local.failed', { url: request.url, error });
    write({ error: shown });
  }
  response.end();
}

function findMethod(methods: LocalMethods, url: string): LocalMethod {
  const name = url.slice('/rpc/'.length);
  const method = methods.get(name);
  if (method !== undefined) return method;
  throw new PlatformError('route.not_found', `this server knows no ${name}`, {
    remedy: 'The command and the running server are of different versions: restart with ./riad down and ./riad up.',
  });
}

async function readParameters(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > MAX_PARAMETERS_BYTES)
      throw new PlatformError('request.too_large', 'the parameters are larger than 1 MiB');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new PlatformError('request.malformed', 'the parameters are not JSON', { cause: error });
  }
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { sha256 } from './archives.ts';

/** What goes wrong with the next answers for a file, one per request. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Declares the whole and breaks off after so many bytes. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Sends so many bytes, then nothing more. */
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'ignore-range' };

export interface ServedFile {
  content: Buffer;
  readonly faults: Fault[];
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** A local server that speaks the protocols of the model sources, with faults on demand. */
export interface ModelServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Serves a file with Range, If-Range and a strong ETag. */
  file(path: string, content: Buffer, faults?: Fault[]): ServedFile;
  json(path: string, value: unknown): void;
  html(path: string, text: string): void;
  redirect(path: string, target: string, headers?: Record<string, string>): void;
  huggingFace(
    place: { repository: string; revision: string; file: string },
    content: Buffer,
    faults?: Fault[],
  ): ServedFile;
  ollama(place: { model: string; tag: string }, content: Buffer, faults?: Fault[]): ServedFile;
  npm(place: { package: string; version: string }, tarball: Buffer, faults?: Fault[]): ServedFile;
  /** A page of a PEP 503 index, below `/simple`. */
  wheel(place: { package: string; version: string }, content: Buffer, faults?: Fault[]): ServedFile;
  /** Settles when a path is asked for. */
  requested(path: string): Promise<void>;
  /** Settles when a client goes away before its answer was complete. */
  abandoned(path: string): Promise<void>;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export async function startModelServer(): Promise<ModelServer> {
  const routes = new Map<string, Handler>();
  const seen: SeenRequest[] = [];
  const asked = signals();
  const gone = signals();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { range, 'if-range': ifRange } = request.headers;
    seen.push({
      method: request.method ?? '',
      path,
      range,
      ifRange: typeof ifRange === 'string' ? ifRange : undefined,
    });
    response.on('close', () => {
      if (!response.writableFinished) gone(path).resolve();
    });
    asked(path).resolve();
    const handler = routes.get(path);
    if (handler === undefined) response.writeHead(404).end('not here');
    else handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  const url = `http://127.0.0.1:${address.port}`;

  function file(path: string, content: Buffer, faults: Fault[] = []): ServedFile {
    const served = { content, faults };
    routes.set(path, (request, response) => answerFile(served, request, response));
    return served;
  }
  const text = (path: string, type: string, body: string): void => {
    routes.set(path, (_, response) => void response.writeHead(200, { 'content-type': type }).end(body));
  };
  const redirect: ModelServer['redirect'] = (path, target, headers = {}) => {
    routes.set(path, (_, response) => void response.writeHead(302, { location: target, ...headers }).end());
  };
  const json: ModelServer['json'] = (path, value) => text(path, 'application/json', JSON.stringify(value));

  return {
    url,
    seen,
    file,
    json,
    html: (path, body) => text(path, 'text/html', body),
    redirect,
    huggingFace({ repository, revision, file: name }, content, faults) {
      const storage = `/storage/${sha256(content)}`;
      redirect(`/${repository}/resolve/${revision}/${name}`, storage, {
        'x-linked-etag': `"${sha256(content)}"`,
        'x-linked-size': String(content.length),
      });
      return file(storage, content, faults);
    },
    ollama({ model, tag }, content, faults) {
      const digest = `sha256:${sha256(content)}`;
      json(`/v2/${model}/manifests/${tag}`, {
        schemaVersion: 2,
        layers: [
          { mediaType: 'application/vnd.ollama.image.model', digest, size: content.length },
          { mediaType: 'application/vnd.ollama.image.license', digest: `sha256:${'0'.repeat(64)}`, size: 10 },
        ],
      });
      return file(`/v2/${model}/blobs/${digest}`, content, faults);
    },
    npm({ package: name, version }, tarball, faults) {
      const path = `/${name}/-/${name}-${version}.tgz`;
      const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
      json(`/${name}/${version}`, { name, version, dist: { tarball: `${url}${path}`, integrity } });
      return file(path, tarball, faults);
    },
    wheel({ package: name, version }, content, faults) {
      const path = `/files/${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
      text(
        `/simple/${name}/`,
        'text/html',
        `<!doctype html><a href="${path}#sha256=${sha256(content)}">${path.slice(7)}</a>`,
      );
      return file(path, content, faults);
    },
    requested: async (path) => asked(path).promise,
    abandoned: async (path) => gone(path).promise,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One promise a name, made when it is first spoken of. */
function signals(): (name: string) => PromiseWithResolvers<void> {
  const known = new Map<string, PromiseWithResolvers<void>>();
  return (name) => {
    const found = known.get(name) ?? Promise.withResolvers<void>();
    known.set(name, found);
    return found;
  };
}

function answerFile({ content, faults }: ServedFile, request: IncomingMessage, response: ServerResponse): void {
  const fault = request.method === 'HEAD' ? undefined : faults.shift();
  if (fault?.kind === 'status') {
    response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }).end();
    return;
  }
  const etag = `"${sha256(content).slice(0, 16)}"`;
  const from = fault?.kind === 'ignore-range' ? 0 : startOf(request, etag);
  if (from > 0 && from >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'accept-ranges': 'bytes',
    'content-length': content.length - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else sendBody(response, content.subarray(from), fault);
}

function sendBody(response: ServerResponse, body: Buffer, fault: Fault | undefined): void {
  if (fault?.kind === 'cut')
    response.write(body.subarray(0, fault.after), () => setImmediate(() => response.destroy()));
  else if (fault?.kind === 'stall') response.write(body.subarray(0, fault.after));
  else response.end(body);
}

function startOf({ headers }: IncomingMessage, etag: string): number {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return 0;
  return Number(/^bytes=(?<start>\d+)-$/.exec(headers.range ?? '')?.groups?.['start'] ?? 0);
}

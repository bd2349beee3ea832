import type { ServerResponse } from 'node:http';
import { isUtf8 } from 'node:buffer';

import { PlatformError, type Caller, type KeyDirectory, type RequestId, type Settings } from '@riad/contracts';
import { findCaller, type Limiter } from '@riad/gateway';

import { answerJson } from '../../http/answers.ts';
import { identityOf, type Incoming } from '../../http/incoming.ts';
import { readBody } from '../../http/read-body.ts';
import { createDocumentRoutes } from './all-routes.ts';
import type { DocumentServices } from './document-services.ts';
import { check, type DocumentCall, type DocumentReply, type DocumentRoute } from './document-route.ts';
import { receiveUpload } from './receive-upload.ts';
import { LINK_PATH } from './signed-links.ts';

export interface DocumentPlaneOptions extends DocumentServices {
  readonly keys: KeyDirectory;
  readonly limiter: Limiter;
  readonly settings: Settings['server'];
}

export interface DocumentRequest {
  readonly id: RequestId;
  /** Below the prefix of the API: `/files`. */
  readonly path: string;
  readonly query: string;
}

/** Files, vector stores, libraries and reading of documents, in both vendors' shapes. */
export interface DocumentPlane {
  /** True: the path is one of these. */
  has(path: string): boolean;
  /** Answers, or fails with what is to be answered. */
  serve(incoming: Incoming, request: DocumentRequest): Promise<void>;
}

const roots = ['/files', '/vector_stores', '/libraries', '/ocr', LINK_PATH.slice('/v1'.length, -1)];

export function createDocumentPlane(options: DocumentPlaneOptions): DocumentPlane {
  const routes = createDocumentRoutes(options).map((route) => ({ route, parts: route.path.split('/') }));

  function findRoute({ request, response }: Incoming, path: string): Found {
    const parts = path.split('/');
    const same = routes.filter(({ parts: pattern }) => matches(pattern, parts));
    const [first] = same;
    if (first === undefined)
      throw new PlatformError('route.not_found', `there is no ${path.slice(0, 100)} here`, {
        remedy: 'The paths are in docs/guides/documents-api.md.',
      });
    const found = same.find(({ route }) => route.method === request.method);
    if (found !== undefined) return { route: found.route, params: paramsOf(found.parts, parts) };
    response.setHeader('allow', same.map(({ route }) => route.method).join(', '));
    throw new PlatformError(
      'route.method_not_allowed',
      `this path takes ${same.map(({ route }) => route.method).join(', ')}`,
    );
  }

  return {
    has: (path) => roots.some((root) => path === root || path.startsWith(`${root}/`)),
    async serve(incoming, { id, path, query }) {
      incoming.response.setHeader('x-request-id', id);
      const values = new URLSearchParams(query);
      if (path.startsWith(LINK_PATH.slice('/v1'.length))) {
        const linked = options.links.open(`/v1${path}`, values);
        send(incoming.response, { ...(await options.readLinked(linked)), type: 'application/octet-stream' });
        return;
      }
      const { route, params } = findRoute(incoming, path);
      const caller = await findCaller(identityOf(incoming), options.keys);
      const reservation = await options.limiter.reserve(caller, 0);
      try {
        const call = createCall(options, incoming, { caller, params, query: values });
        send(incoming.response, await route.handle(call));
      } finally {
        reservation.settle(0);
      }
    },
  };
}

interface Found {
  readonly route: DocumentRoute;
  readonly params: ReadonlyMap<string, string>;
}

function createCall(
  { settings, library }: DocumentPlaneOptions,
  incoming: Incoming,
  {
    caller,
    params,
    query,
  }: { readonly caller: Caller; readonly params: ReadonlyMap<string, string>; readonly query: URLSearchParams },
): DocumentCall {
  const { request } = incoming;
  return {
    caller,
    scope: { organisationId: caller.organisationId, projectId: caller.projectId },
    address: addressOf(incoming),
    param: (name) => params.get(name) ?? '',
    query: (schema) => check(schema, Object.fromEntries(query)),
    json: async (schema) => check(schema, parseJson(await wholeBody(incoming, settings))),
    upload: () => receiveUpload(request, library),
  };
}

function wholeBody({ request }: Incoming, settings: Settings['server']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    readBody(request, settings, (error, body) => (error === undefined ? resolve(body) : reject(error)));
  });
}

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new PlatformError('request.malformed', 'the body is not valid UTF-8');
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new PlatformError('request.malformed', 'the body is not JSON');
  }
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]))
  );
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pattern.flatMap((part, at): readonly (readonly [string, string])[] =>
      part.startsWith(':') ? [[part.slice(1), decode(parts[at] ?? '')]] : [],
    ),
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new PlatformError('request.malformed', 'the path is not encoded as UTF-8', { cause: error });
  }
}

/** As the client reaches this server: links are made for it. */
function addressOf({ request: { headers } }: Incoming): string {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  return `${scheme}://${headers.host ?? 'localhost'}`;
}

function send(response: ServerResponse, reply: DocumentReply): void {
  if ('json' in reply) return answerJson(response, reply.status, reply.json);
  if ('status' in reply) {
    response.writeHead(204);
    response.end();
    return;
  }
  response.writeHead(200, {
    'content-type': reply.type,
    'content-length': reply.content.length,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(reply.name)}`,
    // What others uploaded is never a page of this server.
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(reply.content);
}

import type { IncomingMessage, ServerResponse } from 'node:http';

import {
  modelName,
  PlatformError,
  type Caller,
  type ErrorCode,
  type KeyDirectory,
  type ModelName,
  type NamedUse,
  type RequestId,
  type Settings,
  type TokenizerInfo,
} from '@riad/contracts';
import { findCaller, missingKey, type Gateway } from '@riad/gateway';

import type { GroundedChat, GroundedExchange } from '../documents/grounded/grounded-chat.ts';
import type { DocumentPlane } from '../documents/http/document-plane.ts';
import { answerError, answerJson, answerText } from './answers.ts';
import { runGuard } from './guard-requests.ts';
import type { GuardService } from './guard-service.ts';
import { createHttpReply } from './http-reply.ts';
import { createOwnNames } from './own-names.ts';
import { presentModelCard, presentTokenizerInfo } from './present-model-card.ts';
import { readBody } from './read-body.ts';
import { identityOf, requireMethod, type Incoming } from './incoming.ts';
import { makeRequestId } from './request-id.ts';
import { findRoute, type Route } from './routes.ts';

export interface DataPlaneOptions {
  readonly gateway: Gateway;
  readonly keys: KeyDirectory;
  readonly tokenizerInfo: (model: string | undefined) => Promise<TokenizerInfo>;
  readonly settings: Settings['server'];
  /** False while the server is starting or stopping. */
  readonly ready: () => boolean;
  /** The vital parts that do not work at the moment; none when it is absent. */
  readonly failing?: () => Promise<readonly string[]>;
  /** Prometheus text. */
  readonly metrics: (() => string) | undefined;
  /** Files, vector stores, libraries. */
  readonly documents: Pick<DocumentPlane, 'has' | 'serve'>;
  /** Chats that search documents first. */
  readonly grounded: GroundedChat;
  /** `/v1/guard/*` */
  readonly guardService: GuardService;
  /** Told about what is refused before the gateway hears of it. */
  readonly onRefused?: (code: ErrorCode) => void;
  /** Everything that is not the data plane: the console and its API. */
  readonly fallback: (request: IncomingMessage, response: ServerResponse) => void;
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * `/v1/*` for both vendors' clients, health and metrics, on bare node:http. With a `caller` the request was identified by
 * the way it came in: the owner's socket.
 */
export function createDataPlane(options: DataPlaneOptions, caller?: Caller): RequestListener {
  const names = createOwnNames(options.settings);

  function serve(incoming: Incoming, refuse: (id: RequestId, error: unknown) => void): void {
    const { request, response } = incoming;
    const { path, query } = splitUrl(request.url ?? '/');
    if (caller === undefined) names.checkHost(request);
    if (answerStatus(options, incoming, path)) return;
    const route = findRoute(path, request);
    if (route === undefined) return options.fallback(request, response);
    if (caller === undefined && names.checkOrigin(request, response)) return;
    if (!options.ready())
      throw new PlatformError('server.starting', 'the server is starting', { retryAfterSeconds: 2 });
    const id = makeRequestId();
    if (route.kind === 'operation') runOperation(options, incoming, { id, route, refuse });
    else if (route.kind === 'unknown' && options.documents.has(route.path))
      void options.documents
        .serve(incoming, { id, path: route.path, query })
        .catch((error: unknown) => refuse(id, error));
    else if (route.kind === 'guard') runGuard(options, incoming, { id, operation: route.operation, refuse });
    else void answerLookup(options, incoming, { route, query, id }).catch((error: unknown) => refuse(id, error));
  }

  return (request, response) => {
    const incoming = { request, response, caller };
    const refuse = (id: RequestId, error: unknown): void => {
      options.onRefused?.(answerError(incoming, id, error).code);
    };
    try {
      serve(incoming, refuse);
    } catch (error) {
      refuse(makeRequestId(), error);
    }
  };
}

/** Health without a key: what a load balancer asks. */
function answerStatus(options: DataPlaneOptions, { request, response }: Incoming, path: string): boolean {
  const isStatus = path === '/health' || path === '/ready' || (path === '/metrics' && options.metrics !== undefined);
  if (!isStatus) return false;
  requireMethod({ request, response }, 'GET');
  if (path === '/health') answerJson(response, 200, { status: 'ok' });
  else if (path === '/metrics') answerText(response, options.metrics?.() ?? '');
  else if (options.ready()) void answerReady(options, response);
  else answerJson(response, 503, { status: 'starting' });
  return true;
}

async function answerReady(options: DataPlaneOptions, response: ServerResponse): Promise<void> {
  const failing = (await options.failing?.()) ?? [];
  if (failing.length === 0) answerJson(response, 200, { status: 'ready' });
  else answerJson(response, 503, { status: 'degraded', failing });
}

function runOperation(
  options: DataPlaneOptions,
  incoming: Incoming,
  run: {
    readonly id: RequestId;
    readonly route: Extract<Route, { kind: 'operation' }>;
    readonly refuse: (id: RequestId, error: unknown) => void;
  },
): void {
  const { request, response } = incoming;
  const { id, route, refuse } = run;
  requireMethod(incoming, 'POST');
  const identity = identityOf(incoming);
  // Nobody's body is kept: a request without a key is refused before it has said anything.
  if ('secret' in identity && identity.secret === undefined) throw missingKey();
  readBody(request, options.settings, (error, body) => {
    if (error !== undefined) {
      refuse(id, error);
      return;
    }
    const reply = createHttpReply(response, options.settings);
    const exchange = {
      id,
      dialect: route.dialect,
      identity,
      ...conversationOf(request),
      use: useOf(request),
      body,
      reply,
    };
    if (route.operation === 'chat' && options.grounded.mayTake(body)) {
      answerGrounded(options.grounded, exchange, refuse);
    } else options.gateway.run({ operation: route.operation, ...exchange });
  });
}

function answerGrounded(
  grounded: GroundedChat,
  exchange: GroundedExchange,
  refuse: (id: RequestId, error: unknown) => void,
): void {
  void grounded.run(exchange).catch((error: unknown) => refuse(exchange.id, error));
}

async function answerLookup(
  options: DataPlaneOptions,
  incoming: Incoming,
  { route, query, id }: { readonly route: Route; readonly query: string; readonly id: RequestId },
): Promise<void> {
  const { response } = incoming;
  if (route.kind === 'unknown')
    throw new PlatformError('route.not_found', `there is no ${route.path.slice(0, 100)} here`, {
      remedy: 'The paths are in the guide to the API.',
    });
  requireMethod(incoming, 'GET');
  await findCaller(identityOf(incoming), options.keys);
  response.setHeader('x-request-id', id);
  switch (route.kind) {
    case 'models':
      return answerJson(response, 200, { object: 'list', data: options.gateway.cards().map(presentModelCard) });
    case 'model':
      return answerJson(response, 200, presentModelCard(options.gateway.card(decodeName(route.name))));
    case 'tokenizer-info': {
      const model = new URLSearchParams(query).get('model') ?? undefined;
      return answerJson(response, 200, presentTokenizerInfo(await options.tokenizerInfo(model)));
    }
    case 'guard':
    case 'operation':
      throw new PlatformError('server.internal', 'an operation is not a lookup');
  }
}

function decodeName(encoded: string): ModelName {
  try {
    return modelName(decodeURIComponent(encoded));
  } catch (error) {
    throw new PlatformError('request.malformed', 'the path is not encoded as UTF-8', { cause: error });
  }
}

/** A client that names its conversations need not begin each of them differently. */
function conversationOf({ headers }: IncomingMessage): { readonly conversation?: string } {
  const named = headers['x-riad-conversation'];
  return typeof named === 'string' && named !== '' && named.length <= 200 ? { conversation: named } : {};
}

/** What the request is for, as `x-riad-purpose` and `x-riad-consent` say. */
function useOf({ headers }: IncomingMessage): NamedUse {
  const purpose = headers['x-riad-purpose'];
  const consent = headers['x-riad-consent'];
  return {
    ...(typeof purpose === 'string' && purpose !== '' ? { purpose } : {}),
    ...(typeof consent === 'string' && consent !== '' ? { consent } : {}),
  };
}

function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

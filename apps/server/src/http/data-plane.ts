import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import {
  makeId,
  modelName,
  PlatformError,
  type Caller,
  type KeyDirectory,
  type RequestId,
  type Settings,
  type TokenizerInfo,
} from '@riad/contracts';
import { errorBody, errorHeaders, type Dialect, type Gateway, type Identity, type Operation } from '@riad/gateway';

import { createHttpReply } from './http-reply.ts';
import { presentModelCard } from './present-model-card.ts';
import { readBody } from './read-body.ts';

export interface DataPlaneOptions {
  readonly gateway: Gateway;
  readonly keys: KeyDirectory;
  readonly tokenizerInfo: (model: string | undefined) => Promise<TokenizerInfo>;
  readonly settings: Settings['server'];
  /** False while the server is starting or stopping. */
  readonly ready: () => boolean;
  /** Prometheus text. */
  readonly metrics: (() => string) | undefined;
  /** Everything that is not the data plane: the console and its API. */
  readonly fallback: (request: IncomingMessage, response: ServerResponse) => void;
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

const operations: ReadonlyMap<string, Operation> = new Map([
  ['/chat/completions', 'chat'],
  ['/completions', 'completion'],
  ['/fim/completions', 'fim'],
  ['/embeddings', 'embedding'],
  ['/tokenize', 'tokenize'],
  ['/detokenize', 'detokenize'],
]);
const prefixes: readonly { readonly path: string; readonly dialect: Dialect | undefined }[] = [
  { path: '/mistral/v1', dialect: 'mistral' },
  { path: '/openai/v1', dialect: 'openai' },
  { path: '/v1', dialect: undefined },
];

interface Route {
  readonly path: string;
  readonly dialect: Dialect;
  /** Paths of evaluation harnesses at the root: `/tokenize`, `/tokenizer_info`. */
  readonly atRoot: boolean;
}

/**
 * `/v1/*` for both vendors' clients, health and metrics, on bare node:http. With a `caller` the request was identified by
 * the way it came in: the owner's socket.
 */
export function createDataPlane(options: DataPlaneOptions, caller?: Caller): RequestListener {
  return (request, response) => {
    try {
      serve(options, { request, response, caller });
    } catch (error) {
      answerError(response, makeRequestId(), error);
    }
  };
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller | undefined;
}

function serve(options: DataPlaneOptions, incoming: Incoming): void {
  const { request, response } = incoming;
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (incoming.caller === undefined) checkHost(request, options.settings);
  if (path === '/health') return answerJson(response, 200, { status: 'ok' });
  if (path === '/ready')
    return answerJson(response, options.ready() ? 200 : 503, { status: options.ready() ? 'ready' : 'starting' });
  if (path === '/metrics' && options.metrics !== undefined) return answerText(response, options.metrics());
  const route = findRoute(path, request);
  if (route === undefined) return options.fallback(request, response);
  if (!options.ready()) throw new PlatformError('server.starting', 'the server is starting', { retryAfterSeconds: 2 });
  serveRoute(options, incoming, route);
}

function findRoute(path: string, request: IncomingMessage): Route | undefined {
  if (path === '/tokenize' || path === '/detokenize' || path === '/tokenizer_info')
    return { path, dialect: 'openai', atRoot: true };
  const prefix = prefixes.find((candidate) => path === candidate.path || path.startsWith(`${candidate.path}/`));
  if (prefix === undefined) return undefined;
  return { path: path.slice(prefix.path.length), dialect: prefix.dialect ?? dialectOf(request), atRoot: false };
}

/** Mistral's client names itself; every other program is taken for one that speaks OpenAI's dialect. */
function dialectOf(request: IncomingMessage): Dialect {
  const agent = `${request.headers['user-agent'] ?? ''} ${String(request.headers['x-mistral-user-agent'] ?? '')}`;
  return agent.includes('mistral-client') ? 'mistral' : 'openai';
}

function serveRoute(options: DataPlaneOptions, incoming: Incoming, route: Route): void {
  const { request, response } = incoming;
  const operation = operations.get(route.path);
  const id = makeRequestId();
  if (operation !== undefined) {
    requireMethod(request, 'POST');
    runOperation(options, incoming, { id, operation, dialect: route.dialect });
    return;
  }
  const isModels = route.path === '/models' || route.path.startsWith('/models/');
  if (!isModels && route.path !== '/tokenizer_info')
    throw new PlatformError('route.not_found', `there is no ${request.method ?? ''} ${route.path} here`);
  requireMethod(request, 'GET');
  void answerLookup(options, incoming, { id, path: route.path }).catch((error: unknown) =>
    answerError(response, id, error),
  );
}

function runOperation(
  options: DataPlaneOptions,
  incoming: Incoming,
  run: { readonly id: RequestId; readonly operation: Operation; readonly dialect: Dialect },
): void {
  const { request, response } = incoming;
  readBody(request, options.settings, (error, body) => {
    if (error !== undefined) {
      response.setHeader('connection', 'close');
      answerError(response, run.id, error);
      return;
    }
    options.gateway.run({
      ...run,
      identity: identityOf(incoming),
      body,
      reply: createHttpReply(response, options.settings),
    });
  });
}

async function answerLookup(
  options: DataPlaneOptions,
  incoming: Incoming,
  { id, path }: { readonly id: RequestId; readonly path: string },
): Promise<void> {
  const identity = identityOf(incoming);
  if (!('caller' in identity)) await requireKey(options.keys, identity.secret);
  const { response } = incoming;
  response.setHeader('x-request-id', id);
  if (path === '/tokenizer_info') {
    const info = await options.tokenizerInfo(undefined);
    answerJson(response, 200, {
      bos_token: info.bosToken ?? null,
      eos_token: info.eosToken ?? null,
      pad_token: info.padToken ?? null,
      chat_template: info.chatTemplate ?? null,
      vocab_size: info.vocabularySize,
      max_model_len: info.contextLength,
    });
    return;
  }
  const cards = options.gateway.cards();
  if (path === '/models') {
    answerJson(response, 200, { object: 'list', data: cards.map(presentModelCard) });
    return;
  }
  const name = modelName(decodeURIComponent(path.slice('/models/'.length)));
  const card = cards.find((candidate) => candidate.name === name || candidate.aliases.includes(name));
  if (card === undefined)
    throw new PlatformError('model.not_found', `there is no model ${JSON.stringify(name.slice(0, 100))}`, {
      field: 'model',
    });
  answerJson(response, 200, presentModelCard(card));
}

async function requireKey(keys: KeyDirectory, secret: string | undefined): Promise<void> {
  if (secret === undefined)
    throw new PlatformError('key.missing', 'there is no API key', {
      remedy: 'Send it as "Authorization: Bearer riad_…".',
    });
  const check = keys.checkCached(secret) ?? (await keys.check(secret));
  if (check.kind === 'valid') return;
  throw new PlatformError(
    check.kind === 'unknown' ? 'key.invalid' : `key.${check.kind}`,
    `this API key is ${check.kind === 'unknown' ? 'not known' : check.kind}`,
  );
}

function identityOf({ request, caller }: Incoming): Identity {
  if (caller !== undefined) return { caller };
  const bearer = /^Bearer +(?<secret>\S+)$/i.exec(request.headers.authorization ?? '')?.groups?.['secret'];
  const header = request.headers['x-api-key'] ?? request.headers['api-key'];
  return { secret: bearer ?? (typeof header === 'string' ? header : undefined) };
}

/** Names a browser may be tricked into sending requests to are refused: only the server's own. */
function checkHost(request: IncomingMessage, settings: Settings['server']): void {
  const host = (request.headers.host ?? '').toLowerCase();
  const name = host.replace(/:\d+$/, '');
  const known = new Set(
    ['localhost', '127.0.0.1', '[::1]', settings.host, ...settings.allowedHosts].map((own) => own.toLowerCase()),
  );
  const anyAddress = settings.host === '0.0.0.0' || settings.host === '::';
  if (known.has(name) || known.has(host) || (anyAddress && /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])$/.test(name)))
    return;
  throw new PlatformError('host.not_allowed', 'this server does not answer to that name', {
    remedy: 'Add it to server.allowedHosts in riad.yaml.',
  });
}

function requireMethod(request: IncomingMessage, method: string): void {
  if (request.method !== method) throw new PlatformError('route.method_not_allowed', `this path takes ${method}`);
}

export function makeRequestId(): RequestId {
  return makeId('req', randomBytes(12).toString('hex'));
}

function answerError(response: ServerResponse, id: RequestId, error: unknown): void {
  const expected =
    error instanceof PlatformError
      ? error
      : new PlatformError('server.internal', 'an unexpected error occurred', { cause: error });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(expected.kind.status, { ...errorHeaders(expected), 'x-request-id': id });
  response.end(JSON.stringify(errorBody(expected)));
}

function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function answerText(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(text);
}

import type { Readable } from 'node:stream';

import { PlatformError, type Egress } from '@riad/contracts';
import type { Dispatcher } from 'undici';

import { chunksOf } from './files/file-bytes.ts';
import { SourceProblem } from './sources/source-problem.ts';

/** The model store's only way out over HTTP: each hop asks the egress port, and nothing is followed silently. */
export interface HttpClient {
  open(request: HttpRequest): Promise<HttpAnswer>;
  /** A JSON document of at most 4 MiB. */
  readJson(request: HttpRequest): Promise<unknown>;
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Ends at a redirect whose headers already hold the answer. */
  readonly acceptRedirect?: (headers: HttpHeaders) => boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Readable;
}

export type HttpHeaders = ReadonlyMap<string, string>;

const MAX_REDIRECTS = 5;
const MAX_JSON_BYTES = 4 * 1024 * 1024;
/** Downloads carry nothing of ours out, so where the server stands is not known and not asked: user-assigned `ZZ`. */
const downloadLocation = { kind: 'remote', country: 'ZZ' } as const;

export interface HttpClientOptions {
  readonly egress: Egress;
  /** Replaces the default connections, for sites behind a proxy. The caller closes it. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly connectTimeoutMs?: number | undefined;
  /** No header or no byte for this long ends a request. */
  readonly silenceMs?: number | undefined;
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const silence = options.silenceMs ?? 30_000;
  let own: Dispatcher | undefined;

  /** The library is loaded with the first download: a server that has its models does without. */
  async function dispatcherOf(): Promise<Dispatcher> {
    if (options.dispatcher !== undefined) return options.dispatcher;
    const { Agent } = await import('undici');
    own ??= new Agent({
      connect: { timeout: options.connectTimeoutMs ?? 10_000 },
      headersTimeout: silence,
      bodyTimeout: silence,
      connections: 8,
    });
    return own;
  }

  async function open(request: HttpRequest): Promise<HttpAnswer> {
    let url = request.url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      askEgress(options.egress, url);
      const answer = await send(await dispatcherOf(), url, request);
      const target = answer.headers.get('location');
      const redirected = answer.status >= 300 && answer.status < 400 && answer.status !== 304 && target !== undefined;
      if (!redirected || request.acceptRedirect?.(answer.headers) === true) return answer;
      answer.body.resume();
      url = redirectTarget(url, target);
    }
    throw new SourceProblem('refused', `${request.url.host} redirects more than ${MAX_REDIRECTS} times`);
  }

  return {
    open,
    async readJson(request) {
      const answer = await open({ ...request, headers: { accept: 'application/json', ...request.headers } });
      failOnStatus(answer, request.url);
      return parseJson(await readBounded(answer, request.url), request.url);
    },
    close: async () => own?.destroy(),
  };
}

/** Says what a status other than success means; 429 and 5xx may pass. */
export function failOnStatus(answer: HttpAnswer, url: URL): void {
  if (answer.status >= 200 && answer.status < 300) return;
  answer.body.destroy();
  const transient = answer.status === 429 || answer.status === 408 || answer.status >= 500;
  const wait = retryAfterMs(answer.headers.get('retry-after'));
  throw new SourceProblem(
    transient ? 'transient' : 'refused',
    `${url.host} answered ${answer.status}${statusMeaning(answer.status)}`,
    wait === undefined ? {} : { retryAfterMs: wait },
  );
}

/** Asks the egress port for a download; a refusal becomes this source's reason. */
export function askEgress(egress: Egress, url: URL): void {
  try {
    egress.assertAllowed({ purpose: 'model-store', url, location: downloadLocation });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    throw new SourceProblem('refused', `no connection to ${url.host}: ${error.message}`, { cause: error });
  }
}

async function send(dispatcher: Dispatcher, url: URL, request: HttpRequest): Promise<HttpAnswer> {
  const undici = await import('undici');
  try {
    const answer = await undici.request(url, {
      dispatcher,
      method: request.method ?? 'GET',
      signal: request.signal,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'riad', ...request.headers },
    });
    // Bodies are often dropped unread; what breaks then is nobody's news. Readers still get their error.
    answer.body.on('error', () => undefined);
    return { status: answer.statusCode, headers: flatten(answer.headers), body: answer.body };
  } catch (error) {
    request.signal.throwIfAborted();
    throw new SourceProblem('unreachable', `${url.host} cannot be reached (${describeNetworkError(error)})`, {
      cause: error,
    });
  }
}

/** Where a redirect may lead: another web address, and never out of encryption. */
export function redirectTarget(from: URL, location: string): URL {
  const target = URL.parse(location, from.href);
  if (target === null || !['http:', 'https:'].includes(target.protocol))
    throw new SourceProblem('refused', `${from.host} redirects to something that is no web address`);
  if (from.protocol === 'https:' && target.protocol === 'http:')
    throw new SourceProblem('refused', `${from.host} redirects to ${target.host} without encryption`);
  return target;
}

async function readBounded({ body }: HttpAnswer, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of chunksOf(body)) {
      size += chunk.length;
      if (size > MAX_JSON_BYTES) throw new SourceProblem('refused', `${url.host} sent an overlong document`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    throw new SourceProblem('transient', `${url.host} broke off (${describeNetworkError(error)})`, { cause: error });
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Buffer, url: URL): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new SourceProblem('refused', `${url.host} sent something that is not JSON`, { cause: error });
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): HttpHeaders {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const],
    ),
  );
}

/** Seconds or a date; `undefined` when absent or unreadable. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function statusMeaning(status: number): string {
  const meanings: Readonly<Record<number, string>> = {
    401: ' (it asks for an account)',
    403: ' (access denied)',
    404: ' (not there)',
    416: ' (range not satisfiable)',
    429: ' (too many requests)',
  };
  return meanings[status] ?? '';
}

export function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code;
  return error.message === '' ? error.name : error.message;
}

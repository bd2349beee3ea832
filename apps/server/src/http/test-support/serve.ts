import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

import {
  localLocation,
  makeId,
  modelName,
  settingsSchema,
  type Caller,
  type ErrorCode,
  type KeyCheck,
  type ModelCard,
  type Settings,
} from '@riad/contracts';
import { createGateway, createLimiter, type Upstream, type UpstreamSink } from '@riad/gateway';
import { createGuard, defaultPolicy } from '@riad/guard';

import { createDataPlane } from '../data-plane.ts';
import { createGuardService } from '../guard-service.ts';
import { createHttpServer } from '../http-server.ts';

const guard = createGuard();

export const caller: Caller = {
  keyId: makeId('key', 'one'),
  keyName: 'one',
  projectId: makeId('prj', 'one'),
  organisationId: makeId('org', 'one'),
  limits: {},
};

const card: ModelCard = {
  name: modelName('org/model-1'),
  aliases: [modelName('m')],
  description: 'For tests',
  ownedBy: 'riad',
  licence: 'Apache-2.0',
  contextLength: 4096,
  capabilities: { chat: true, completion: true, fim: false, embedding: false, tools: true, vision: false },
  location: localLocation,
  created: 1_700_000_000,
};

export interface TestServer {
  readonly port: number;
  readonly refused: ErrorCode[];
  /** What the model was asked. */
  readonly asked: { readonly operation: string; readonly dialect: string; readonly bytes: number }[];
  /** How the model answers; by default one JSON object. */
  answer: (sink: UpstreamSink) => void;
  ready: boolean;
  paused: number;
  aborted: number;
  close(): Promise<void>;
}

/** The data plane on a free port, over a gateway whose parts are all at hand. */
export async function serve(settings: Partial<Settings['server']> = {}): Promise<TestServer> {
  const own = settingsSchema.parse({ server: settings }).server;
  const state: Omit<TestServer, 'port' | 'close'> = {
    refused: [],
    asked: [],
    ready: true,
    paused: 0,
    aborted: 0,
    answer(sink) {
      sink.onHead({ status: 200, contentType: 'application/json; charset=utf-8' });
      sink.onData(Buffer.from('{"ok":true}'));
      sink.onEnd({});
    },
  };
  const upstream: Upstream = {
    id: 'embedded',
    location: localLocation,
    cards: () => [card],
    targetName: (name) => name,
    available: () => true,
    start({ operation, dialect, raw }, sink) {
      state.asked.push({ operation, dialect, bytes: raw.length });
      setImmediate(() => state.answer(sink));
      return {
        abort: () => void state.aborted++,
        pause: () => void state.paused++,
        resume() {},
        produced: () => 0,
      };
    },
    close: async () => undefined,
  };
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const valid: KeyCheck = { kind: 'valid', caller };
  const keys = {
    checkCached: (secret: string): KeyCheck => (secret === 'good' ? valid : { kind: 'unknown' }),
    check: async (): Promise<KeyCheck> => ({ kind: 'unknown' }),
  };
  let records = 0;
  const limiter = createLimiter({ clock, defaults: () => ({}) });
  const gateway = createGateway({
    keys,
    limiter,
    inspect: (texts) => texts.map(() => []),
    policy: () => ({ version: 1, rules: [] }),
    opposes: () => false,
    checkUse: () => ({ allowed: true, use: { purpose: null, consent: null } }),
    conversations: {
      withVault: () => Promise.reject(new Error('nothing is found here')),
      corpus: () => {
        throw new Error('nothing is found here');
      },
      reveal: async () => undefined,
      forget: async () => false,
    },
    ledger: {
      append(_entry, callbacks) {
        setImmediate(() => {
          callbacks?.onWritten?.();
          callbacks?.onDurable?.();
        });
        return makeId('rec', String(records++));
      },
      status: () => ({ records, checkpointAt: null, healthy: true }),
      recent: async () => [],
      find: async () => undefined,
      close: async () => undefined,
    },
    usage: { add() {} },
    upstreams: () => [upstream],
    defaultModel: () => modelName('m'),
    clock,
    logger: { info() {}, warn() {}, error() {} },
  });
  const listener = createDataPlane({
    gateway,
    keys,
    guardService: createGuardService({ guard, policy: () => defaultPolicy, limiter }),
    documents: { has: () => false, serve: () => Promise.resolve() },
    grounded: { mayTake: () => false, run: () => Promise.resolve() },
    tokenizerInfo: async () => ({ vocabularySize: 5, contextLength: 6 }),
    settings: own,
    ready: () => state.ready,
    metrics: undefined,
    onRefused: (code) => void state.refused.push(code),
    fallback: (_request, response) => void response.writeHead(299).end('fallback'),
  });
  const server = createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, { port: portOf(server), close: () => close(server) });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One request over HTTP, with a good key unless headers say otherwise. */
export function ask(server: TestServer, path: string, { method, headers, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        path,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { authorization: 'Bearer good', ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A connection on which bytes are sent as written here. */
export function dial(server: TestServer): { readonly socket: Socket; readonly whole: Promise<string> } {
  const socket = connect(server.port, '127.0.0.1');
  const whole = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
  return { socket, whole };
}

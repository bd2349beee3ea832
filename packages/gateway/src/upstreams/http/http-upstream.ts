import {
  isSameLocation,
  localLocation,
  modelName,
  PlatformError,
  type Clock,
  type Egress,
  type Location,
  type ModelCard,
  type UpstreamSettings,
} from '@riad/contracts';

import type { GuardedRequest, Operation, Upstream, UpstreamCall, UpstreamSink } from '../upstream.ts';
import { adaptBody, type UpstreamKind } from './adapt-body.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { askStatus } from './connections/ask-status.ts';
import { createConnectionPool } from './connections/connection-pool.ts';
import { createGuardedLookup } from './guarded-lookup.ts';
import { startHealthCheck } from './health-check.ts';
import { HttpCall } from './http-call.ts';

export interface HttpUpstreamOptions {
  readonly settings: UpstreamSettings;
  readonly egress: Egress;
  readonly clock: Clock;
  /** The key's value, without line breaks; undefined when the upstream takes none. */
  readonly key: string | undefined;
}

/** An upstream over connections of its own. */
export interface HttpUpstream extends Upstream {
  /** Takes no new request; resolves when those under way have ended. */
  retire(): Promise<void>;
}

/** Requests that wait for a free connection, per connection, before new ones are refused. */
const WAITING_PER_CONNECTION = 1;
/** Servers close idle connections after five seconds and more; ours go first. */
const KEEP_ALIVE_MS = 4000;

/** Paths below the address in the settings, `/v1`. vLLM counts tokens at its root. */
const paths: Readonly<Record<UpstreamKind, Readonly<Partial<Record<Operation, string>>>>> = {
  'openai-compatible': { chat: '/chat/completions', completion: '/completions', embedding: '/embeddings' },
  mistral: { chat: '/chat/completions', fim: '/fim/completions', embedding: '/embeddings' },
  vllm: {
    chat: '/chat/completions',
    completion: '/completions',
    embedding: '/embeddings',
    tokenize: '/../tokenize',
    detokenize: '/../detokenize',
  },
  'llama-server': { chat: '/chat/completions', completion: '/completions', embedding: '/embeddings' },
};
/** Servers that say at this path whether they can work. */
const healthPaths: Readonly<Partial<Record<UpstreamKind, string>>> = {
  vllm: '/../health',
  'llama-server': '/../health',
};

/** A server of models over HTTP: Mistral's API, vLLM, llama-server or anything that speaks OpenAI's dialect. */
export function createHttpUpstream({ settings, egress, clock, key }: HttpUpstreamOptions): HttpUpstream {
  const { id, kind, timeouts, connections } = settings;
  const base = new URL(settings.url);
  const location: Location =
    settings.country === 'local' ? localLocation : { kind: 'remote', country: settings.country };
  const purpose = `upstream:${id}`;
  const pool = createConnectionPool({
    origin: base,
    connections,
    connectMs: timeouts.connectMs,
    headMs: timeouts.headersMs,
    silenceMs: timeouts.silenceMs,
    restMs: KEEP_ALIVE_MS,
    lookup: createGuardedLookup(egress, { purpose, url: base, location }),
  });
  const models = new Map(settings.models.map((model) => [model.id, model.upstream ?? model.id]));
  const breakers = new Map<string, Breaker>(settings.models.map((model) => [model.id, createBreaker(clock)]));
  const cards = settings.models.map((model) => cardOf(model, settings, location));
  const headFor = createRequestHeads({ base, paths: paths[kind], key });
  const health = location.kind === 'local' ? watchHealth(healthPaths[kind]) : undefined;
  let calls = 0;

  function watchHealth(path: string | undefined) {
    if (path === undefined) return undefined;
    const head = `GET ${joinPath(base.pathname, path)} HTTP/1.1\r\nhost: ${base.host}\r\nconnection: keep-alive\r\n`;
    return startHealthCheck(async () => (await askStatus(pool, head, timeouts.connectMs)) < 500);
  }

  function start(request: GuardedRequest, sink: UpstreamSink): UpstreamCall {
    assertOwnLocation(request);
    const head = headFor(request);
    if (head === undefined)
      throw new PlatformError('model.not_capable', `${id} offers no ${request.operation}`, { field: 'model' });
    egress.assertAllowed({ purpose, url: base, location, guardedFor: request.location });
    const { body, usageInjected } = adaptBody(request, kind);
    if (calls >= connections * (1 + WAITING_PER_CONNECTION))
      throw new PlatformError('upstream.busy', `${id} has ${calls} requests under way`, { retryAfterSeconds: 1 });
    const leave = breakers.get(request.model)?.enter();
    calls++;
    const call = new HttpCall({
      upstream: id,
      request,
      // Mistral's own API reports use without being asked; its clients count on it.
      dropUsage: usageInjected && request.dialect === 'openai',
      send: (heard) => pool.send({ head, body }, heard),
      now: () => clock.now(),
      onOver(outcome) {
        calls--;
        leave?.(outcome);
      },
      sink,
    });
    call.start();
    return call;
  }

  /** The request was guarded for one location: it may go to no other. */
  function assertOwnLocation(request: GuardedRequest): void {
    if (isSameLocation(request.location, location)) return;
    throw new PlatformError('guard.failed', `the request was not guarded for the location of ${id}`);
  }

  return {
    id,
    location,
    cards: () => cards,
    targetName: (model) => models.get(model) ?? model,
    cacheTokens: settings.cacheTokens,
    available: (model) => health?.healthy() !== false && (breakers.get(model)?.available() ?? true),
    start,
    retire() {
      health?.stop();
      return pool.retire();
    },
    async close() {
      health?.stop();
      pool.close();
    },
  };
}

interface RequestHeads {
  readonly base: URL;
  readonly paths: Readonly<Partial<Record<Operation, string>>>;
  readonly key: string | undefined;
}

/** Heads are the same for every request of one kind: written once. Undefined for an operation that is not offered. Fails with `settings.invalid` when the key is none. */
function createRequestHeads({ base, paths: own, key }: RequestHeads) {
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new PlatformError(
      'settings.invalid',
      'the key of an upstream holds a space, a line break or a letter beyond ASCII',
      {
        field: 'upstreams.key',
        remedy: 'Copy it again, on one line.',
      },
    );
  const written = new Map<string, string>();
  const authorization = key === undefined ? '' : `authorization: Bearer ${key}\r\n`;
  return ({ operation, stream }: GuardedRequest): string | undefined => {
    const path = own[operation];
    if (path === undefined) return undefined;
    const accept = stream ? 'text/event-stream' : 'application/json';
    const name = `${accept} ${path}`;
    let head = written.get(name);
    if (head === undefined) {
      head =
        `POST ${joinPath(base.pathname, path)} HTTP/1.1\r\nhost: ${base.host}\r\nconnection: keep-alive\r\n` +
        `content-type: application/json\r\naccept: ${accept}\r\nuser-agent: riad\r\n${authorization}`;
      written.set(name, head);
    }
    return head;
  };
}

/** `/v1` and `/../tokenize` give `/tokenize`. */
function joinPath(base: string, path: string): string {
  const own = base.endsWith('/') ? base.slice(0, -1) : base;
  return path.startsWith('/../') ? `${own.slice(0, Math.max(0, own.lastIndexOf('/')))}${path.slice(3)}` : own + path;
}

function cardOf(model: UpstreamSettings['models'][number], settings: UpstreamSettings, location: Location): ModelCard {
  return {
    name: modelName(model.id),
    aliases: [],
    description: `Served by ${settings.id}`,
    ownedBy: settings.id,
    licence: 'as the operator of the upstream says',
    contextLength: model.contextLength ?? 0,
    capabilities: {
      chat: true,
      completion: settings.kind !== 'mistral',
      fim: settings.kind === 'mistral',
      embedding: true,
      tools: true,
      vision: false,
    },
    location,
    created: 0,
  };
}

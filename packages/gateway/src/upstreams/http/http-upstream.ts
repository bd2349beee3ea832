import {
  localLocation,
  modelName,
  type Clock,
  type Egress,
  type Location,
  type ModelCard,
  type ModelName,
  type UpstreamSettings,
} from '@riad/contracts';
import { Pool } from 'undici';

import type { GuardedRequest, Operation, Upstream, UpstreamCall, UpstreamSink } from '../upstream.ts';
import { adaptBody, injectsUsage } from './adapt-body.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { HttpCall } from './http-call.ts';

export interface HttpUpstreamOptions {
  readonly settings: UpstreamSettings;
  readonly egress: Egress;
  readonly clock: Clock;
  /** The key's value; asked when the upstream is made. */
  readonly key: string | undefined;
}

const paths: Readonly<Record<Operation, string>> = {
  chat: '/chat/completions',
  completion: '/completions',
  fim: '/fim/completions',
  embedding: '/embeddings',
  tokenize: '/tokenize',
  detokenize: '/detokenize',
};

/** A server of models over HTTP: Mistral's API, vLLM, llama-server or anything that speaks OpenAI's dialect. */
export function createHttpUpstream({ settings, egress, clock, key }: HttpUpstreamOptions): Upstream {
  const base = new URL(settings.url);
  const location: Location =
    settings.country === 'local' ? localLocation : { kind: 'remote', country: settings.country };
  const pool = new Pool(base.origin, {
    connections: settings.connections,
    pipelining: 1,
    connect: { timeout: settings.timeouts.connectMs },
    allowH2: false,
  });
  const breakers = new Map<string, Breaker>(settings.models.map((model) => [model.id, createBreaker(clock)]));

  function start(request: GuardedRequest, sink: UpstreamSink): UpstreamCall {
    egress.assertAllowed({ purpose: `upstream:${settings.id}`, url: base, location });
    const breaker = breakers.get(request.model);
    return new HttpCall({
      pool,
      path: `${base.pathname.replace(/\/$/, '')}${paths[request.operation]}`,
      headers: {
        'content-type': 'application/json',
        accept: request.stream ? 'text/event-stream' : 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: adaptBody(request, settings.kind),
      request,
      dropUsageEvent: injectsUsage(request, settings.kind),
      timeouts: settings.timeouts,
      sink: {
        onHead: (head) => sink.onHead(head),
        onData: (bytes) => sink.onData(bytes),
        onEnd(end) {
          breaker?.succeeded();
          sink.onEnd(end);
        },
        onError(error) {
          if (error.kind.retryable) breaker?.failed();
          sink.onError(error);
        },
      },
    });
  }

  return {
    id: settings.id,
    location,
    cards: () => settings.models.map((model) => cardOf(model.id, settings, location)),
    targetName: (model) => settings.models.find((candidate) => candidate.id === model)?.upstream ?? model,
    available: (model) => breakers.get(model)?.allows() ?? true,
    start,
    close: () => pool.destroy(),
  };
}

function cardOf(name: string, settings: UpstreamSettings, location: Location): ModelCard {
  const id: ModelName = modelName(name);
  return {
    name: id,
    aliases: [],
    description: `Served by ${settings.id}`,
    ownedBy: settings.id,
    licence: 'see the provider',
    contextLength: 0,
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

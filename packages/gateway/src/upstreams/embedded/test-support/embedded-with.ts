import {
  localLocation,
  makeId,
  modelName,
  type EngineBackend,
  type EngineEvent,
  type EngineSink,
  type JsonObject,
  type ModelCard,
  type PlatformError,
  type TokenUsage,
} from '@riad/contracts';

import type { Dialect, GuardedRequest, Operation, UpstreamCall } from '../../upstream.ts';
import { createEmbeddedUpstream } from '../embedded-upstream.ts';

/** What a sink heard of one call. */
export interface Heard {
  head: { readonly status: number; readonly contentType: string } | undefined;
  readonly buffers: Buffer[];
  usage: TokenUsage | undefined;
  error: PlatformError | undefined;
  ended: boolean;
}

export interface Call extends Heard {
  readonly call: UpstreamCall;
  /** Resolves when the sink heard the end. */
  readonly done: Promise<Heard>;
}

export interface Asked {
  readonly operation?: Operation;
  readonly dialect?: Dialect;
  readonly body: JsonObject;
}

/** A request as the guard's apply step makes it. */
export function guardedRequest({ operation = 'chat', dialect = 'openai', body }: Asked): GuardedRequest {
  const name = typeof body['model'] === 'string' ? body['model'] : 'fake-chat';
  const request: Omit<GuardedRequest, symbol> = {
    id: makeId('req', '0123456789ab'),
    operation,
    dialect,
    caller: {
      keyId: makeId('key', 'k'),
      keyName: 'test',
      projectId: makeId('prj', 'p'),
      organisationId: makeId('org', 'o'),
      limits: {},
    },
    model: modelName(name),
    targetModel: name,
    stream: body['stream'] === true,
    raw: Buffer.from(JSON.stringify(body)),
    members: [],
    body,
    location: localLocation,
    cacheKey: 'o/p/1',
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- stands for the only place that grants the brand
  return request as GuardedRequest;
}

/** The upstream over an engine that a test decides about. The clock stands still. */
export function embeddedWith(engine: EngineBackend): {
  start(asked: Asked): Call;
  ask(asked: Asked): Promise<Heard>;
  cards(): readonly ModelCard[];
} {
  const upstream = createEmbeddedUpstream({
    engine,
    clock: { now: () => 1_700_000_000_000, monotonic: () => 0 },
    aliases: ({ kind }) => [modelName(kind === 'chat' ? 'default' : 'default-embedding')],
    describe: () => ({
      prefixes: { queryPrefix: 'query: ', passagePrefix: 'passage: ' },
      description: 'test',
      licence: 'Apache-2.0',
      created: 1_700_000_000,
      digest: 'abcdef0123456789abcdef',
    }),
  });
  const start = (asked: Asked): Call => {
    const heard: Heard = { head: undefined, buffers: [], usage: undefined, error: undefined, ended: false };
    const { promise, resolve } = Promise.withResolvers<Heard>();
    const end = (): void => {
      if (heard.ended) throw new Error('the sink heard two ends');
      heard.ended = true;
      resolve(heard);
    };
    const call = upstream.start(guardedRequest(asked), {
      onHead(head) {
        heard.head = head;
      },
      onData(bytes) {
        heard.buffers.push(bytes);
      },
      onEnd({ usage }) {
        heard.usage = usage;
        end();
      },
      onError(error) {
        heard.error = error;
        end();
      },
    });
    return Object.assign(heard, { call, done: promise });
  };
  return { start, ask: async (asked) => start(asked).done, cards: () => upstream.cards() };
}

/** The one JSON document of an answer. */
export function document(heard: Heard): JsonObject {
  if (heard.error !== undefined) throw heard.error;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an answer is an object
  return JSON.parse(Buffer.concat(heard.buffers).toString('utf8')) as JsonObject;
}

/** The `data:` lines of a stream, `[DONE]` included. */
export function eventsOf(heard: Heard): readonly unknown[] {
  if (heard.error !== undefined) throw heard.error;
  const events = Buffer.concat(heard.buffers).toString('utf8').split('\n\n');
  if (events.pop() !== '') throw new Error('the stream ends inside an event');
  return events.map((event) => (event === 'data: [DONE]' ? '[DONE]' : JSON.parse(event.replace(/^data: /, ''))));
}

/** Replaces what an engine generates by events a test hands over one by one. */
export function steered(engine: EngineBackend): {
  readonly engine: EngineBackend;
  readonly sinks: readonly EngineSink[];
  readonly aborted: readonly number[];
  say(run: number, ...events: readonly EngineEvent[]): void;
} {
  const sinks: EngineSink[] = [];
  const aborted: number[] = [];
  const generate: EngineBackend['generate'] = (_, sink) => {
    const run = sinks.push(sink) - 1;
    return { abort: () => void aborted.push(run) };
  };
  return {
    engine: new Proxy(engine, {
      get(target, key) {
        if (key === 'generate') return generate;
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
    sinks,
    aborted,
    say(run, ...events) {
      for (const event of events) sinks[run]?.onEvent(event);
    },
  };
}

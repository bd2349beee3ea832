import {
  localLocation,
  makeId,
  modelName,
  settingsSchema,
  systemClock,
  type EngineBackend,
  type JsonObject,
  type ModelName,
} from '@riad/contracts';
import { createEmbeddedEngine } from '@riad/engine';
import { createEmbeddedUpstream, createHttpUpstream, type GuardedRequest, type Upstream } from '@riad/gateway';
import {
  chatAnswer,
  chatEvents,
  createFakeEngine,
  fakeChat,
  startFaultyUpstream,
  upstreamContract,
  type FaultyUpstream,
  type ReceivedRequest,
  type UpstreamSubject,
} from '@riad/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { haveSmallModel, smallModel, smallModelFile } from './support/test-models.ts';

const smol = modelName(smallModel);
const words = Array.from({ length: 24 }, (_, index) => `word${index} `);

/** A request as the guard lets it through. */
function requestTo(model: ModelName, own: JsonObject): GuardedRequest {
  const body: JsonObject = { ...own, model };
  const request: Omit<GuardedRequest, symbol> = {
    id: makeId('req', '0123456789ab'),
    operation: 'chat',
    dialect: 'openai',
    caller: {
      keyId: makeId('key', 'k'),
      keyName: 'test',
      projectId: makeId('prj', 'p'),
      organisationId: makeId('org', 'o'),
      limits: {},
    },
    model,
    targetModel: model,
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

function subjectOf(upstream: Upstream, model: ModelName): UpstreamSubject {
  return { start: (body, sink) => upstream.start(requestTo(model, body), sink) };
}

function embeddedOver(engine: EngineBackend): Upstream {
  return createEmbeddedUpstream({
    engine,
    clock: systemClock,
    aliases: () => [],
    describe: () => ({ description: 'test', licence: 'Apache-2.0', created: 0, digest: 'abcdef0123456789abcdef' }),
  });
}

describe('the upstream of the fake engine keeps the contract', () => {
  const engine = createFakeEngine({ answer: ({ prompt }) => (isLong(prompt) ? undefined : { text: words.join('') }) });
  const upstream = embeddedOver(engine);
  afterAll(() => engine.close());
  test.each(upstreamContract)('$promise', async ({ check }) => {
    await expect(check(subjectOf(upstream, fakeChat))).resolves.toBeUndefined();
  });
});

function isLong(prompt: unknown): boolean {
  return JSON.stringify(prompt).length > 10_000;
}

describe.skipIf(!haveSmallModel)('the upstream of a real model keeps the contract (skipped without it)', () => {
  let engine: EngineBackend;
  beforeAll(async () => {
    engine = createEmbeddedEngine({
      installed: () => [
        {
          name: smol,
          kind: 'chat',
          path: smallModelFile,
          contextLength: 8192,
          format: 'template',
          supportsTools: false,
          supportsFim: false,
        },
      ],
      verify: async () => {},
      threads: 1,
      memory: 'auto',
      contextLength: 1024,
      parallel: 2,
      clock: systemClock,
      logger: { info() {}, warn() {}, error() {} },
    });
    await engine.load(smol);
  });
  afterAll(() => engine.close());
  test.each(upstreamContract)('$promise', async ({ check }) => {
    await expect(check(subjectOf(embeddedOver(engine), smol))).resolves.toBeUndefined();
  });
});

describe('an OpenAI-compatible upstream keeps the contract', () => {
  const asJson = { 'content-type': 'application/json' };
  let server: FaultyUpstream;
  let upstream: Upstream;
  beforeAll(async () => {
    server = await startFaultyUpstream(answerTo);
    const [settings] = settingsSchema.parse({
      upstreams: [{ id: 'near', kind: 'vllm', url: server.url, country: 'local', models: [{ id: 'm' }] }],
    }).upstreams;
    if (settings === undefined) throw new Error('no upstream');
    upstream = createHttpUpstream({ settings, egress: { assertAllowed() {} }, clock: systemClock, key: undefined });
  });
  afterAll(async () => {
    await upstream.close();
    await server.close();
  });

  function answerTo({ body }: ReceivedRequest) {
    if (isLong(body)) {
      const error = { message: 'too long', type: 'invalid_request_error', code: 'context_length_exceeded' };
      return { status: 400, headers: asJson, pieces: [JSON.stringify({ error })] };
    }
    const streamed = body.includes('"stream":true');
    return streamed
      ? { headers: { 'content-type': 'text/event-stream' }, pieces: chatEvents({ texts: words }), headAfterMs: 20 }
      : { headers: asJson, pieces: [chatAnswer({ texts: words })], headAfterMs: 20 };
  }

  test.each(upstreamContract)('$promise', async ({ check }) => {
    await expect(check(subjectOf(upstream, modelName('m')))).resolves.toBeUndefined();
  });
});

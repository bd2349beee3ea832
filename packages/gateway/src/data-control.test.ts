import { PlatformError, type NamedUse, type Policy } from '@riad/contracts';
import { createGuard, defaultPolicy } from '@riad/guard';
import { chatAnswer, startFaultyUpstream, type FaultyUpstream, type ReceivedRequest } from '@riad/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { GatewayPorts } from './gateway-ports.ts';
import { LONGEST_READ_HERE } from './steps/inspect.ts';
import {
  conversationsWith,
  FakeVaults,
  gatewayWith,
  upstreamAt,
  type TestGateway,
} from './test-support/gateway-with.ts';
import type { UpstreamKind } from './upstreams/http/adapt-body.ts';
import type { Dialect, Operation } from './upstreams/upstream.ts';

const guard = createGuard();
const far = { id: 'far', country: 'FR', contract: 'C-1' };
const planted = 'Mme Khadija Benani, CIN BK654321, tél. 06 61 22 33 44. السيد يوسف العلوي مزداد بالرباط.';
const values = ['Khadija', 'Benani', 'BK654321', '61 22 33', '661223344', 'يوسف', 'العلوي'];

let server: FaultyUpstream;
let gateway: TestGateway;
beforeEach(async () => {
  server = await startFaultyUpstream(repeat);
});
afterEach(async () => {
  await gateway.close();
  await server.close();
});

/** A model that says what it was told. */
function repeat({ body }: ReceivedRequest) {
  return { headers: { 'content-type': 'application/json' }, pieces: [chatAnswer({ texts: [lastQuestion(body)] })] };
}

function lastQuestion(body: string): string {
  const { messages = [] } = JSON.parse(body) as { messages?: { role: string; content: string }[] };
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

function guarded(overrides: Partial<GatewayPorts> = {}): Partial<GatewayPorts> {
  return { inspect: (texts) => guard.inspect(texts), policy: () => defaultPolicy, ...overrides };
}

function open(overrides: Partial<GatewayPorts> = {}, kind: UpstreamKind = 'openai-compatible'): void {
  gateway = gatewayWith(guarded(overrides), [upstreamAt(server.url, { ...far, kind })]);
}

function say(content: unknown, more: object = {}) {
  return { model: 'm', messages: [{ role: 'user', content }], ...more };
}

function expectNothingLeft(): void {
  const received = server.requests.map(({ path, headers, body }) => path + JSON.stringify(headers) + body).join('\n');
  for (const value of values) expect(received).not.toContain(value);
}

/** Planted wherever a client may write something. */
const bodies: Readonly<Record<Operation, object>> = {
  chat: {
    model: 'm',
    user: 'khadija.benani@example.ma',
    metadata: { dossier: planted },
    stop: ['BK654321'],
    messages: [
      { role: 'system', content: `Tu écris pour ${planted}` },
      { role: 'user', content: [{ type: 'text', text: planted }], name: 'Khadija' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'abcdefghi',
            type: 'function',
            function: { name: 'find', arguments: JSON.stringify({ who: planted, 'CIN BK654321': 661223344 }) },
          },
        ],
      },
      {
        role: 'tool',
        tool_call_id: 'abcdefghi',
        name: 'find',
        content: JSON.stringify({ nom: 'Khadija Benani', cin: 'BK654321' }),
      },
      { role: 'user', content: 'Écris à سيد يوسف العلوي, GSM \\u0030661223344 ou 0661223344.' },
    ],
    tools: [
      {
        type: 'function',
        function: {
          name: 'find',
          description: `Exemple : ${planted}`,
          parameters: {
            type: 'object',
            properties: {
              who: {
                type: 'string',
                examples: ['CIN BK654321', 'Mme Khadija Benani'],
                enum: ['M. Youssef', 'Mme Khadija Benani'],
              },
            },
          },
        },
      },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'a',
        schema: { type: 'object', description: planted, properties: { 'Mme Khadija Benani': { const: 'BK654321' } } },
      },
    },
  },
  completion: { model: 'm', prompt: [planted, 'CIN BK654321'], suffix: planted, stop: 'Mme Khadija Benani' },
  fim: { model: 'm', prompt: `# ${planted}\ndef f():`, suffix: planted },
  embedding: { model: 'm', input: [planted, 'CIN BK654321'] },
  rerank: { model: 'm', query: planted, documents: [planted, { text: 'CIN BK654321' }] },
  tokenize: { model: 'm', prompt: planted },
  detokenize: { model: 'm', tokens: [1, 2, 3] },
};

describe('R1, R2, R4: the bytes that leave the socket', () => {
  const kinds: readonly UpstreamKind[] = ['openai-compatible', 'mistral', 'vllm'];
  const dialects: readonly Dialect[] = ['openai', 'mistral'];
  const cases = kinds.flatMap((kind) =>
    dialects.flatMap((dialect) =>
      Object.keys(bodies).map((operation) => [kind, dialect, operation as Operation] as const),
    ),
  );

  test.each(cases)('%s, %s dialect, %s: no planted value', async (kind, dialect, operation) => {
    open({}, kind);
    const reply = await gateway.ask({ operation, dialect, body: bodies[operation] });
    expectNothingLeft();
    const said = reply.headers['x-riad-error'] ?? reply.headers['x-riad-guard'] ?? '';
    expect(said).toMatch(/^(?:model\.not_capable|policy\.no_target|request\.unsupported|pseudonymise=\d+)$/);
    const masked = server.requests.filter(({ body }) => /\[\[CIN_\w{3,6}\]\]/.test(body));
    expect([masked.length, server.requests.length]).toEqual(said.startsWith('pseudonymise') ? [1, 1] : [0, 0]);
  });

  test('only what holds a value is written anew', async () => {
    open();
    const body = `{ "model":"m-real" , "temperature": 1.0, "messages":[ {"role":"system","content":"Réponds."},\n {"content" : "CIN BK654321 \\u00e9t\\u00e9", "role":"user"} ], "seed":12345678901 }`;
    gateway.upstreams = [upstreamAt(server.url, { ...far, models: [{ id: 'm-real' }] })];
    await gateway.ask({ body });
    const [, before = '', after = ''] =
      /^(.*"content" : )"CIN \[\[CIN_\w{3}\]\] été"(.*)$/s.exec(server.requests[0]?.body ?? '') ?? [];
    expect(before).toMatch(
      /^\{ "model":"m-real" , "temperature": 1\.0, "messages":\[ \{"role":"system","content":"Réponds\.\\n\\n.*"\},\n \{"content" : $/,
    );
    expect(after).toBe(', "role":"user"} ], "seed":12345678901 }');
  });

  test('a number inside arguments is replaced, the number of a parameter refused', async () => {
    open({
      inspect: (texts) =>
        texts.map((text) =>
          text === '661223344' ? [{ type: 'phone', start: 0, end: 9, score: 1, checksum: null }] : [],
        ),
    });
    await gateway.ask({ body: say('a', { metadata: { gsm: 661223344 } }) });
    expect(server.requests[0]?.body).toMatch(/"gsm":"\[\[TEL_\w{3}\]\]"/);
    const refused = await gateway.ask({
      body: '{"model":"m","messages":[{"role":"user","content":"a"}],"seed":661223344}',
    });
    expect(refused.json()).toMatchObject({ code: 'content_policy_violation', param: 'seed' });
    expect(server.requests).toHaveLength(1);
  });

  test('a value that the policy describes leaves as its surrogate, comes back, and is refused where it must stay', async () => {
    const pattern = { id: 'file-number', pattern: String.raw`DOS-\d{4}`, local: 'allow' } as const;
    const policyWith = (remote: 'pseudonymise' | 'block'): Policy => ({
      version: 5,
      rules: [],
      patterns: [{ ...pattern, remote }],
    });
    gateway = gatewayWith(guarded({ policy: () => policyWith('pseudonymise') }), [upstreamAt(server.url, far)]);
    const answered = await gateway.ask({ body: say('Le dossier DOS-2024 est là.') });
    expect(answered.json()).toMatchObject({ choices: [{ message: { content: 'Le dossier DOS-2024 est là.' } }] });
    expect(server.requests[0]?.body).toMatch(/\[\[OWN_\w{3}\]\]/);
    expect(server.requests[0]?.body).not.toContain('DOS-2024');
    gateway = gatewayWith(guarded({ policy: () => policyWith('block') }), [upstreamAt(server.url, far)]);
    expect((await gateway.ask({ body: say('Le dossier DOS-2024 est là.') })).status).toBe(403);
    expect(server.requests).toHaveLength(1);
  });

  test('a fallback gets what its own place may see, and keep-local goes nowhere else', async () => {
    const policy: Policy = {
      version: 4,
      rules: [
        {
          id: 'a',
          types: ['cin', 'person', 'phone'],
          local: 'allow',
          remote: 'keep-local',
          countries: { FR: 'pseudonymise' },
        },
      ],
    };
    const local = await startFaultyUpstream({ status: 503 });
    gateway = gatewayWith(guarded({ policy: () => policy }), [
      upstreamAt(local.url, { id: 'near', country: 'local' }),
      upstreamAt(server.url, far),
    ]);
    const kept = await gateway.ask({ body: say(planted) });
    expect(kept.status).toBe(502);
    expect(local.requests[0]?.body).toContain('BK654321');
    expect(server.requests).toHaveLength(0);
    gateway.upstreams = [upstreamAt(server.url, { ...far, country: 'US' })];
    expect((await gateway.ask({ body: say(planted) })).headers['x-riad-error']).toBe('policy.no_target');
    expect(server.requests).toHaveLength(0);
    const second = upstreamAt(server.url, { ...far, id: 'second' });
    gateway.upstreams = [upstreamAt(local.url, far), second];
    const answered = await gateway.ask({ body: say(planted) });
    expect(answered.json()).toMatchObject({ choices: [{ message: { content: planted } }] });
    expect(local.requests.at(-1)?.body).toBe(server.requests[0]?.body);
    expectNothingLeft();
    await local.close();
  });
});

describe('R2: whatever fails, nothing leaves', () => {
  test.each<[string, Partial<GatewayPorts>, string]>([
    ['the inspection', { inspect: () => fail() }, 'guard.failed'],
    ['the policy', { policy: () => fail() }, 'guard.failed'],
    ['the list of oppositions', { opposes: () => fail() }, 'server.internal'],
    ['a vault', { conversations: { ...conversationsWith(), withVault: () => fail() } }, 'guard.failed'],
    ['the key of the tenant', { conversations: conversationsWith(new FakeVaults(), fail) }, 'guard.failed'],
  ])('%s', async (_what, overrides, code) => {
    open(overrides);
    const reply = await gateway.ask({ body: say(planted) });
    expect(reply.headers['x-riad-error']).toBe(code);
    expect(reply.text()).not.toMatch(/Khadija|BK654321/);
    expect(server.requests).toHaveLength(0);
  });

  test('the thread that reads long texts', async () => {
    const length = LONGEST_READ_HERE + 1;
    open({ inspectApart: (_texts, { onError }) => setImmediate(() => onError(new Error('killed: Khadija'))) });
    const reply = await gateway.ask({ body: say(planted.padEnd(length, ' ')) });
    expect(reply.headers['x-riad-error']).toBe('guard.failed');
    expect(reply.text()).not.toContain('Khadija');
    expect(gateway.ledger.entries).toMatchObject([
      { type: 'request.refused', facts: { reason: 'guard.failed', findings: {} } },
      { type: 'request.close' },
    ]);
    expect(server.requests).toHaveLength(0);
  });

  test('what that thread found is replaced like anything else', async () => {
    const { inspect } = createGuard();
    open({ inspectApart: (texts, { onFindings }) => setImmediate(() => onFindings(inspect(texts))) });
    await gateway.ask({ body: say(planted.padEnd(LONGEST_READ_HERE + 1, ' ')) });
    expect(server.requests).toHaveLength(1);
    expectNothingLeft();
  });

  test('a client that leaves while its text is read reaches no server', async () => {
    let found: (() => void) | undefined;
    open({ inspectApart: (texts, { onFindings }) => (found = () => onFindings(texts.map(() => []))) });
    const reply = gateway.send({ body: say('a'.repeat(LONGEST_READ_HERE + 1)) });
    reply.leave();
    found?.();
    expect(gateway.ledger.entries).toEqual([]);
    expect(server.requests).toHaveLength(0);
  });

  test('a store that is away', async () => {
    const vaults = new FakeVaults();
    vaults.failure = new PlatformError('store.unavailable', 'the database does not answer');
    open({ conversations: conversationsWith(vaults) });
    expect((await gateway.ask({ body: say(planted) })).headers['x-riad-error']).toBe('store.unavailable');
    expect((await gateway.ask({ body: say('Bonjour') })).status).toBe(200);
    expect(server.requests).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error('Khadija BK654321');
}

describe('R19: vaults', () => {
  const surrogates = (): readonly string[] =>
    (server.requests.at(-1)?.body.match(/\[\[(?:PER|CIN|TEL)_\w+\]\]/g) ?? []).filter((code) => code !== '[[PER_7QK]]');

  test('a conversation keeps its surrogates as it grows; another, and another key, has its own', async () => {
    open();
    await gateway.ask({ body: say(planted) });
    const first = surrogates();
    const history = [
      { role: 'user', content: planted },
      { role: 'assistant', content: planted },
    ];
    await gateway.ask({ body: { model: 'm', messages: [...history, { role: 'user', content: 'Merci' }] } });
    expect(surrogates()).toEqual([...first, ...first]);
    await gateway.ask({ body: say(`Bonjour. ${planted}`) });
    for (const surrogate of surrogates()) expect(first).not.toContain(surrogate);
    await gateway.ask({ body: say(`Bonjour. ${planted}`), conversation: 'c-1' });
    const named = surrogates();
    await gateway.ask({ body: say(`Autre début. ${planted}`), conversation: 'c-1' });
    expect(surrogates()).toEqual(named);
  });

  test('two servers give the same surrogates in one conversation', async () => {
    const vaults = new FakeVaults();
    open({ conversations: conversationsWith(vaults) });
    await gateway.ask({ body: say(planted) });
    const first = surrogates();
    const other = gatewayWith(guarded({ conversations: conversationsWith(vaults) }), gateway.upstreams);
    await other.ask({ body: say(planted) });
    expect(surrogates()).toEqual(first);
    // Both have it open now and meet somebody new.
    const history = [
      { role: 'user', content: planted },
      { role: 'user', content: 'M. Omar Tazi, CIN AB123456' },
    ];
    await Promise.all([
      gateway.ask({ body: { model: 'm', messages: history } }),
      other.ask({ body: { model: 'm', messages: history } }),
    ]);
    const [left = '', right = ''] = server.requests.slice(-2).map(({ body }) => body);
    expect(left).toBe(right);
  });

  test('a surrogate that was not given in this request means nothing, whoever writes it', async () => {
    open();
    await gateway.ask({ body: say(planted), conversation: 'c-1' });
    const [stolen = ''] = surrogates();
    const reply = await gateway.ask({ body: say(`Qui est ${stolen} ? CIN AB123456`), conversation: 'c-1' });
    expect(reply.json()).toMatchObject({ choices: [{ message: { content: `Qui est ${stolen} ? CIN AB123456` } }] });
  });

  test('what the store keeps holds no value', async () => {
    const vaults = new FakeVaults();
    open({ conversations: conversationsWith(vaults) });
    await gateway.ask({ body: say(planted) });
    const stored = JSON.stringify([...vaults.stored.values()], (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const value of values) expect(stored).not.toContain(value);
  });
});

test('R10: a person who opposes is not processed, here or elsewhere, and is not named in the refusal', async () => {
  open({ opposes: (_caller, { type, value }) => type === 'cin' && value.includes('BK654321') });
  gateway.upstreams = [upstreamAt(server.url)];
  const reply = await gateway.ask({ body: say(planted) });
  expect(reply.headers['x-riad-error']).toBe('guard.blocked');
  expect(reply.text() + JSON.stringify(gateway.ledger.entries)).not.toContain('BK654321');
  expect((await gateway.ask({ body: say('CIN AB123456') })).status).toBe(200);
  expect(server.requests).toHaveLength(1);
});

test('R18: what names a pupil stays at home', async () => {
  open();
  const reply = await gateway.ask({ body: say('Code Massar de l’élève : G134567890') });
  expect(reply.headers['x-riad-error']).toBe('policy.no_target');
  expect(server.requests).toHaveLength(0);
});

test('R21: a secret is blocked everywhere, with advice, and written nowhere', async () => {
  open();
  gateway.upstreams = [upstreamAt(server.url)];
  const secret = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
  const reply = await gateway.ask({ body: say(`token ${secret}`) });
  expect(reply.status).toBe(403);
  expect(reply.json()['message']).toMatch(/Take the values out/);
  expect(reply.text() + JSON.stringify([gateway.ledger.entries, gateway.errors])).not.toContain(secret);
  expect(server.requests).toHaveLength(0);
});

describe('the line about surrogates', () => {
  test.each([
    ['Je suis Khadija Benani, écris une lettre.', 'Les codes entre'],
    ['My name is Khadija Benani, write a letter for me.', 'Codes in double'],
    ['أنا السيدة خديجة بناني، اكتب رسالة.', 'الرموز بين'],
  ])('is in the language of the question: %s', async (question, beginning) => {
    open();
    await gateway.ask({ body: say(question) });
    const { messages } = JSON.parse(server.requests[0]?.body ?? '') as {
      messages: { role: string; content: string }[];
    };
    expect(messages[0]).toMatchObject({ role: 'system', content: expect.stringContaining(beginning) });
  });

  test('joins the system message, whatever its form, and is not said when nothing was replaced', async () => {
    open();
    const text = [{ type: 'text', text: 'Réponds.' }];
    await gateway.ask({
      body: {
        model: 'm',
        messages: [
          { role: 'system', content: text },
          { role: 'user', content: planted },
        ],
      },
    });
    const { messages } = JSON.parse(server.requests[0]?.body ?? '') as { messages: { content: unknown }[] };
    expect(messages).toHaveLength(2);
    expect(messages[0]?.content).toEqual([{ type: 'text', text: expect.stringContaining('[[PER_7QK]]') }, ...text]);
    await gateway.ask({ body: say('Bonjour') });
    expect(server.requests[1]?.body).not.toContain('[[');
  });
});

test('R17: a use for another purpose reaches no model, and the record says what was refused', async () => {
  const seen: NamedUse[] = [];
  open({
    checkUse: (_caller, named) => {
      seen.push(named);
      const use = { purpose: 'enrolment', consent: null };
      if (named.purpose === 'enrolment') return { allowed: true, use };
      return { allowed: false, use, problem: { kind: 'purpose-not-declared', declared: ['enrolment'] } };
    },
  });
  gateway.upstreams = [upstreamAt(server.url)];
  const refused = await gateway.ask({ body: say('Bonjour'), use: { purpose: 'marketing' } });
  expect([refused.status, refused.headers['x-riad-error']]).toEqual([403, 'purpose.refused']);
  expect(refused.json()).toMatchObject({ param: 'x-riad-purpose' });
  expect(server.requests).toHaveLength(0);
  const entry = gateway.ledger.entries.find(({ type }) => type === 'request.refused');
  expect(entry?.facts).toMatchObject({ reason: 'purpose.refused', purpose: 'enrolment' });
  expect(JSON.stringify(gateway.ledger.entries)).not.toContain('marketing');

  const named = { metadata: { riad_purpose: 'enrolment', riad_consent: 'cns_1' } };
  expect((await gateway.ask({ body: say('Bonjour', named) })).status).toBe(200);
  expect(seen.at(-1)).toEqual({ purpose: 'enrolment', consent: 'cns_1' });
  expect(gateway.ledger.entries.find(({ type }) => type === 'request.open')?.facts).toMatchObject({
    purpose: 'enrolment',
  });
  const odd = await gateway.ask({ body: say('Bonjour', { metadata: { riad_purpose: 7 } }) });
  expect(odd.json()).toMatchObject({ param: 'metadata.riad_purpose' });
});

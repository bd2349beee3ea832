import { afterAll, beforeAll, expect, test } from 'vitest';

import { ask, serve, type TestServer } from './test-support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.close());

const letter = 'Je suis Khadija Benani, CIN BK654321, mot de passe : Xk9!vQ2zLm.';

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const { status, text } = await ask(server, path, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  });
  return { status, text, json: JSON.parse(text) as Record<string, unknown> };
}

interface Shown {
  readonly data: readonly {
    readonly output: string;
    readonly findings: readonly {
      readonly type: string;
      readonly action: string;
      readonly start: number;
      readonly end: number;
    }[];
    readonly surrogates: readonly { readonly surrogate: string; readonly start: number; readonly end: number }[];
  }[];
}

test('analyze says what it found, where, and what the policy would do with it', async () => {
  const { status, json } = await post('/v1/guard/analyze', { input: [letter, 'Bonjour'], location: 'FR' });
  expect(status).toBe(200);
  expect(json).toEqual({
    object: 'list',
    offsets: 'utf16',
    data: [
      {
        index: 0,
        findings: [
          { type: 'person', start: 8, end: 22, score: expect.any(Number), checksum: null, action: 'pseudonymise' },
          { type: 'cin', start: 28, end: 36, score: expect.any(Number), checksum: null, action: 'pseudonymise' },
          { type: 'secret', start: 53, end: 63, score: expect.any(Number), checksum: null, action: 'block' },
        ],
      },
      { index: 1, findings: [] },
    ],
  });
});

test('one text is enough, and without a place it is judged as leaving', async () => {
  const { json } = await post('/v1/guard/analyze', { input: letter });
  expect((json as unknown as Shown).data[0]?.findings.map(({ action }) => action)).toEqual([
    'pseudonymise',
    'pseudonymise',
    'block',
  ]);
  const local = await post('/v1/guard/analyze', { input: letter, location: 'local' });
  expect((local.json as unknown as Shown).data[0]?.findings.map(({ action }) => action)).toEqual([
    'allow',
    'allow',
    'block',
  ]);
});

test('redact replaces whatever may not go there and says where the surrogates stand', async () => {
  const { json } = await post('/v1/guard/redact', {
    input: [letter, `${letter} Merci.`],
    location: 'FR',
    surrogates: true,
  });
  const [first, second] = (json as unknown as Shown).data;
  for (const value of ['Khadija', 'BK654321', 'Xk9!vQ2zLm']) expect(first?.output).not.toContain(value);
  expect(first?.output).toMatch(/^Je suis \[\[PER_F?_?\w+\]\], CIN \[\[CIN_\w+\]\], mot de passe : \[\[SEC_\w+\]\]\.$/);
  for (const { surrogate, start, end } of first?.surrogates ?? [])
    expect(first?.output.slice(start, end)).toBe(surrogate);
  expect(first?.surrogates).toHaveLength(3);
  expect(second?.output).toBe(`${first?.output ?? ''} Merci.`);
  const plain = await post('/v1/guard/redact', { input: letter, location: 'FR' });
  expect((plain.json as unknown as Shown).data[0]).not.toHaveProperty('surrogates');
});

test('another policy can be tried', async () => {
  const policy = { rules: [{ id: 'names', types: ['person'], local: 'block', remote: 'block' }] };
  const { json } = await post('/v1/guard/redact', { input: letter, location: 'FR', policy });
  expect((json as unknown as Shown).data[0]?.output).toContain('BK654321');
  expect((json as unknown as Shown).data[0]?.output).not.toContain('Khadija');
  const bad = await post('/v1/guard/analyze', { input: letter, policy: { rules: [{ id: 'names' }] } });
  expect(bad.json).toMatchObject({ code: 'policy.invalid', param: 'rules[0].types' });
});

test('what a policy describes itself is found and replaced, and a pattern that cannot be read is named', async () => {
  const pattern = { id: 'file-number', pattern: String.raw`DOS-\d{4}`, local: 'allow', remote: 'pseudonymise' };
  const input = 'Le dossier DOS-2024 est complet.';
  const { json } = await post('/v1/guard/redact', { input, policy: { rules: [], patterns: [pattern] } });
  const [shown] = (json as unknown as Shown).data;
  expect(shown?.findings).toMatchObject([{ type: 'custom', pattern: 'file-number', action: 'pseudonymise' }]);
  expect(shown?.output).toMatch(/^Le dossier \[\[OWN_\w{3}\]\] est complet\.$/);
  const bad = { rules: [], patterns: [{ ...pattern, pattern: '(?=DOS)' }] };
  const refused = await post('/v1/guard/analyze', { input, policy: bad });
  expect(refused.json).toMatchObject({ code: 'policy.invalid', param: 'patterns[0].pattern' });
});

test.each([
  ['no input', {}, 422, 'input'],
  ['a number', { input: 4 }, 422, 'input'],
  ['no text at all', { input: [] }, 422, 'input'],
  ['more texts than one request may have', { input: Array.from({ length: 2049 }, () => 'a') }, 422, 'input'],
  ['a country that is none', { input: 'a', location: 'France' }, 422, 'location'],
  ['a misspelt field', { input: 'a', locaton: 'FR' }, 422, 'locaton'],
  ['no JSON', '{"input": BK654321', 400, null],
])('%s is refused by name, without repeating what was sent', async (...[, body, status, param]) => {
  const answer = await post('/v1/guard/redact', body);
  expect(answer.status).toBe(status);
  expect(answer.json['param']).toBe(param);
  expect(answer.text).not.toContain('BK654321');
});

test('both want a key and the right verb', async () => {
  expect((await post('/v1/guard/analyze', { input: 'a' }, { authorization: '' })).status).toBe(401);
  expect((await post('/v1/guard/analyze', { input: 'a' }, { authorization: 'Bearer bad' })).status).toBe(401);
  expect((await ask(server, '/v1/guard/redact')).status).toBe(405);
});

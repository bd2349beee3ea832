import { localLocation } from '@riad/contracts';
import { expect, test } from 'vitest';

import { countFindings, decide } from './policy/decide.ts';
import { defaultPolicy } from './policy/default-policy.ts';
import { createGuard } from './guard.ts';

const guard = createGuard();
const found = (text: string): string[] =>
  (guard.inspect([text])[0] ?? []).map((finding) => text.slice(finding.start, finding.end));

const secrets = {
  riad: `riad_k7f3q2m8_${'a1B2c3D4e5'.repeat(4)}xyz`,
  openai: `sk-proj-${'Ab1'.repeat(16)}`,
  aws: 'AKIAABCDEFGHIJKLMNOP',
  github: `ghp_${'a1'.repeat(18)}`,
  slack: 'xoxb-123456789012-abcdefABCDEF',
  google: `AIza${'Sy-'.repeat(11)}ab`,
  jwt: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${'s'.repeat(43)}`,
};

test.each(Object.entries(secrets))(
  'a %s secret is found whole, in French, Arabic and between quotes',
  (_name, secret) => {
    expect(found(`La clé est ${secret}, merci.`)).toEqual([secret]);
    expect(found(`المفتاح هو ${secret}`)).toEqual([secret]);
    expect(found(`{"key":"${secret}"}`)).toEqual([secret]);
  },
);

test('a private key is found from BEGIN to END, and to the end of the text when it is cut short', () => {
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----';
  expect(found(`voici\n${key}\nfin`)).toEqual([key]);
  expect(found('-----BEGIN PRIVATE KEY-----\nMIIB')).toEqual(['-----BEGIN PRIVATE KEY-----\nMIIB']);
});

test('ordinary words, order numbers and public keys are no secrets', () => {
  for (const text of [
    'le risk-management et les task-force',
    'commande AKIA12',
    '-----BEGIN PUBLIC KEY-----',
    'npm_config_cache=1',
    'sk-short',
  ]) {
    expect(found(text)).toEqual([]);
  }
});

test('one megabyte of openers is scanned in linear time', () => {
  for (const opener of ['sk-eyJ', 'sk-']) {
    const text = opener.repeat(180_000);
    const started = process.cpuUsage().user;
    guard.inspect([text]);
    expect(process.cpuUsage().user - started).toBeLessThan(4_000_000);
  }
});

test('secrets are blocked everywhere, at home too, and only counted in what is shown', () => {
  const findings = guard.inspect(['rien', `clé ${secrets.aws}`]);
  expect(decide(defaultPolicy, findings, localLocation)).toEqual({
    location: localLocation,
    action: 'block',
    rule: 'secrets',
    actions: [[], ['block']],
  });
  expect(decide(defaultPolicy, findings, { kind: 'remote', country: 'FR' }).action).toBe('block');
  expect(countFindings(findings)).toEqual({ secret: 1 });
});

test('text without findings is allowed by no rule', () => {
  expect(decide(defaultPolicy, [[]], localLocation)).toMatchObject({ action: 'allow', rule: null });
});

import { localLocation, policySchema, type Finding, type Policy, type PolicyRule } from '@riad/contracts';
import { expect, test } from 'vitest';

import { decide, policyFor } from './decide.ts';
import { defaultPolicy } from './default-policy.ts';
import { dryRun } from './dry-run.ts';
import { findWeakenings } from './weaker.ts';

const france = { kind: 'remote', country: 'FR' } as const;
const found = (type: Finding['type'], detail?: string): Finding => ({
  type,
  start: 0,
  end: 1,
  score: 1,
  checksum: null,
  ...(detail === undefined ? {} : { detail }),
});
const policyWith = (...rules: Policy['rules']): Policy => ({ version: 2, rules });

test('R3: by default, secrets are blocked everywhere, what is sensitive or about pupils stays at home, persons leave as surrogates', () => {
  const verdicts = (type: Finding['type']): string[] =>
    [localLocation, france].map((location) => decide(defaultPolicy, [[found(type)]], location).action);
  expect(verdicts('secret')).toEqual(['block', 'block']);
  expect(verdicts('sensitive')).toEqual(['allow', 'keep-local']);
  expect(verdicts('massar')).toEqual(['allow', 'keep-local']);
  for (const type of ['cin', 'rib', 'iban', 'card', 'phone', 'email', 'person', 'address', 'birth_date'] as const) {
    expect(verdicts(type)).toEqual(['allow', 'pseudonymise']);
  }
});

test('R18: a birth date of somebody who may be under eighteen stays at home, whatever day it is', () => {
  const actionIn = (year: string, today: string): string =>
    decide(policyFor(defaultPolicy, { role: 'member', today }), [[found('birth_date', year)]], france).action;
  expect(actionIn('2008', '2026-11-25')).toBe('keep-local');
  expect(actionIn('2007', '2026-11-25')).toBe('pseudonymise');
  expect(actionIn('2008', '2027-01-01')).toBe('pseudonymise');
  expect(actionIn('2026', '2026-11-25')).toBe('keep-local');
  const none = policyFor(defaultPolicy, { role: 'member', today: '2026-11-25' });
  expect(decide(none, [[found('birth_date')]], france).action).toBe('pseudonymise');
});

test('R3: a rule may start at a number of findings, concern one finer kind, and differ by country', () => {
  const policy = policyWith(
    { id: 'bulk', types: ['phone'], minCount: 3, local: 'allow', remote: 'block' },
    {
      id: 'health',
      types: ['sensitive'],
      details: ['health'],
      local: 'allow',
      remote: 'block',
      countries: { FR: 'keep-local' },
    },
  );
  const phones = (count: number): Finding[][] => [Array.from({ length: count }, () => found('phone'))];
  expect(decide(policy, phones(2), france).action).toBe('allow');
  expect(decide(policy, phones(3), france)).toMatchObject({ action: 'block', rule: 'bulk' });
  expect(decide(policy, [[found('sensitive', 'union')]], france).action).toBe('allow');
  expect(decide(policy, [[found('sensitive', 'health')]], france).action).toBe('keep-local');
  expect(decide(policy, [[found('sensitive', 'health')]], { kind: 'remote', country: 'US' }).action).toBe('block');
});

test('R3: a rule for some roles does not hold for the others', () => {
  const policy = policyWith(
    { id: 'staff', types: ['phone'], roles: ['admin'], local: 'allow', remote: 'allow' },
    { id: 'everybody', types: ['phone'], local: 'allow', remote: 'block' },
  );
  const action = (role: string): string =>
    decide(policyFor(policy, { role, today: '2026-11-24' }), [[found('phone')]], france).action;
  expect(action('admin')).toBe('allow');
  expect(action('member')).toBe('block');
});

test('R5: identity numbers leave in clear only under an authorisation, and are refused once it has expired', () => {
  const rule = { id: 'cin-out', types: ['cin'], local: 'allow', remote: 'allow' } as const;
  expect(policySchema.safeParse({ version: 1, rules: [rule] }).success).toBe(false);
  const policy = policySchema.parse({
    version: 1,
    rules: [{ ...rule, authorisation: { reference: 'A-12/2026', expiresOn: '2026-12-31' } }],
  });
  const action = (today: string): string =>
    decide(policyFor(policy, { role: 'member', today }), [[found('cin')]], france).action;
  expect(action('2026-12-31')).toBe('allow');
  expect(action('2027-01-01')).toBe('block');
});

test('R3: a dry run says what would change, by type and place', () => {
  const milder = policyWith({ id: 'open', types: ['phone'], local: 'allow', remote: 'allow' });
  const requests = [
    { counts: { phone: 2, cin: 1 }, location: france },
    { counts: { siren: 4 }, location: france },
  ];
  const kept = { type: 'cin', location: france, before: 'pseudonymise', after: 'allow', findings: 1, requests: 1 };
  expect(dryRun(defaultPolicy, milder, requests)).toEqual({
    requests: 2,
    changed: 1,
    changes: [{ ...kept, type: 'phone', findings: 2 }, kept],
  });
  expect(dryRun(milder, milder, requests)).toEqual({ requests: 2, changed: 0, changes: [] });
});

test('R26: every milder case is found: of a country, a role, a number of findings, a finer kind, an answer', () => {
  const strict = policyWith({ id: 'all', types: ['phone', 'sensitive'], local: 'allow', remote: 'block' });
  const weakened = (rule: Partial<PolicyRule>) =>
    findWeakenings(
      strict,
      {
        ...strict,
        rules: [
          { id: 'first', types: ['phone', 'sensitive'], local: 'allow', remote: 'block', ...rule },
          ...strict.rules,
        ],
      },
      '2026-11-25',
    );
  expect(weakened({})).toEqual([]);
  expect(weakened({ types: ['phone'], countries: { FR: 'allow' } })).toEqual([
    { type: 'phone', count: 1, role: '', where: 'FR', before: 'block', after: 'allow' },
  ]);
  expect(weakened({ types: ['phone'], roles: ['doctor'], remote: 'pseudonymise' })).toMatchObject([
    { role: 'doctor', where: 'elsewhere', after: 'pseudonymise' },
  ]);
  expect(weakened({ types: ['phone'], minCount: 3, remote: 'keep-local' })).toMatchObject([{ count: 3 }]);
  expect(weakened({ types: ['sensitive'], details: ['health'], remote: 'keep-local' })).toMatchObject([
    { type: 'sensitive', detail: 'health' },
  ]);
  const answers = [{ id: 'a', types: ['secret' as const], action: 'stop' as const }];
  expect(findWeakenings({ ...strict, answers }, strict, '2026-11-25')).toMatchObject([
    { where: 'answer', after: 'count' },
  ]);
});

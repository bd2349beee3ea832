import { makeId, type ConsentChange, type DeclaredPurpose, type NamedUse } from '@riad/contracts';
import { expect, test } from 'vitest';

import { decideUse } from './decide-use.ts';

const project = makeId('prj', 'school');
const now = Date.parse('2026-11-25T10:00:00Z');
const purposes: readonly DeclaredPurpose[] = [
  { projectId: project, purpose: 'enrolment', description: 'x', consentRequired: true },
  { projectId: project, purpose: 'statistics', description: 'x', consentRequired: false },
];
const [enrolment] = purposes;
const consentFor = (more: Partial<ConsentChange> = {}): ConsentChange => ({
  id: 'cns_1',
  purpose: 'enrolment',
  projectId: null,
  givenAt: new Date(now - 1000),
  expiresAt: null,
  withdrawnAt: null,
  record: 'rec_1',
  organisationId: makeId('org', 'one'),
  change: 1n,
  ...more,
});

function decide(named: NamedUse, declared: readonly DeclaredPurpose[], consent?: ConsentChange): string {
  const verdict = decideUse(named, { projectId: project, declared, consent, now });
  return verdict.allowed ? `for ${verdict.use.purpose}, consent ${verdict.use.consent}` : verdict.problem.kind;
}

test.each<[string, NamedUse, readonly DeclaredPurpose[], ConsentChange | undefined, string]>([
  ['a project that declares nothing is not bound', {}, [], undefined, 'for null, consent null'],
  ['a purpose that is not declared', { purpose: 'marketing' }, purposes, undefined, 'purpose-not-declared'],
  ['no purpose where several are declared', {}, purposes, undefined, 'purpose-unnamed'],
  ['a declared purpose', { purpose: 'statistics' }, purposes, undefined, 'for statistics, consent null'],
  ['the only declared purpose need not be named', {}, purposes.slice(1), undefined, 'for statistics, consent null'],
  ['a purpose that needs a consent', { purpose: 'enrolment' }, purposes, undefined, 'consent-missing'],
  ['a consent names its purpose', { consent: 'cns_1' }, purposes, consentFor(), 'for enrolment, consent cns_1'],
  [
    'a consent for another purpose',
    { purpose: 'statistics', consent: 'cns_1' },
    purposes,
    consentFor(),
    'consent-for-another-purpose',
  ],
  [
    'a consent for what the project does not do',
    { consent: 'cns_1' },
    purposes,
    consentFor({ purpose: 'health' }),
    'purpose-not-declared',
  ],
  ['a consent nobody gave', { consent: 'cns_9' }, purposes, undefined, 'consent-unknown'],
  [
    'a consent for another project',
    { consent: 'cns_1' },
    purposes,
    consentFor({ projectId: makeId('prj', 'other') }),
    'consent-unknown',
  ],
  [
    'a withdrawn consent',
    { consent: 'cns_1' },
    purposes,
    consentFor({ withdrawnAt: new Date(now) }),
    'consent-withdrawn',
  ],
  [
    'a consent on its last moment',
    { consent: 'cns_1' },
    purposes,
    consentFor({ expiresAt: new Date(now) }),
    'consent-expired',
  ],
  [
    'a withdrawn consent where nothing is declared',
    { consent: 'cns_1' },
    [],
    consentFor({ withdrawnAt: new Date(now) }),
    'consent-withdrawn',
  ],
  [
    'a consent where nothing is declared',
    { purpose: 'marketing', consent: 'cns_1' },
    [],
    consentFor(),
    'consent-for-another-purpose',
  ],
])('R17: %s', (...[, named, declared, consent, expected]) => {
  expect(decide(named, declared, consent)).toBe(expected);
});

test('R17: what a client calls its purpose is not recorded unless the project declares it', () => {
  const declared = enrolment === undefined ? [] : [enrolment];
  const verdict = decideUse({ purpose: 'Mme Amina' }, { projectId: project, declared, consent: undefined, now });
  expect(verdict.use).toEqual({ purpose: null, consent: null });
});

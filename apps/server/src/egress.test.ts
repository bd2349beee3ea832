import { describeLocation, localLocation } from '@riad/contracts';
import { expect, test } from 'vitest';

import { createEgress } from './egress.ts';

const ask = (url: string, address?: string) => () =>
  createEgress({ offline: () => false, upstreams: () => [{ id: 'other', url, country: 'local' }] }).assertAllowed({
    purpose: 'upstream:other',
    url: new URL(url),
    location: localLocation,
    ...(address === undefined ? {} : { address }),
  });
const far = { id: 'far', url: 'https://models.example/v1', country: 'FR' };
const refused = expect.objectContaining({ code: 'egress.refused' });

test('metadata services are never contacted, by address or by a name that leads to one', () => {
  expect(ask('http://169.254.169.254/v1')).toThrow(refused);
  expect(ask('http://[fd00:ec2::254]/v1')).toThrow(refused);
  expect(ask('http://models.example/v1', '169.254.169.254')).toThrow(refused);
  expect(ask('http://models.example/v1', '::ffff:169.254.169.254')).toThrow(refused);
  expect(ask('http://[::ffff:169.254.169.254]/v1')).toThrow(refused);
  expect(ask('http://models.example/v1', 'fd00:ec2::254')).toThrow(refused);
  expect(ask('http://metadata.google.internal/v1')).toThrow(refused);
  expect(ask('http://models.example/v1', '10.0.0.7')).not.toThrow();
});

test('offline, only the organisation’s own machines are reached', () => {
  const egress = createEgress({
    offline: () => true,
    upstreams: () => [far, { ...far, id: 'near', country: 'local' }],
  });
  const url = new URL('https://models.example/v1');
  const remote = { kind: 'remote', country: 'FR' } as const;
  expect(() => egress.assertAllowed({ purpose: 'upstream:far', url, location: remote })).toThrow(refused);
  expect(() => egress.assertAllowed({ purpose: 'upstream:near', url, location: localLocation })).not.toThrow();
});

const inFrance = { kind: 'remote', country: 'FR' } as const;

test('R4: what was kept local opens no connection abroad, whatever was decided before', () => {
  const contacts: string[] = [];
  const egress = createEgress({
    offline: () => false,
    upstreams: () => [far],
    onContact: ({ purpose, location }, outcome) => contacts.push(`${purpose} ${describeLocation(location)} ${outcome}`),
  });
  const request = { purpose: 'upstream:far', url: new URL(far.url), location: inFrance };
  expect(() => egress.assertAllowed({ ...request, guardedFor: inFrance })).not.toThrow();
  expect(() => egress.assertAllowed({ ...request, address: '192.0.2.1' })).not.toThrow();
  expect(() => egress.assertAllowed({ ...request, guardedFor: localLocation })).toThrow(refused);
  expect(() => egress.assertAllowed({ ...request, guardedFor: { kind: 'remote', country: 'US' } })).toThrow(refused);
  expect(contacts).toEqual(['upstream:far FR opened', 'upstream:far FR refused', 'upstream:far FR refused']);
});

test('R4: a server that nobody declared, or in another country than declared, is not reached', () => {
  const egress = createEgress({ offline: () => false, upstreams: () => [far] });
  const url = new URL(far.url);
  expect(() => egress.assertAllowed({ purpose: 'upstream:other', url, location: inFrance })).toThrow(refused);
  expect(() => egress.assertAllowed({ purpose: 'upstream:far', url, location: localLocation })).toThrow(refused);
  const elsewhere = new URL('https://models.invalid/v1');
  expect(() => egress.assertAllowed({ purpose: 'upstream:far', url: elsewhere, location: inFrance })).toThrow(refused);
});

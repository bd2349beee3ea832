import { localLocation } from '@riad/contracts';
import { expect, test } from 'vitest';

import { createEgress } from './egress.ts';

const ask = (url: string, address?: string) => () =>
  createEgress({ offline: false }).assertAllowed({
    purpose: 'upstream:other',
    url: new URL(url),
    location: localLocation,
    ...(address === undefined ? {} : { address }),
  });
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
  const egress = createEgress({ offline: true });
  const url = new URL('https://models.example/v1');
  const remote = { kind: 'remote', country: 'FR' } as const;
  expect(() => egress.assertAllowed({ purpose: 'upstream:far', url, location: remote })).toThrow(refused);
  expect(() => egress.assertAllowed({ purpose: 'upstream:near', url, location: localLocation })).not.toThrow();
});

import { expect, test } from 'vitest';

import { redirectTarget } from './http.ts';

test('a redirect may lead to another host, relative or absolute', () => {
  const from = new URL('https://hub.example/model');
  expect(redirectTarget(from, '/storage').href).toBe('https://hub.example/storage');
  expect(redirectTarget(from, 'https://storage.example/file').href).toBe('https://storage.example/file');
});

test.each([
  ['http://storage.example/file', 'hub.example redirects to storage.example without encryption'],
  ['file:///etc/passwd', 'hub.example redirects to something that is no web address'],
  ['https://', 'hub.example redirects to something that is no web address'],
])('a redirect to %s is refused', (target, reason) => {
  expect(() => redirectTarget(new URL('https://hub.example/model'), target)).toThrow(reason);
});

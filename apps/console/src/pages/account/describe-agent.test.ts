import { expect, test } from 'vitest';

import { describeAgent } from './describe-agent.ts';

const say = (text: string): string =>
  describeAgent((key, values) => [key, ...Object.values(values ?? {})].join(' '), text);

test('a browser is named as people call it, whatever others it says that it is', () => {
  const like = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  expect(say(`Mozilla/5.0 (X11; Linux x86_64) ${like} HeadlessChrome/150.0 Safari/537.36`)).toBe(
    'agent.on Chrome Linux',
  );
  expect(say(`Mozilla/5.0 (Windows NT 10.0) ${like} Chrome/150.0 Safari/537.36 Edg/150.0`)).toBe(
    'agent.on Edge Windows',
  );
  expect(say('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E Safari/604.1')).toBe(
    'agent.on Safari iOS',
  );
  expect(say('curl/8.9.1')).toBe('curl/8.9.1');
  expect(say('')).toBe('agent.unknown');
});

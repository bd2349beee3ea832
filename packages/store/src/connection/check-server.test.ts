import { expect, test } from 'vitest';

import { judgeServer } from './check-server.ts';

const fit = { version: 150_000, encoding: 'UTF8', standby: false };

test('PostgreSQL 15 and newer with UTF-8 is accepted', () => {
  expect(() => judgeServer(fit)).not.toThrow();
  expect(() => judgeServer({ ...fit, version: 180_004 })).not.toThrow();
});

test.each([
  ['an older server', { ...fit, version: 140_012 }, 'PostgreSQL 14 is too old'],
  ['another encoding', { ...fit, encoding: 'SQL_ASCII' }, 'the database is encoded in SQL_ASCII'],
  ['a standby', { ...fit, standby: true }, 'the server is a standby, which accepts no writes'],
])('%s is refused with what to do', (_name, facts, message) => {
  expect(() => judgeServer(facts)).toThrow(
    expect.objectContaining({ code: 'store.unavailable', message, field: 'database.url', remedy: expect.any(String) }),
  );
});

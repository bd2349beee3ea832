import { expect, test } from 'vitest';

import { dueAt } from './rights-clock.ts';

/** As a clock on a wall in Casablanca shows it, whatever offset the country keeps by then. */
const onTheWall = (date: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Africa/Casablanca', dateStyle: 'short', timeStyle: 'medium' }).format(
    date,
  );

test.each([
  ['2026-11-25T10:00:00Z', '2026-12-05 23:59:59'],
  ['2026-11-25T03:00:00Z', '2026-12-05 23:59:59'],
  ['2026-11-25T21:59:59Z', '2026-12-05 23:59:59'],
  ['2026-11-26T02:00:00Z', '2026-12-06 23:59:59'],
  ['2026-12-31T12:00:00.123Z', '2027-01-10 23:59:59'],
])('R9: a request that came in at %s is due by the end of its tenth clear day, %s', (received, due) => {
  expect(onTheWall(dueAt(new Date(received)))).toBe(due);
});

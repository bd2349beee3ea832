import { expect, test } from 'vitest';

import { totals } from './entered.ts';

test('R5: identity numbers are counted by what was decided about them and by place', () => {
  const row = { time: '2026-11-25T10:00:00Z', key: 'key_1', keyName: 'k', project: 'p', projectName: 'P', record: 'r' };
  const rows = [
    { ...row, decision: 'allow', location: 'FR', classes: { cin: 2 } },
    { ...row, decision: 'allow', location: 'FR', classes: { cin: 1, person: 1 } },
    { ...row, decision: 'pseudonymise', location: 'FR', classes: { cin: 4 } },
    { ...row, decision: 'allow', location: 'local', classes: { cin: 1 } },
  ];
  expect(totals(rows as never)).toEqual([
    ['cin', 'allow', 'FR', '2', '3'],
    ['cin', 'allow', 'local', '1', '1'],
    ['cin', 'pseudonymise', 'FR', '1', '4'],
    ['person', 'allow', 'FR', '1', '1'],
  ]);
});

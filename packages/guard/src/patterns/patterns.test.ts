import { policySchema, type Policy } from '@riad/contracts';
import { expect, test } from 'vitest';

import { createGuard } from '../guard.ts';
import { createOutputScanner } from '../output-scanner.ts';
import { decide } from '../policy/decide.ts';
import { findWeakenings } from '../policy/weaker.ts';
import { findPatternProblem } from './compile-patterns.ts';
import { guardWith } from './guard-with.ts';

const policy: Policy = policySchema.parse({
  version: 1,
  rules: [],
  patterns: [
    { id: 'file-number', pattern: String.raw`DOS-\d{4}-\d{3}`, local: 'allow', remote: 'pseudonymise' },
    { id: 'staff', pattern: String.raw`\b\d{6}\b`, words: ['matricule'], local: 'allow', remote: 'block' },
  ],
});
const guard = guardWith(createGuard(), policy.patterns);

function found(text: string): readonly string[] {
  return (guard.inspect([text])[0] ?? []).map(
    ({ type, detail, start, end }) => `${type}/${detail ?? ''}:${text.slice(start, end)}`,
  );
}

test('what an organisation describes is found beside what the guard knows, in digits of other scripts too', () => {
  expect(found('Dossier DOS-2024-118 de M. Omar Tazi')).toEqual([
    'custom/file-number:DOS-2024-118',
    'person/M:Omar Tazi',
  ]);
  expect(found('الملف DOS-٢٠٢٤-١١٨')).toEqual(['custom/file-number:DOS-٢٠٢٤-١١٨']);
});

test('a pattern with words counts only near one of them', () => {
  expect(found('Matricule 482915')).toEqual(['custom/staff:482915']);
  expect(found('Total 482915')).toEqual([]);
});

test('each pattern decides about what it finds, by where the request would go', () => {
  const findings = guard.inspect(['Matricule 482915, dossier DOS-2024-118']);
  expect(decide(policy, findings, { kind: 'local' }).actions).toEqual([['allow', 'allow']]);
  expect(decide(policy, findings, { kind: 'remote', country: 'FR' })).toMatchObject({ action: 'block', rule: 'staff' });
});

test('a policy that drops a pattern is weaker, and says for which', () => {
  expect(findWeakenings(policy, { version: 2, rules: [] }, '2026-01-01')).toContainEqual(
    expect.objectContaining({ type: 'custom', detail: 'staff', before: 'block', after: 'allow' }),
  );
});

test('a value split over two chunks of an answer is found whole', () => {
  const scanner = createOutputScanner(guard);
  const parts = [...'Voici le dossier DOS-2024-118 que vous cherchez, avec toutes ses pièces et annexes.'].map((one) =>
    scanner.push(one),
  );
  expect([...parts, scanner.end()].flatMap(({ findings }) => findings)).toMatchObject([{ detail: 'file-number' }]);
});

test.each([
  ['(', 'parsing'],
  ['(?=x)y', 'syntax'],
  [String.raw`(a)\1`, 'escape'],
  ['x*', 'no characters'],
  [String.raw`[\p{L}]{1000}[\p{N}]{1000}`, 'too much'],
])('the pattern %s is refused, and the field named', (pattern, message) => {
  const problem = findPatternProblem([{ id: 'one', pattern, local: 'allow', remote: 'block' }]);
  expect(problem).toMatchObject({ field: 'patterns[0].pattern', message: expect.stringContaining(message) });
});

test('two patterns of one name are refused, and so are too many and too long ones', () => {
  const one = { id: 'one', pattern: 'x1', local: 'allow', remote: 'block' } as const;
  expect(findPatternProblem([one, one])).toMatchObject({ field: 'patterns[1].id' });
  const refuses = (patterns: readonly unknown[]): boolean =>
    !policySchema.safeParse({ version: 1, rules: [], patterns }).success;
  expect(refuses(Array.from({ length: 21 }, (_, index) => ({ ...one, id: `p${index}` })))).toBe(true);
  expect(refuses([{ ...one, pattern: 'x'.repeat(201) }])).toBe(true);
});

test('a pattern that makes other engines go back and forth is matched in linear time', () => {
  const slow = guardWith(createGuard(), [{ id: 'slow', pattern: '(?:a+)+b', local: 'allow', remote: 'block' }]);
  const started = process.cpuUsage().user;
  expect(slow.inspect(['a'.repeat(100_000)])).toEqual([[]]);
  expect(process.cpuUsage().user - started).toBeLessThan(5_000_000);
});

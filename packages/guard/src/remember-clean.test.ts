import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createGuard } from './guard.ts';
import { rememberClean } from './remember-clean.ts';

const guard = createGuard();
const clean = 'Quelles pièces faut-il pour renouveler une carte ?';
const named = 'Je m’appelle Fatima Zahra Benjelloun, CIN AB123456.';

function countingGuard(capacity = 100) {
  const read: string[] = [];
  const remembering = rememberClean(
    {
      inspect(texts) {
        read.push(...texts);
        return guard.inspect(texts);
      },
    },
    { fingerprint: (text) => text, capacity },
  );
  return { remembering, read };
}

test('a text that was found clean is not read again', () => {
  const { remembering, read } = countingGuard();
  remembering.inspect([clean]);
  expect(remembering.inspect([clean, 'Bonjour'])).toEqual([[], []]);
  expect(read).toEqual([clean, 'Bonjour']);
});

test('a text with a finding is read every time', () => {
  const { remembering, read } = countingGuard();
  const first = remembering.inspect([named]);
  expect(first[0]?.length).toBeGreaterThan(0);
  expect(remembering.inspect([named])).toEqual(first);
  expect(read).toEqual([named, named]);
});

test('what one organisation sent is read again for another', () => {
  const { remembering, read } = countingGuard();
  remembering.inspect([clean], 'org_a');
  remembering.inspect([clean], 'org_b');
  remembering.inspect([clean], 'org_a');
  expect(read).toEqual([clean, clean]);
});

test('it forgets, so that its memory is bounded', () => {
  const { remembering, read } = countingGuard(2);
  for (const text of ['a', 'b', 'c', 'd', 'a']) remembering.inspect([text]);
  expect(read).toEqual(['a', 'b', 'c', 'd', 'a']);
});

test('whatever was seen before, the findings are those of the guard', () => {
  const texts = [
    clean,
    named,
    'Benjelloun',
    'Le dossier de Benjelloun est complet.',
    'Bonjour',
    '',
    '06 12 34 56 78',
    'اسمي فاطمة الزهراء بنجلون',
    'ملف بنجلون',
  ];
  const requests = fc.array(fc.array(fc.constantFrom(...texts), { maxLength: 5 }), { maxLength: 6 });
  fc.assert(
    fc.property(requests, (all) => {
      const { remembering } = countingGuard(3);
      for (const request of all) expect(remembering.inspect(request)).toEqual(guard.inspect(request));
    }),
    { numRuns: 200 },
  );
});

import { expect, test } from 'vitest';

import { denies, mayDeny } from './denies.ts';

test.each([
  "La demande n'est pas acceptée.",
  'L’administration ne peut demander qu’une copie.',
  'لا يمكن تمديد الأجل',
  'الإدارة ما خاصهاش تطلب نسخة',
  'This may not be refused.',
])('“%s” says that something is not so', (text) => {
  expect([denies(text), mayDeny(text)]).toEqual([true, true]);
});

test.each(['La loi n° 55-19 fixe le délai.', 'تجيب الإدارة داخل أجل 60 يوما', 'nous notons le nom', 'ما هو الأجل'])(
  '“%s” denies nothing',
  (text) => {
    expect(denies(text)).toBe(false);
  },
);

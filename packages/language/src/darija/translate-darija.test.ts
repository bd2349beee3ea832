import fc from 'fast-check';
import { expect, test } from 'vitest';

import { darijaStems } from './darija-stems.ts';
import { translateDarija } from './translate-darija.ts';

test('what Darija puts around a word comes off', () => {
  expect(darijaStems('كيعالجوهاش')).toContain('عالج');
  expect(darijaStems('ماكنعرفش')).toContain('عرف');
  expect(darijaStems('غاديين')).toContain('غادي');
  expect(darijaStems('kaykhelles')).toContain('khelles');
});

test('the least stripped form comes first, and never less than two letters remain', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ابتثجحكلمنهوي]{1,14}$/), (word) => {
      const stems = darijaStems(word);
      expect(stems[0]).toBe(word);
      expect(stems.every((stem) => stem === word || stem.length >= 2)).toBe(true);
    }),
  );
});

test.each([
  ['شحال ديال الوقت عند الإدارة باش تجاوب على الطلب؟', 'كم أجل لدى إدارة لكي رد على طلب'],
  ['ch7al dyal lwa9t 3nd lidara bach tjaweb 3la talab?', 'كم أجل لدى إدارة لكي رد على طلب'],
  ['fin n7et dossier dyali?', 'أين إيداع ملف'],
])('%s is asked in Standard Arabic', (question, arabic) => {
  expect(translateDarija(question)?.arabic).toBe(arabic);
});

test('each word comes with what Standard Arabic and French call it', () => {
  expect(translateDarija('فين الدوسي ديالي')?.terms.map(({ usual }) => usual)).toContainEqual([
    'الدوسي',
    'ملف',
    'dossier',
  ]);
});

test.each([
  'ما هو الأجل الأقصى لمعالجة الطلبات؟',
  'Quel est le délai pour traiter une demande ?',
  'When was the 3rd of the laws published?',
  '',
])('“%s” is not in Darija', (question) => {
  expect(translateDarija(question)).toBeUndefined();
});

import { describe, expect, test } from 'vitest';

import { createSubjectMatcher } from './subject-matcher.ts';

const mentions = (identifiers: readonly string[], text: string): readonly string[] =>
  createSubjectMatcher(identifiers)(text).map(({ start, end }) => text.slice(start, end));

describe('a person is found', () => {
  test.each([
    ['AB123456', 'CIN ab 123456.', 'ab 123456'],
    ['AB123456', 'رقم البطاقة AB١٢٣٤٥٦', 'AB١٢٣٤٥٦'],
    ['+212 661 23 45 67', 'Tél. 06.61.23.45.67', '06.61.23.45.67'],
    ['0661234567', 'au 00212661234567 merci', '00212661234567'],
    ['Amina El Fassi', 'Mme EL FASSI Amina,', 'EL FASSI Amina'],
    ['Aïcha Benjelloun', 'aicha benjelloun a écrit', 'aicha benjelloun'],
    ['أمينة الفاسي', 'كتبت وأمينة الفاسي حاضرة', 'أمينة الفاسي'],
    ['amina@example.ma', 'à AMINA@example.ma, svp', 'AMINA@example.ma'],
    ['AB123456', 'A\u200BB12\u00AD3456', 'A\u200BB12\u00AD3456'],
  ])('%s in «%s»', (identifier, text, expected) => {
    expect(mentions([identifier], text)).toEqual([expected]);
  });
});

test('what only contains the same digits or letters is somebody else', () => {
  expect(mentions(['AB123456'], 'XAB123456 AB1234567 AB12345')).toEqual([]);
  expect(mentions(['0661234567'], '10661234567 06612345678')).toEqual([]);
  expect(mentions(['Ali Amrani'], 'Khali Amrania')).toEqual([]);
});

test('an identifier that would be found everywhere is refused', () => {
  expect(() => createSubjectMatcher(['Ali'])).toThrow(/shorter than 4/);
  expect(() => createSubjectMatcher([])).toThrow(/1 to 50/);
});

test('long texts are searched in linear time', () => {
  const match = createSubjectMatcher(['Amina El Fassi', 'AB123456', '0661234567']);
  const cpuFor = (length: number): number => {
    const text = '06 12-34.AB1 23 el fassi '.repeat(length / 25);
    const before = process.cpuUsage();
    match(text);
    return process.cpuUsage(before).user;
  };
  cpuFor(50_000);
  expect(cpuFor(800_000)).toBeLessThan(40 * Math.max(cpuFor(100_000), 5000));
});

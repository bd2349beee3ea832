import fc from 'fast-check';
import { expect, test } from 'vitest';

import { splitClauses, splitSentences } from './split-sentences.ts';

function sentences(text: string): readonly string[] {
  return splitSentences(text).map(({ start, end }) => text.slice(start, end));
}

test('full stops of abbreviations, numbers and references end nothing', () => {
  expect(sentences("Selon l'art. 12 de la loi n° 55-19, M. Alami doit 3.5 DH. Il a 30 jours.")).toEqual([
    "Selon l'art. 12 de la loi n° 55-19, M. Alami doit 3.5 DH.",
    'Il a 30 jours.',
  ]);
});

test('Arabic sentences end with their own marks, a missing space or not', () => {
  expect(sentences('ما هي الوثائق؟ المادة 1.تحدد اللائحة.وتنشر.')).toEqual([
    'ما هي الوثائق؟',
    'المادة 1.تحدد اللائحة.',
    'وتنشر.',
  ]);
});

test('items of a list are sentences', () => {
  expect(sentences('Pièces :\n- une copie\n- un timbre\n1. payer')).toEqual([
    'Pièces :',
    '- une copie',
    '- un timbre',
    '1. payer',
  ]);
});

test('sentences cover every character but the blanks between them, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aة. \n!؟9-،M') }), (text) => {
      const spans = splitSentences(text);
      let at = 0;
      for (const { start, end } of spans) {
        expect(text.slice(at, start).trim()).toBe('');
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(text.slice(at).trim()).toBe('');
    }),
  );
});

test('clauses are what may be true apart', () => {
  const text = 'La demande est gratuite, mais le dossier doit être complet; le délai court ensuite';
  expect(splitClauses(text).map(({ start, end }) => text.slice(start, end))).toHaveLength(3);
});

import { makeId, type IndexRow } from '@riad/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { CollectionIndex } from './collection-index.ts';
import { VectorIndex } from './vector-index.ts';

function row(documentId: string, text: string, own: Partial<IndexRow> = {}): IndexRow {
  return {
    passageId: `${documentId}/${text.slice(0, 12)}`,
    documentId: makeId('doc', documentId),
    heading: '',
    text,
    references: [],
    vector: null,
    ...own,
  };
}

function indexWith(...rows: readonly IndexRow[]): CollectionIndex {
  const index = new CollectionIndex();
  for (const [revision, one] of rows.entries()) index.put(one.documentId, revision, [one]);
  return index;
}

const sample = indexWith(
  row('a', 'يجب على الإدارة أن تجيب داخل أجل ثلاثين يوما', { references: ['law:55-19#16'] }),
  row('b', 'La carte nationale est délivrée dans un délai de quinze jours'),
  row('c', 'شهادة السكنى تسلمها المقاطعة مقابل عشرين درهما'),
);

test.each([
  ['اجل جواب الاداره', 'a'],
  ['والإجراءات بالإدارة', 'a'],
  ['cartes nationales', 'b'],
  ['chhada soukna', 'c'],
  ["l'article 16 de la loi 55-19", 'a'],
  ['المادة 16 من القانون رقم 55.19', 'a'],
])('%s finds it however it is spelled', (text, wanted) => {
  expect(sample.search({ text, limit: 1 })[0]?.passageId.startsWith(`${makeId('doc', wanted).slice(4)}/`)).toBe(true);
});

test('Darija finds what Standard Arabic and French say with other words', () => {
  const index = indexWith(
    row('a', 'يتم إيداع ملف الطلب مقابل وصل'),
    row('b', 'La récidive double l’amende'),
    row('c', 'تنشر الإدارة برنامجها السنوي'),
  );
  const found = (text: string): string | undefined => index.search({ text, limit: 1 })[0]?.passageId;
  expect(found('منين كنحط الدوسي ديالي')).toMatch(/^a/);
  expect(found('mnin kan7et dossier dyali')).toMatch(/^a/);
  expect(found('شنو الغرامة إلا عاودها')).toMatch(/^b/);
});

test('a document that was removed or replaced is not found any more', () => {
  const index = indexWith(row('a', 'premier texte'), row('b', 'second texte'));
  index.remove(makeId('doc', 'a'));
  index.put(makeId('doc', 'b'), 9, [row('b', 'remplacé')]);
  expect(index.search({ text: 'texte', limit: 5 })).toEqual([]);
  expect(index.search({ text: 'remplacé', limit: 5 })).toHaveLength(1);
  expect(index.size).toBe(1);
});

test('meaning finds what shares no word with the question', () => {
  const towards = (axis: number): Float32Array => Float32Array.from({ length: 8 }, (_, at) => (at === axis ? 1 : 0.1));
  const index = indexWith(row('a', 'الأجل', { vector: towards(0) }), row('b', 'الرسم', { vector: towards(1) }));
  const [hit] = index.search({ text: 'délai', vectors: [towards(0)], limit: 1 });
  expect(hit).toMatchObject({ passageId: 'a/الأجل', meaningRank: 1 });
});

test('the coarse comparison loses nothing that a full scan finds, while there are few passages', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }), {
        minLength: 2,
        maxLength: 40,
      }),
      (vectors) => {
        const index = new VectorIndex(16);
        for (const [id, vector] of vectors.entries()) index.set(id, Float32Array.from(vector));
        const query = Float32Array.from(vectors[0] ?? []);
        const scores = index.search(query, { limit: vectors.length, allows: () => true });
        expect(scores).toHaveLength(vectors.length);
        expect(scores[0]?.score).toBeCloseTo(Math.max(...scores.map(({ score }) => score)), 5);
      },
    ),
    { numRuns: 50 },
  );
});

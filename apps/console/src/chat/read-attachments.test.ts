import { expect, test } from 'vitest';

import { readAttachments } from './read-attachments.ts';

const file = (name: string, content: string | Uint8Array<ArrayBuffer>): File => new File([content], name);

test('text is read, in whatever script', async () => {
  const { read, refused } = await readAttachments([file('a.csv', 'الاسم;ville\nسلمى;Fès')], []);
  expect([read, refused]).toEqual([[{ name: 'a.csv', text: 'الاسم;ville\nسلمى;Fès' }], undefined]);
});

test('a picture, a broken JSON file, an empty file and one too long are left out, and it is said why', async () => {
  const refusals = [
    file('picture.png', new Uint8Array([0x89, 0x50, 0xff, 0xfe])),
    file('zero.txt', 'a\0b'),
    file('broken.json', '{"a":'),
    file('empty.txt', ' \n'),
    file('long.txt', 'x'.repeat(200_001)),
  ];
  const answers = await Promise.all(refusals.map((each) => readAttachments([each], [])));
  expect(answers.map(({ refused }) => refused?.why)).toEqual(['notText', 'notText', 'notJson', 'empty', 'tooLong']);
  expect(answers.every(({ read }) => read.length === 0)).toBe(true);
});

test('the files of one question share its room, and keep different names', async () => {
  const before = [{ name: 'a.txt', text: 'x'.repeat(150_000) }];
  const { read, refused } = await readAttachments([file('a.txt', 'short'), file('b.txt', 'y'.repeat(60_000))], before);
  expect(read.map(({ name }) => name)).toEqual(['2 a.txt']);
  expect(refused).toEqual({ name: 'b.txt', why: 'tooLong' });
  const many = Array.from({ length: 6 }, (_, index) => file(`${index}.txt`, 'x'));
  expect((await readAttachments(many, [])).refused?.why).toBe('tooMany');
});

import { expect, test } from 'vitest';

import { decodeText } from './decode-text.ts';

test.each([
  ['utf-8', Buffer.from('né à Salé, سلا')],
  ['utf-16', Buffer.from('\uFEFFné à Salé, سلا', 'utf16le')],
  ['utf-16', Buffer.from('\uFEFFné à Salé, سلا', 'utf16le').swap16()],
] as const)('reads %s', (encoding, bytes) => {
  expect(decodeText(bytes)).toEqual({ kind: 'text', text: 'né à Salé, سلا', encoding });
});

test('reads what an old program of Windows wrote', () => {
  const bytes = Buffer.from('né à Salé', 'latin1');
  expect(decodeText(bytes)).toEqual({ kind: 'text', text: 'né à Salé', encoding: 'windows-1252' });
});

test.each([
  ['kind.pdf', Buffer.from('%PDF-1.7\nno zero byte here')],
  ['kind.office', Buffer.from([0x50, 0x4b, 3, 4, 0x20])],
  ['kind.image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10])],
  ['kind.not_text', Buffer.from([0x61, 0, 0x62])],
])('says of %s that its text is not read', (what, bytes) => {
  expect(decodeText(bytes)).toEqual({ kind: 'unreadable', what });
});

test('an empty file is an empty text', () => {
  expect(decodeText(Buffer.alloc(0))).toEqual({ kind: 'text', text: '', encoding: 'utf-8' });
});

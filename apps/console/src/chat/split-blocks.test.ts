import fc from 'fast-check';
import { expect, test } from 'vitest';

import { splitBlocks } from './split-blocks.ts';

test('paragraphs are apart; lists, code and tables stay whole', () => {
  expect(splitBlocks('one\n\ntwo')).toEqual(['one\n', 'two']);
  expect(splitBlocks('- a\n\n- b\n\n  more')).toHaveLength(1);
  expect(splitBlocks('```js\na\n\nb\n```\n\nafter')).toEqual(['```js\na\n\nb\n```\n', 'after']);
});

test('code that is still being written is closed, so that it already looks like code', () => {
  expect(splitBlocks('```js\nlet a')).toEqual(['```js\nlet a\n```']);
  expect(splitBlocks('~~~~\n~~~\nx')).toEqual(['~~~~\n~~~\nx\n~~~~']);
});

test('what is added at the end leaves the blocks before as they are', () => {
  const line = fc.constantFrom('', 'text', '- item', '```', '    indented', '1. one', '> quote');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 5 }), (before, more) => {
      const first = splitBlocks(before.join('\n'));
      const second = splitBlocks([...before, ...more].join('\n'));
      expect(second.slice(0, Math.max(0, first.length - 1))).toEqual(first.slice(0, -1));
    }),
  );
});

test('nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('', 'a', '- b', 'c'), { maxLength: 20 }), (lines) => {
      expect(splitBlocks(lines.join('\n')).join('\n').split(/\s+/).filter(Boolean)).toEqual(
        lines.join('\n').split(/\s+/).filter(Boolean),
      );
    }),
  );
});

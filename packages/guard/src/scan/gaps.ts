import { endOf, startOf, type Tokens } from './tokens.ts';

/** What the characters between two tokens are. */
export const gap = {
  space: 1,
  newline: 2,
  dot: 4,
  comma: 8,
  dash: 16,
  slash: 32,
  apostrophe: 64,
  bracket: 128,
  underscore: 256,
  pipe: 512,
  tab: 1024,
  other: 2048,
} as const;

const classes = new Map<string, number>([
  [' ', gap.space],
  ['\n', gap.newline],
  ['\r', gap.newline],
  ['.', gap.dot],
  [',', gap.comma],
  ['،', gap.comma],
  ['-', gap.dash],
  ['/', gap.slash],
  ["'", gap.apostrophe],
  ['(', gap.bracket],
  [')', gap.bracket],
  ['_', gap.underscore],
  ['|', gap.pipe],
  ['\t', gap.tab],
]);

const ascii = Uint16Array.from({ length: 128 }, (_, code) => classes.get(String.fromCharCode(code)) ?? gap.other);
const longestRead = 8;

/** Kinds of all characters after a token up to the next, as bits; `other` when there are more than eight. */
export function gapKinds(tokens: Tokens, index: number): number {
  const from = endOf(tokens, index);
  const to = index + 1 < tokens.count ? startOf(tokens, index + 1) : tokens.text.length;
  if (to - from > longestRead) return gap.other;
  let kinds = 0;
  for (let at = from; at < to; at += 1) {
    const code = tokens.text.charCodeAt(at);
    kinds |= code < 128 ? (ascii[code] ?? gap.other) : code === 0x06_0c ? gap.comma : gap.other;
  }
  return kinds;
}

/** Characters after a token up to the next. */
export function gapLength(tokens: Tokens, index: number): number {
  return (index + 1 < tokens.count ? startOf(tokens, index + 1) : tokens.text.length) - endOf(tokens, index);
}

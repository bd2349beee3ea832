import type { GuardAction } from '@riad/contracts';
import { expect, test } from 'vitest';

import { createGuard } from './guard.ts';
import { rememberClean } from './remember-clean.ts';
import { pseudonymise } from './surrogates/pseudonymise.ts';

const guard = createGuard();

/** `type:text` of each finding, text by text. */
function found(texts: readonly string[], inspect: typeof guard.inspect = (some) => guard.inspect(some)): string[][] {
  return inspect(texts).map((findings, index) =>
    findings.map(({ type, start, end }) => `${type}:${(texts[index] ?? '').slice(start, end)}`),
  );
}

const splitValues: readonly (readonly [texts: readonly string[], expected: readonly (readonly string[])[]])[] = [
  [
    ['mon RIB : 011 780 0000', '1234 5678 9012 96, merci'],
    [['rib:011 780 0000'], ['rib:1234 5678 9012 96']],
  ],
  [
    ['ma CIN est BL12', '3456'],
    [['cin:BL12'], ['cin:3456']],
  ],
  [
    ['appelle le 0661', '223344 ce soir'],
    [['phone:0661'], ['phone:223344']],
  ],
  [
    ['رقم الهاتف ٠٦٦١', '٢٢٣٣٤٤'],
    [['phone:٠٦٦١'], ['phone:٢٢٣٣٤٤']],
  ],
];

test.each(splitValues)('a value split over two messages is found in both: %j', (texts, expected) => {
  expect(found(texts)).toEqual(expected);
});

test('numbers that meet at the border of two messages and mean nothing together are none', () => {
  for (const texts of [
    ['total 12', '500 dh'],
    ['article 12', '3456 habitants'],
    ['commande BL12', '3456'],
  ])
    expect(found(texts)).toEqual([[], []]);
});

test('a value split over two messages is found when the first was clean in an earlier turn', () => {
  const remembering = rememberClean(guard, { fingerprint: (text) => text, capacity: 10 });
  expect(found(['ma CIN est BL12'], remembering.inspect)).toEqual([[]]);
  expect(found(['ma CIN est BL12', '3456'], remembering.inspect)).toEqual([['cin:BL12'], ['cin:3456']]);
});

test.each([
  ['76 characters and a line feed', /.{1,76}/g, '\n'],
  ['64 characters, carriage return and line feed', /.{1,64}/g, '\r\n'],
])('a value split over two base64 lines of %s is found whole', (_name, line, lineEnd) => {
  const letter =
    'Bonjour, ceci est une lettre assez longue pour tenir sur deux lignes, CIN BL123456 et la fin du message.';
  for (let shift = 0; shift < 24; shift += 1) {
    const text = (
      Buffer.from('x'.repeat(shift) + letter)
        .toString('base64')
        .match(line) ?? []
    ).join(lineEnd);
    const [findings = []] = guard.inspect([`voir : ${text}`]);
    expect(findings).toMatchObject([{ type: 'cin' }]);
    const { start = 0, end = 0 } = findings[0] ?? {};
    const encoded = `voir : ${text}`.slice(start, end).replaceAll(/\s/g, '');
    expect(encoded.length).toBeGreaterThanOrEqual(11);
    expect(encoded.length).toBeLessThanOrEqual(13);
  }
});

test('JSON nested a hundred thousand deep is read, and what it holds is replaced', () => {
  const depth = 100_000;
  const text = `${'['.repeat(depth)}"CIN BL123456"${']'.repeat(depth)}`;
  const [findings = []] = guard.inspect([text]);
  expect(findings).toMatchObject([{ type: 'cin', start: depth + 5, end: depth + 13 }]);
  const actions = findings.map((): GuardAction => 'pseudonymise');
  const vault = { surrogateFor: () => '[[CIN_7QK]]', reserve: () => undefined, resolve: () => undefined };
  const { output } = pseudonymise({ text, findings, actions }, { vault });
  expect(output.slice(depth, -depth)).toBe('"CIN [[CIN_7QK]]"');
});

test('halves of pairs, and values between them, keep their place', () => {
  const text = '\uD800CIN BL123456\uDC00 \uDBFF';
  expect(found([text])).toEqual([['cin:BL123456']]);
});

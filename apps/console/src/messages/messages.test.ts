import { readdirSync, readFileSync } from 'node:fs';

import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';

type Catalogue = Readonly<Record<string, string>>;
const read = (locale: string): Catalogue =>
  JSON.parse(readFileSync(new URL(`${locale}.json`, import.meta.url), 'utf8')) as Catalogue;
const catalogues = Object.fromEntries(['fr', 'ar', 'ary', 'zgh', 'en'].map((locale) => [locale, read(locale)]));
const french = read('fr');

/** Names of the values that a message takes. A plural's own sentences are never one plain word in braces. */
function placeholders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(?<name>[a-zA-Z]+)(?=[,}])/g)].map((match) => match[1] ?? ''))].toSorted();
}

describe.each(Object.entries(catalogues))('in %s', (locale, messages) => {
  test('the same sentences as in French, none empty', () => {
    expect(Object.keys(messages).toSorted()).toEqual(Object.keys(french).toSorted());
    expect(Object.entries(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('every sentence can be compiled, with the same values in it', () => {
    for (const [key, text] of Object.entries(messages)) {
      expect(() => compileMessage(text)).not.toThrow();
      expect([key, placeholders(text)]).toEqual([key, placeholders(french[key] ?? '')]);
    }
  });

  test('it is that language: sentences are not left in another script', () => {
    const script = { ar: /\p{Script=Arabic}/u, ary: /\p{Script=Arabic}/u, zgh: /\p{Script=Tifinagh}/u }[locale];
    if (script === undefined) return;
    const foreign = Object.entries(messages).filter(
      ([key, text]) => key !== 'error.other' && !/^\{\w+\}$/.test(text) && !script.test(text),
    );
    expect(foreign).toEqual([]);
  });

  test('every plural that Arabic has is said where it counts', () => {
    if (locale !== 'ar') return;
    const plurals = Object.values(messages).filter((text) => text.includes(', plural,'));
    for (const form of ['zero', 'one', 'two', 'few', 'many', 'other'])
      expect(plurals.filter((text) => !text.includes(`${form} {`))).toEqual([]);
  });
});

test('every sentence is said somewhere, and every one that is said is there', () => {
  const sources = readdirSync(new URL('..', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
    .join('\n');
  const built = [...sources.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map((match) => match[1] ?? '');
  const said = new Set([...sources.matchAll(/['"]([a-zA-Z]+(?:\.[a-zA-Z_-]+)+)['"]/g)].map((match) => match[1] ?? ''));
  expect(Object.keys(french).filter((key) => !said.has(key) && !built.some((start) => key.startsWith(start)))).toEqual(
    [],
  );
  const asked = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  expect(asked.length).toBeGreaterThan(150);
  expect(asked.filter((key) => french[key] === undefined)).toEqual([]);
});

test('no style names a side: everything follows the direction of writing', () => {
  const styles = ['tokens', 'console']
    .map((name) => readFileSync(new URL(`../ui/${name}.css`, import.meta.url), 'utf8'))
    .join('\n');
  const sided =
    styles.match(
      /^\s*(?:(?:margin|padding|border)-(?:left|right)|left|right|float|text-align: (?:left|right))\b.*$/gm,
    ) ?? [];
  // Code is left to right in every language.
  expect(sided.map((line) => line.trim())).toEqual(['text-align: left;']);
});

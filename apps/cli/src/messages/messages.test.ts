import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { locales, type Locale } from '@riad/contracts';
import { describe, expect, test } from 'vitest';

import { en, type MessageKey } from './en.ts';
import { catalogues } from './say.ts';

const keys = Object.keys(en).toSorted();
const others: readonly Locale[] = locales.filter((locale) => locale !== 'en');

describe.each(others)('in %s', (locale) => {
  test('every sentence is there, and nothing that no other language has', () => {
    expect(Object.keys(catalogues[locale]).toSorted()).toEqual(keys);
  });

  test('every sentence has the same placeholders', () => {
    for (const key of keys.filter(isKey)) {
      expect([key, placeholders(catalogues[locale][key])]).toEqual([key, placeholders(en[key])]);
    }
  });

  test('commands that a person types are written as they are', () => {
    for (const key of keys.filter(isKey)) {
      expect([key, commands(catalogues[locale][key])]).toEqual([key, commands(en[key])]);
    }
  });

  test('it is that language: almost nothing is left in English', () => {
    const same = keys.filter(isKey).filter((key) => catalogues[locale][key] === en[key]);
    expect(same.slice(8)).toEqual([]);
  });
});

test('every sentence is said somewhere, and every one that is said is there', () => {
  const sources = sourcesIn(join(import.meta.dirname, '..'));
  const said = new Set([...sources.matchAll(/'((?:[a-z]+\.)[a-z_]+|about)'/g)].map((match) => match[1] ?? ''));
  const built = /^(?:step|table|doctor|help)\./;
  expect(keys.filter((key) => !said.has(key) && !built.test(key))).toEqual([]);
  const asked = [...sources.matchAll(/\bsay\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  expect(asked.length).toBeGreaterThan(60);
  expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
});

test('no command explains itself in one language only', () => {
  const sources = sourcesIn(join(import.meta.dirname, '../commands'));
  const inOneLanguage = [
    ...sources.matchAll(/\.description\(\s*['`"](?<text>[^'`"]*)/g),
    ...sources.matchAll(/\bdescription: ['`"](?<text>[^'`"]*)/g),
    ...sources.matchAll(/\.(?:requiredO|o)ption\(\s*'[^']*',\s*['`"](?<text>[^'`"]*)/g),
    ...sources.matchAll(/\.argument\(\s*'[^']*',\s*['`"](?<text>[^'`"]*)/g),
    ...sources.matchAll(/\b(?:print|note)\(\s*['`"](?<text>[^'`"]*[a-z]{3} [a-z]{2}[^'`"]*)/g),
    ...sources.matchAll(/printTable\(\s*\[\s*'(?<text>[^']*)'/g),
  ].map(({ groups }) => groups?.['text']);
  // The one benchmark that a help line names.
  expect(inOneLanguage.filter((text) => text !== 'gateway')).toEqual([]);
});

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

function placeholders(text: string): readonly string[] {
  return (text.match(/\{\w+\}/g) ?? []).toSorted();
}

function commands(text: string): readonly string[] {
  return (
    text.match(/\.\/riad(?: (?:up|down|status|logs|(?:keys|models) [a-z]+))?|--(?:data|help|detach)\b/g) ?? []
  ).toSorted();
}

function sourcesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('messages/') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

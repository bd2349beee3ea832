import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { locales } from '@riad/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { checkout, createLauncherPlace, type LauncherPlace } from '../support/launcher.ts';

let place: LauncherPlace;
beforeEach(() => {
  place = createLauncherPlace();
});
afterEach(() => place.remove());

/** Name → sentence, as the launcher looks them up. */
function tableOf(locale: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(checkout, `tools/launcher/${locale}.tsv`), 'utf8')
    .trimEnd()
    .split('\n');
  return new Map(lines.map((line) => line.split('\t')).map(([name = '', sentence = '']) => [name, sentence]));
}

const english = tableOf('en');
const places = (sentence: string): number => sentence.match(/%s/g)?.length ?? 0;

describe.each(locales)('the launcher in %s', (locale) => {
  test('has every sentence, with as many places, and no other sign that printf would read', () => {
    for (const [name, sentence] of english) {
      const own = tableOf(locale).get(name) ?? '';
      expect([name, places(own)]).toEqual([name, places(sentence)]);
      expect(own.replaceAll('%s', '')).toMatch(/^[^%\\]+$/);
    }
  });

  test('says it', async () => {
    const said = await place.run(['up'], { environment: { RIAD_LANG: locale } });
    expect(said.stderr).toBe(
      `riad: ${tableOf(locale).get('no_node')}\n      ${tableOf(locale).get('no_node_remedy')}\n`,
    );
  });
});

test('every sentence is said somewhere, and every one that is said is there', () => {
  const launcher = readFileSync(join(checkout, 'riad'), 'utf8');
  const said = [...launcher.matchAll(/\$\(text (\w+)|\bsay "?([a-z]\w+)/g)].map((match) => match[1] ?? match[2] ?? '');
  const names = said.flatMap((name) => (name === 'installing_' ? ['installing_full', 'installing_lean'] : [name]));
  expect([...new Set(names)].toSorted()).toEqual([...english.keys()].toSorted());
});

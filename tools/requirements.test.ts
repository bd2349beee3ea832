import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const lines = readFileSync(`${root}docs/reference/requirements.md`, 'utf8').split('\n').filter(isRequirement);

test('every requirement from R1 to R27 has one line', () => {
  const numbers = lines.map((line) => /^\| (R\d+) \|/.exec(line)?.[1]);
  expect(numbers).toEqual(Array.from({ length: 27 }, (_, index) => `R${index + 1}`));
});

test('every line names tests that exist, or says that there is none and what is not built', () => {
  const wrong = lines.flatMap((line) => {
    const named = testsIn(line);
    if (named.length === 0) return line.endsWith('| none |') && line.includes('not built') ? [] : [line];
    return named.filter((each) => !isThere(each)).map(({ file, title }) => `${file}: ${title}`);
  });
  expect(wrong).toEqual([]);
});

interface NamedTest {
  readonly file: string;
  readonly title: string;
}

function isRequirement(line: string): boolean {
  return /^\| R\d+ \|/.test(line);
}

function testsIn(line: string): readonly NamedTest[] {
  return [...line.matchAll(/`([\w./-]+\.test\.ts)`: “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));
}

/** As the title of a test or of a group of them. */
function isThere({ file, title }: NamedTest): boolean {
  return existsSync(root + file) && readFileSync(root + file, 'utf8').includes(`'${title}'`);
}

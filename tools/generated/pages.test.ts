import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { generatedPages } from './pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the pages made from the sources say what the sources say (else: node tools/generate.ts)', async () => {
  for (const { path, content } of await generatedPages()) {
    expect({ path, content: existsSync(path) ? readFileSync(path, 'utf8') : undefined }).toEqual({ path, content });
  }
});

test('every file and folder that the architecture names is there, and every package is named', () => {
  const page = readFileSync(`${root}docs/architecture.md`, 'utf8');
  const named = [...page.matchAll(/`((?:packages|apps|e2e|tools|docs)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
  expect(named.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  for (const name of readdirSync(`${root}packages`)) expect(page).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
});

test('every link between pages leads somewhere', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...pagesIn('docs')];
  const broken = pages.flatMap((page) => {
    const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/') + 1) : '';
    return [...readFileSync(`${root}${page}`, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(`${root}${folder}${target}`))
      .map((target) => `${page} → ${target}`);
  });
  expect(broken).toEqual([]);
});

function pagesIn(folder: string): readonly string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

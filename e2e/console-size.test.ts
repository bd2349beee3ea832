import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'riad-console-'));
beforeAll(() => {
  execFileSync(process.execPath, [fileURLToPath(new URL('../apps/console/build.ts', import.meta.url)), folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const size = (path: string): number =>
  statSync(join(folder, existsSync(join(folder, `${path}.br`)) ? `${path}.br` : path)).size;
/** Files that a script asks for as soon as it runs. */
const importsOf = (path: string): readonly string[] =>
  [...readFileSync(join(folder, path), 'utf8').matchAll(/(?:from|import)\s*"\.\/(?<file>[\w.-]+\.js)"/g)].map(
    (match) => `assets/${match.groups?.['file'] ?? ''}`,
  );

test('the assistant needs at most 250 kB of script and style, compressed, in each language', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/(?<file>assets\/[^"]+)"/g)].map(
    (match) => match.groups?.['file'] ?? '',
  );
  const needed = new Set(named);
  for (const file of needed) if (file.endsWith('.js')) for (const more of importsOf(file)) needed.add(more);
  const files = readdirSync(join(folder, 'assets'));
  const languages = ['fr', 'ar', 'ary', 'zgh', 'en'].map(
    (locale) => `assets/${files.find((file) => new RegExp(`^${locale}-[\\w-]{8}\\.js$`).test(file)) ?? ''}`,
  );
  const base = [...needed].reduce((sum, file) => sum + size(file), size('index.html'));
  for (const language of languages) {
    expect(language).toMatch(/\.js$/);
    expect(base + size(language)).toBeLessThanOrEqual(250_000);
  }
});

test('nothing in it comes from elsewhere, and nothing is written into the page', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<script(?![^>]*src="\/assets\/)|<style|https?:\/\//);
});

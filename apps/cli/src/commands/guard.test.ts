import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createProgram } from '../program.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'riad-scan-'));
  mkdirSync(join(folder, 'letters'));
  writeFileSync(join(folder, 'letters', 'one.txt'), 'Bonjour,\nma CIN est BL123456.\n');
  writeFileSync(join(folder, 'letters', 'image.bin'), Buffer.from([0, 1, 2, 3]));
  writeFileSync(join(folder, 'clean.txt'), 'Le temps est beau.\n');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function scan(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  const run = spawnSync(process.execPath, [main, 'guard', 'scan', ...args], { cwd: folder, input, encoding: 'utf8' });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

test('lines in give lines out, in order, and exit 3 says that something was found', () => {
  const run = scan(['--jsonl'], '{"id":"a","text":"CIN BL123456"}\n{"id":2,"text":"rien"}\n');
  expect(run.status).toBe(3);
  expect(
    run.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  ).toEqual([
    {
      id: 'a',
      findings: [{ type: 'cin', start: 4, end: 12, score: 0.99, checksum: null, action: 'pseudonymise' }],
    },
    { id: 2, findings: [] },
  ]);
});

test('files and folders print a table that shows where, and no value in clear', () => {
  const run = scan(['letters', 'clean.txt']);
  expect(run.status).toBe(3);
  expect(run.stdout).toMatch(/letters\/one\.txt:2:12\s+cin\s+pseudonymise\s+0\.99\s+BL••••••/);
  expect(run.stdout).not.toContain('BL123456');
  expect(run.stderr).toContain('image.bin is not text');
});

test('says what it could not read, what it took for another encoding, and how fast it was', () => {
  writeFileSync(join(folder, 'old.txt'), Buffer.from('Prénom : Hélène, née le 12/03/1985', 'latin1'));
  writeFileSync(join(folder, 'scan.pdf'), '%PDF-1.7 …');
  const run = scan(['old.txt', 'scan.pdf', 'letters']);
  expect(run.stdout).toMatch(/old\.txt:1:10\s+person/);
  expect(run.stderr).toContain('old.txt is not UTF-8; it was read as windows-1252');
  expect(run.stderr).toContain('scan.pdf is a PDF: its text was not read');
  expect(run.stderr).toMatch(/findings: 3, files: 2, 0\.00 MB at [\d.]+ MB\/s, files not read: 2/);
});

test('--json is one object, and a clean text exits 0', () => {
  const run = scan(['--json', 'clean.txt']);
  expect(run.status).toBe(0);
  expect(JSON.parse(run.stdout)).toEqual({
    object: 'list',
    offsets: 'utf16',
    data: [{ file: 'clean.txt', findings: [] }],
  });
});

test('a policy and a place decide the actions', () => {
  const policy = { version: 1, rules: [{ id: 'all', types: ['cin'], local: 'allow', remote: 'block' }] };
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
  const action = (...args: readonly string[]): unknown =>
    JSON.parse(scan(['--jsonl', ...args], '{"id":1,"text":"CIN BL123456"}\n').stdout);
  expect(action('--policy', 'policy.json')).toMatchObject({ findings: [{ action: 'block' }] });
  expect(action('--policy', 'policy.json', '--location', 'local')).toMatchObject({ findings: [{ action: 'allow' }] });
});

test.each([
  [['missing.txt'], /there is no file \S+missing\.txt/],
  [['--jsonl', 'clean.txt'], /clean\.txt 1 is not JSON/],
  [['--jsonl', 'no-text.jsonl'], /no-text\.jsonl 1 has no id or no text/],
  [['--policy', 'clean.txt'], /cannot be read as JSON/],
  [['--policy', 'no-text.jsonl'], /version/],
  [['--location', 'france'], /neither local, remote nor a country code/],
])('bad input %j is named', async (args, message) => {
  writeFileSync(join(folder, 'no-text.jsonl'), '{"id":1}\n');
  const inFolder = args.map((arg) => (arg.includes('.') ? join(folder, arg) : arg));
  const run = createProgram().parseAsync(['node', 'riad', 'guard', 'scan', ...inFolder]);
  await expect(run).rejects.toThrow(message);
});

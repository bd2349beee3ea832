import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createPipRunner, type PipOptions, type PipRunner } from './pip.ts';

const { signal } = new AbortController();
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riad-pip-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A stand-in for Python that writes down how it was called, says something, and ends. */
async function runnerWith(
  says: string,
  options: Partial<PipOptions> & { readonly exit?: number } = {},
): Promise<PipRunner> {
  const { exit = 1, ...rest } = options;
  const python = join(folder, 'python3');
  const lines = [
    '#!/bin/sh',
    `printf '%s\\n' "$@" > ${folder}/arguments`,
    `env > ${folder}/environment`,
    `cat <<'END' >&2`,
    says,
    'END',
    `exit ${exit}`,
  ];
  await writeFile(python, lines.join('\n'), { mode: 0o700 });
  return createPipRunner({ python, environment: { PATH: '/usr/bin:/bin' }, ...rest });
}

async function download(runner: PipRunner): Promise<void> {
  const target = join(folder, 'wheels');
  await mkdir(target);
  await runner.download({ requirement: 'weights==1.0', folder: target, signal });
}

test('pip only ever downloads wheels, and keeps the machine’s own index', async () => {
  await download(await runnerWith('', { exit: 0 }));
  const [, program, ...args] = (await readFile(join(folder, 'arguments'), 'utf8'))
    .trim()
    .split(/\n(?=download|--|weights|\/)/);
  const flags = [program, ...args].filter((argument) => argument?.startsWith('--'));
  expect(flags).toEqual([
    '--no-deps',
    '--only-binary=:all:',
    '--no-input',
    '--no-cache-dir',
    '--progress-bar=off',
    '--disable-pip-version-check',
    '--ignore-requires-python',
    `--dest`,
    '--',
  ]);
  expect(args.at(-1)).toBe('weights==1.0');
});

test('pip gets its settings, proxies and certificates, and none of our secrets', async () => {
  const environment = {
    PATH: '/usr/bin:/bin',
    PIP_INDEX_URL: 'https://mirror.example/simple',
    https_proxy: 'http://proxy.example:3128',
    SSL_CERT_FILE: '/etc/ssl/own.pem',
    RIAD_DATABASE_URL: 'postgres://secret',
    MISTRAL_API_KEY: 'secret',
    PYTHONSTARTUP: '/var/evil.py',
    LD_PRELOAD: '',
  };
  await download(await runnerWith('', { exit: 0, environment }));
  const seen = (await readFile(join(folder, 'environment'), 'utf8')).split('\n').map((line) => line.split('=')[0]);
  expect(seen).toEqual(expect.arrayContaining(['PIP_INDEX_URL', 'https_proxy', 'SSL_CERT_FILE', 'TMPDIR']));
  for (const name of ['RIAD_DATABASE_URL', 'MISTRAL_API_KEY', 'PYTHONSTARTUP', 'LD_PRELOAD'])
    expect(seen).not.toContain(name);
});

test.each([
  ['/usr/bin/python3: No module named pip', 'refused', 'Python 3 is there but pip is not'],
  ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'disk', 'no space left'],
  [
    'Looking in indexes\nERROR: No matching distribution found for weights==1.0',
    'refused',
    'No matching distribution found',
  ],
])('what pip says (%s) is told in one sentence', async (says, kind, message) => {
  await expect(download(await runnerWith(says))).rejects.toMatchObject({
    kind,
    message: expect.stringContaining(message),
  });
});

test('a password in an index address is told to nobody', async () => {
  const runner = await runnerWith('ERROR: cannot reach https://reader:hunter2@mirror.example/simple/');
  await expect(download(runner)).rejects.toMatchObject({
    message: 'pip could not fetch weights==1.0 (exit 1): cannot reach https://mirror.example/simple/',
  });
});

test.each([
  ["global.index-url='https://mirror.example/simple'", 'https://mirror.example/simple'],
  [
    "global.index-url='https://a.example/simple'\n:env:.index-url='https://b.example/simple'",
    'https://b.example/simple',
  ],
  [":env:.index-url='https://reader:hunter2@b.example/simple'", 'https://b.example/simple'],
  ["global.cert='/etc/ssl/certs.pem'", 'https://pypi.org/simple/'],
])('the index that the egress port is asked about is the one pip is configured for (%s)', async (says, expected) => {
  const runner = await runnerWith(says, { exit: 0 });
  expect((await runner.indexUrl(signal)).href).toBe(expected);
});

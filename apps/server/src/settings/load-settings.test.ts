import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { loadSettings, type SettingsInput } from './load-settings.ts';
import { environmentVariableFor, settingPaths } from './setting-paths.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'riad-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function input(yaml: string | null, overrides: Partial<SettingsInput> = {}): SettingsInput {
  const file = join(folder, 'riad.yaml');
  if (yaml !== null) writeFileSync(file, yaml);
  return { file, fileRequired: false, environment: {}, flags: {}, ...overrides };
}

test('without a file every setting has its default', () => {
  const loaded = loadSettings(input(null));
  expect(loaded.settings.server).toMatchObject({ host: '127.0.0.1', port: 8080 });
  expect(loaded.file).toBeNull();
});

test('a flag wins over the environment, which wins over the file', () => {
  const loaded = loadSettings(
    input('server: { port: 1, host: "::1" }\noffline: true\n', {
      environment: { RIAD_SERVER_PORT: '2', RIAD_SERVER_HOST: 'localhost' },
      flags: { 'server.port': 3 },
    }),
  );
  expect(loaded.settings.server).toMatchObject({ port: 3, host: 'localhost' });
  expect(Object.fromEntries(loaded.sources)).toEqual({
    'server.port': 'flag',
    'server.host': 'environment',
    offline: 'file',
  });
});

test('an unknown key is an error that names the nearest known one', () => {
  expect(() => loadSettings(input('server: { prot: 1 }'))).toThrow(
    expect.objectContaining({ code: 'settings.invalid', field: 'server.prot', remedy: 'Did you mean server.port?' }),
  );
});

test('a wrong value names its path', () => {
  expect(() => loadSettings(input('server: { port: 70000 }'))).toThrow(
    expect.objectContaining({ code: 'settings.invalid', field: 'server.port' }),
  );
});

test('a repeated key and broken YAML are refused', () => {
  expect(() => loadSettings(input('offline: true\noffline: false\n'))).toThrow(/unique/i);
  expect(() => loadSettings(input('server: {'))).toThrow(expect.objectContaining({ code: 'settings.invalid' }));
});

test('a remote upstream without its contract is refused; a local one needs none', () => {
  const upstream = (country: string): string =>
    `upstreams: [{ id: a, kind: mistral, url: "https://example.invalid/v1", country: ${country}, models: [{ id: m }] }]`;
  expect(() => loadSettings(input(upstream('FR')))).toThrow(expect.objectContaining({ field: 'upstreams.0.contract' }));
  expect(loadSettings(input(upstream('local'))).settings.upstreams).toHaveLength(1);
});

test('there are at most sixty settings and every scalar one has an environment variable of its own', () => {
  const paths = settingPaths();
  expect(paths.length).toBeLessThanOrEqual(60);
  const names = paths.map((setting) => environmentVariableFor(setting.path));
  expect(new Set(names).size).toBe(names.length);
  expect(environmentVariableFor('server.maxBodyBytes')).toBe('RIAD_SERVER_MAX_BODY_BYTES');
});

test('a file given by name must exist', () => {
  expect(() => loadSettings(input(null, { fileRequired: true }))).toThrow(
    expect.objectContaining({ code: 'settings.invalid' }),
  );
});

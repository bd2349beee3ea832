import { readFileSync } from 'node:fs';

import { PlatformError, settingsSchema, type Settings } from '@riad/contracts';
import { parseDocument } from 'yaml';

import { nearest } from './nearest.ts';
import { environmentVariableFor, settingPaths, type SettingPath } from './setting-paths.ts';

/** Where a value came from, for `riad doctor --config`. */
export type SettingSource = 'default' | 'file' | 'environment' | 'flag';

export interface LoadedSettings {
  readonly settings: Settings;
  /** Dotted path → source, for every path that is not a default. */
  readonly sources: ReadonlyMap<string, SettingSource>;
  readonly file: string | null;
}

export interface SettingsInput {
  /** Path of riad.yaml; a missing file is an empty one unless `fileRequired`. */
  readonly file: string;
  readonly fileRequired: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Dotted path → value, from the command line. */
  readonly flags: Readonly<Record<string, unknown>>;
}

type Tree = Record<string, unknown>;

/**
 * File, then `RIAD_*` variables, then flags; checked as a whole.
 * Fails with `settings.invalid` naming the path, the reason and, for an unknown key, the nearest known one.
 */
export function loadSettings(input: SettingsInput): LoadedSettings {
  const { tree, found } = readSettingsFile(input);
  const sources = new Map<string, SettingSource>();
  for (const path of leafPaths(tree)) sources.set(path, 'file');

  for (const path of settingPaths()) {
    const value = input.environment[environmentVariableFor(path.path)];
    if (value === undefined || value === '') continue;
    assign(tree, path.path, fromText(path, value));
    sources.set(path.path, 'environment');
  }
  for (const [path, value] of Object.entries(input.flags)) {
    if (value === undefined) continue;
    assign(tree, path, value);
    sources.set(path, 'flag');
  }
  return { settings: check(tree, input.file), sources, file: found ? input.file : null };
}

function readSettingsFile({ file, fileRequired }: SettingsInput): { tree: Tree; found: boolean } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error) && !fileRequired) return { tree: {}, found: false };
    throw new PlatformError('settings.invalid', `cannot read ${file}`, {
      cause: error,
      remedy: 'Give the path of a readable file to --config.',
    });
  }
  const document = parseDocument(text, { uniqueKeys: true });
  const problem = document.errors[0];
  if (problem !== undefined) {
    throw new PlatformError('settings.invalid', `${file}: ${problem.message}`, {
      remedy: 'Correct the YAML at that line.',
    });
  }
  const tree: unknown = document.toJS() ?? {};
  if (!isTree(tree)) {
    throw new PlatformError('settings.invalid', `${file} must hold settings, like "server: { port: 8080 }"`);
  }
  return { tree, found: true };
}

function check(tree: Tree, file: string): Settings {
  const result = settingsSchema.safeParse(tree);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new PlatformError('settings.invalid', `${file} is not valid`);
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = [path, issue.keys[0]].filter(Boolean).join('.');
    const known = nearest(
      key,
      settingPaths().map((setting) => setting.path),
    );
    throw new PlatformError('settings.invalid', `unknown setting ${key}`, {
      field: key,
      remedy: known === undefined ? 'Run ./riad doctor --config to see every setting.' : `Did you mean ${known}?`,
    });
  }
  throw new PlatformError('settings.invalid', `setting ${path}: ${issue.message}`, {
    field: path,
    remedy: 'Run ./riad doctor --config to see every setting and where its value comes from.',
  });
}

function fromText(setting: SettingPath, text: string): unknown {
  if (setting.kind === 'boolean' && /^(true|false|1|0|yes|no)$/i.test(text)) return /^(true|1|yes)$/i.test(text);
  if (setting.kind === 'number' && /^-?\d+$/.test(text)) return Number(text);
  return text;
}

function assign(tree: Tree, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop();
  if (last === undefined) return;
  let node = tree;
  for (const key of keys) {
    const next = node[key];
    const child: Tree = isTree(next) ? next : {};
    node[key] = child;
    node = child;
  }
  node[last] = value;
}

function leafPaths(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? leafPaths(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

import { dataFolderAt, loadSettings, type DataFolder, type LoadedSettings } from '@riad/server';
import { resolve } from 'node:path';

/** Options that every command has. */
export interface GlobalOptions {
  readonly data: string;
  readonly config?: string;
}

export function folderOf(options: GlobalOptions): DataFolder {
  return dataFolderAt(options.data);
}

/** Settings as the server of this data folder would read them. */
export function settingsOf(options: GlobalOptions, flags: Readonly<Record<string, unknown>> = {}): LoadedSettings {
  return loadSettings({
    file: options.config === undefined ? folderOf(options).settingsFile : resolve(options.config),
    fileRequired: options.config !== undefined,
    environment: process.env,
    flags,
  });
}

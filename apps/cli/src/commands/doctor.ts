import {
  doctorSchema,
  diagnose,
  environmentVariableFor,
  findInstance,
  settingPaths,
  type DoctorReport,
  type LoadedSettings,
} from '@riad/server';
import type { Command } from 'commander';

import { folderOf, settingsOf, type GlobalOptions } from '../context.ts';
import { callLocal } from '../local-client.ts';
import { exitCodes, print, printJson, printTable } from '../output.ts';
import { helpText, say } from '../messages/say.ts';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(say('doctor.about'))
    .option('--config', say('doctor.config'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad doctor', 'riad doctor --config'], 'doctor.exit'))
    .action(async (own: { config?: boolean }, command: Command) => {
      const options = command.optsWithGlobals<Omit<GlobalOptions, 'config'> & { json?: boolean }>();
      const loaded = settingsOf({ data: options.data });
      if (own.config === true) {
        printSettings(loaded, options.json === true);
        return;
      }
      const report = await examine({ data: options.data }, loaded);
      if (options.json === true) printJson(report);
      else for (const finding of report.data) printFinding(finding);
      if (report.data.some((finding) => finding.state === 'problem')) process.exitCode = exitCodes.found;
    });
}

async function examine(options: GlobalOptions, loaded: LoadedSettings): Promise<DoctorReport> {
  const folder = folderOf(options);
  const machine = await diagnose({ folder, settings: loaded.settings });
  const instance = findInstance(folder);
  if (instance === undefined) return machine;
  const server = await callLocal(instance, { method: 'doctor', schema: doctorSchema });
  return { data: [...machine.data, ...server.data] };
}

function printFinding(finding: DoctorReport['data'][number]): void {
  print(`${say(`doctor.${finding.state}`).padEnd(9)} ${finding.name}: ${finding.message}`);
  if (finding.remedy !== null) print(`          ${finding.remedy}`);
}

function printSettings(loaded: LoadedSettings, asJson: boolean): void {
  const rows = settingPaths().map((setting) => ({
    setting: setting.path,
    value:
      setting.path === 'database.url'
        ? maskUrl(valueAt(loaded.settings, setting.path))
        : valueAt(loaded.settings, setting.path),
    source:
      loaded.sources.get(setting.path) ??
      (setting.kind === 'list' && hasFileValue(loaded, setting.path) ? 'file' : 'default'),
    variable: setting.kind === 'list' ? null : environmentVariableFor(setting.path),
  }));
  if (asJson) {
    printJson({ file: loaded.file, data: rows });
    return;
  }
  print(say('doctor.settings_file', { file: loaded.file ?? say('doctor.no_file') }));
  printTable(
    [say('table.setting'), say('table.value'), say('table.from'), say('table.variable')],
    rows.map((row) => [
      row.setting,
      row.value === undefined ? '—' : JSON.stringify(row.value),
      row.source,
      row.variable ?? say('doctor.file_only'),
    ]),
  );
}

function hasFileValue(loaded: LoadedSettings, path: string): boolean {
  return [...loaded.sources.keys()].some((key) => key === path || key.startsWith(`${path}.`));
}

function valueAt(tree: unknown, path: string): unknown {
  let node = tree;
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = Object.entries(node).find(([name]) => name === key)?.[1];
  }
  return node;
}

/** A database address may hold a password. */
function maskUrl(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(?<user>:\/\/[^:/@]*):[^@]*@/, '$<user>:…@') : value;
}

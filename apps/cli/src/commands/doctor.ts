import {
  doctorSchema,
  diagnose,
  environmentVariableFor,
  findInstance,
  presentError,
  settingAt,
  settingPaths,
  type DoctorReport,
  type LoadedSettings,
} from '@riad/server';
import type { Settings } from '@riad/contracts';
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
      if (own.config === true) {
        printSettings(settingsOf({ data: options.data }), options.json === true);
        return;
      }
      const report = await examine({ data: options.data });
      if (options.json === true) printJson(report);
      else for (const finding of report.data) printFinding(finding);
      if (report.data.some((finding) => finding.state === 'problem')) process.exitCode = exitCodes.found;
    });
}

async function examine(options: GlobalOptions): Promise<DoctorReport> {
  const folder = folderOf(options);
  const { settings, findings } = readSettings(options);
  const machine = await diagnose({ folder, settings });
  const instance = findInstance(folder);
  const server =
    instance === undefined ? undefined : await callLocal(instance, { method: 'doctor', schema: doctorSchema });
  return { data: [...findings, ...machine.data, ...(server?.data ?? [])] };
}

/** Settings that cannot be read are a finding like every other: the rest is examined all the same. */
function readSettings(options: GlobalOptions): { settings?: Settings; findings: DoctorReport['data'] } {
  try {
    return { settings: settingsOf(options).settings, findings: [] };
  } catch (error) {
    const { message, remedy } = presentError(error);
    return { findings: [{ name: 'settings', state: 'problem', message, remedy }] };
  }
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
        ? maskUrl(settingAt(loaded.settings, setting.path))
        : settingAt(loaded.settings, setting.path),
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

/** A database address may hold a password. */
function maskUrl(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(?<user>:\/\/[^:/@]*):[^@]*@/, '$<user>:…@') : value;
}

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

const marks = { ok: 'ok', warning: 'WARNING', problem: 'PROBLEM' } as const;

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look for what is wrong or risky and say what to do')
    .option('--config', 'print every setting, its value and where it comes from')
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      '\nExit status: 0 nothing found, 3 a problem found.\n\nExamples:\n  riad doctor\n  riad doctor --config',
    )
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
  print(`${marks[finding.state].padEnd(8)} ${finding.name}: ${finding.message}`);
  if (finding.remedy !== null) print(`         ${finding.remedy}`);
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
  print(`Settings file: ${loaded.file ?? 'none'}`);
  printTable(
    ['SETTING', 'VALUE', 'FROM', 'VARIABLE'],
    rows.map((row) => [
      row.setting,
      row.value === undefined ? '—' : JSON.stringify(row.value),
      row.source,
      row.variable ?? '(file only)',
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

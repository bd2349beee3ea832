import type { Command } from 'commander';
import { findInstance, statusSchema, type ServerStatus } from '@riad/server';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal } from '../local-client.ts';
import { bold, exitCodes, formatBytes, print, printJson, printTable } from '../output.ts';

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('show whether Riad runs, where, and how its parts are')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExit status: 0 running, 1 stopped.\n\nExample:\n  riad status --json')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const status = await readStatus(options);
      if (options.json === true) printJson(status);
      else printStatus(status);
      if (status.state === 'stopped') process.exitCode = exitCodes.failed;
    });
}

async function readStatus(options: GlobalOptions): Promise<ServerStatus> {
  const folder = folderOf(options);
  const instance = findInstance(folder);
  if (instance === undefined) {
    return {
      state: 'stopped',
      pid: null,
      address: null,
      dataDir: folder.root,
      version: null,
      database: { kind: null, ok: false },
      models: [],
      ledger: { records: 0, checkpointAt: null },
    };
  }
  return callLocal(instance, { method: 'status', schema: statusSchema });
}

function printStatus(status: ServerStatus): void {
  if (status.state === 'stopped') {
    print(`Riad is stopped (data folder ${status.dataDir}). Start it with ./riad up`);
    return;
  }
  print(
    `Riad is ${bold(status.state)} at ${status.address ?? '—'} (process ${status.pid ?? '—'}, version ${status.version ?? '—'})`,
  );
  print(`  data folder  ${status.dataDir}`);
  print(`  database     ${status.database.kind ?? '—'}, ${status.database.ok ? 'answers' : 'does not answer'}`);
  print(
    `  ledger       ${status.ledger.records} records, last checkpoint ${status.ledger.checkpointAt ?? 'not yet made'}`,
  );
  if (status.models.length === 0) {
    print('  models       none: ./riad models pull');
    return;
  }
  print();
  printTable(
    ['MODEL', 'KIND', 'STATE', 'MEMORY'],
    status.models.map((model) => [model.id, model.kind, model.state, formatBytes(model.memoryBytes)]),
  );
}

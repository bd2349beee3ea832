import type { Command } from 'commander';
import { findInstance, statusSchema, type ServerStatus } from '@riad/server';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal } from '../local-client.ts';
import { bold, exitCodes, formatBytes, print, printFacts, printJson, printTable } from '../output.ts';
import { shownSpeed } from '../shown-speed.ts';
import { helpText, say } from '../messages/say.ts';

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description(say('status.about'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad status --json'], 'status.exit'))
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
      ledger: { records: 0, checkpointAt: null, witnesses: [], timestamp: null },
    };
  }
  return callLocal(instance, { method: 'status', schema: statusSchema });
}

function printStatus(status: ServerStatus): void {
  if (status.state === 'stopped') {
    print(say('status.stopped', { folder: status.dataDir }));
    return;
  }
  const place = { address: status.address ?? '—', pid: status.pid ?? '—', version: status.version ?? '—' };
  print(bold(say(status.state === 'running' ? 'status.running' : 'status.starting', place)));
  const { database, ledger } = status;
  const kind = database.kind === null ? '—' : say(database.kind === 'embedded' ? 'status.embedded' : 'status.server');
  printFacts([
    [say('status.folder'), status.dataDir],
    [say('status.database'), `${kind}, ${say(database.ok ? 'status.answers' : 'status.silent')}`],
    [
      say('status.ledger'),
      say('status.records', { count: ledger.records, when: ledger.checkpointAt ?? say('status.no_checkpoint') }),
    ],
    ...attested(ledger),
    ...(status.models.length === 0 ? [[say('status.models'), say('status.no_models')] as const] : []),
  ]);
  if (status.models.length === 0) return;
  print();
  printTable(
    [
      say('table.model'),
      say('table.kind'),
      say('table.state'),
      say('table.memory'),
      say('table.speed'),
      say('table.waiting'),
    ],
    status.models.map((model) => [
      model.id,
      model.kind,
      model.state,
      formatBytes(model.memoryBytes),
      shownSpeed(model),
      String(model.waiting),
    ]),
  );
}

/** Who else vouches for the ledger, and since when no more. */
function attested({ witnesses, timestamp }: ServerStatus['ledger']): readonly (readonly [string, string])[] {
  const all = [
    ...witnesses.map(({ name, ...rest }) => ({ name, ...rest })),
    ...(timestamp === null ? [] : [{ ...timestamp, name: timestamp.authority ?? say('attest.authority') }]),
  ];
  return all.map(({ name, records, at, problem }) => [
    say('status.attested'),
    `${name}: ${at === null ? say('attest.nothing') : say('attest.covers', { count: records, when: at })}${problem === null ? '' : ` (${problem})`}`,
  ]);
}

import { attestationSchema, type AttestationView } from '@riad/server';
import type { Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
import { exitCodes, print, printTable } from '../../output.ts';
import { call, type CommonOptions } from '../data-control/call.ts';

/** Needs the running server, which holds the settings and the way out. */
export function addAttest(audit: Command): void {
  audit
    .command('attest')
    .description(say('attest.about'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad audit attest'], 'attest.exit'))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const status = await call(options, { method: 'audit.attest', schema: attestationSchema, show });
      if (all(status).some(({ problem }) => problem !== null)) process.exitCode = exitCodes.found;
    });
}

function show(status: AttestationView): void {
  if (all(status).length === 0) {
    print(say('attest.nobody'));
    return;
  }
  printTable(
    [say('table.who'), say('table.records'), say('table.at'), say('table.state')],
    all(status).map(({ who, records, at, problem }) => [
      who,
      String(records),
      at ?? '—',
      problem ?? say('attest.good'),
    ]),
  );
}

interface Attester {
  readonly who: string;
  readonly records: number;
  readonly at: string | null;
  readonly problem: string | null;
}

function all({ witnesses, timestamp }: AttestationView): readonly Attester[] {
  return [
    ...witnesses.map(({ name, ...rest }) => ({ who: name, ...rest })),
    ...(timestamp === null ? [] : [{ ...timestamp, who: timestamp.authority ?? say('attest.authority') }]),
  ];
}

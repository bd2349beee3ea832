import { unsealedSchema } from '@riad/server';
import type { Command } from 'commander';

import { say } from '../../messages/say.ts';
import { print } from '../../output.ts';
import { call, subcommand, type CommonOptions } from '../data-control/call.ts';

/** Needs the running server: what is shown is recorded first. */
export function addUnseal(audit: Command): void {
  subcommand(audit, 'unseal', {
    description: say('unseal.about'),
    example: 'riad audit unseal rec_1f2e3d4c-42 --reason "access request rig_0123456789ab"',
  })
    .argument('<record>', say('prove.record'))
    .requiredOption('--reason <text>', say('option.reason'))
    .action(async (record: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly reason: string }>();
      await call(options, {
        method: 'audit.unseal',
        parameters: { record, reason: options.reason },
        schema: unsealedSchema,
        show: ({ sealed }) => print(sealed === null ? say('unseal.nothing') : JSON.stringify(sealed, null, 2)),
      });
    });
}

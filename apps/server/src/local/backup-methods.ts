import { PlatformError, systemClock } from '@riad/contracts';
import { z } from 'zod';

import { findRecipient, setRecipient } from '../backup/backup-recipient.ts';
import { makeBackup } from '../backup/make-backup.ts';
import type { Parts } from '../compose.ts';
import { localMethod, type LocalCall, type LocalMethod } from './local-method.ts';

type Method = readonly [string, LocalMethod];

const person = z.string().min(1).max(120).default('owner');

/** `riad backup …`; a restore runs without a server. */
export function backupMethods(parts: () => Parts): readonly Method[] {
  return [
    ['backup.recipient', localMethod(z.object({}), async () => ({ recipient: findRecipient(parts().folder) ?? null }))],
    [
      'backup.set_recipient',
      localMethod(z.object({ recipient: z.string().max(200), by: person }), async (input) => {
        await setRecipient(parts().folder, parts().ledger, input);
        return null;
      }),
    ],
    [
      'backup.make',
      localMethod(z.object({ path: z.string().min(1).max(4096), by: person }), (input, call) =>
        make(parts(), input, call),
      ),
    ],
  ];
}

function make(
  parts: Parts,
  { path, by }: { readonly path: string; readonly by: string },
  call: LocalCall,
): Promise<unknown> {
  const { folder, settings, database, ledger, project } = parts;
  const recipient = findRecipient(folder);
  if (recipient === undefined) {
    throw new PlatformError('backup.wrong_key', 'there is no recovery key yet that backups could be sealed to', {
      remedy: 'riad backup PATH makes one and shows it once.',
    });
  }
  return makeBackup({
    folder,
    database: database?.address ?? { url: settings.database.url ?? '' },
    ledger,
    organisation: project.organisationId,
    recipient,
    path,
    by,
    clock: systemClock,
    onPart: (part) => call.progress({ message: `Writing ${part}`, key: `backup_${part}` }),
  });
}

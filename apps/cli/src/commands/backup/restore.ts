import { PlatformError } from '@riad/contracts';
import { createLogger, loadSettings, prepareDataFolder, restoreBackup } from '@riad/server';
import type { Command } from 'commander';

import { folderOf, type GlobalOptions } from '../../context.ts';
import { helpText, say } from '../../messages/say.ts';
import { note, print, printJson } from '../../output.ts';
import { createProgressView } from '../../progress.ts';
import { readRecoveryKeyOption } from './recovery-key-option.ts';

interface RestoreOptions extends GlobalOptions {
  readonly keys?: string;
  readonly keyFile?: string;
  readonly erasures?: string;
  readonly nothingErasedSince?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}

/** `riad restore PATH`: without a server, into a data folder that holds nothing yet. */
export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description(say('restore.about'))
    .argument('<path>', say('backup.path'))
    .option('--keys <file>', say('backup.keys'))
    .option('--key-file <file>', say('backup.key_file'))
    .option('--erasures <file>', say('restore.erasures'))
    .option('--nothing-erased-since', say('restore.nothing_erased'))
    .option('--by <person>', say('option.by'))
    .option('--json', say('option.json'))
    .addHelpText(
      'after',
      helpText(
        ['riad restore /mnt/usb/riad-2026-11-25 --data /srv/riad --key-file recovery.txt --erasures erasures.txt'],
        'restore.remark',
      ),
    )
    .action(async (path: string, _options: unknown, command: Command) => {
      await restore(path, command.optsWithGlobals<RestoreOptions>());
    });
}

async function restore(path: string, options: RestoreOptions): Promise<void> {
  if ((options.erasures === undefined) === (options.nothingErasedSince !== true)) {
    throw new PlatformError('backup.erasures_needed', say('restore.erasures_needed'), {
      remedy: say('restore.erasures_remedy'),
    });
  }
  const recoveryKey = readRecoveryKeyOption(options.keyFile);
  prepareDataFolder(folderOf(options).root, { restoring: true });
  const view = createProgressView();
  const restored = await restoreBackup({
    folder: folderOf(options),
    path,
    ...(options.keys === undefined ? {} : { keysPath: options.keys }),
    recoveryKey,
    ...(options.erasures === undefined ? {} : { erasures: options.erasures }),
    settings: (file) =>
      loadSettings({
        file: options.config ?? file,
        fileRequired: options.config !== undefined,
        environment: process.env,
        flags: {},
      }).settings,
    by: options.by ?? 'owner',
    logger: { ...createLogger(process.stderr, { human: true }), info: () => undefined },
    onStep: (step) => view.show(step),
  }).finally(() => view.finish());
  if (options.json === true) {
    printJson(restored);
    return;
  }
  print(
    say('restore.done', {
      folder: folderOf(options).root,
      made: restored.createdAt,
      rows: restored.rows,
      records: restored.records,
      erased: restored.erasedAgain,
    }),
  );
  note(say('restore.check_keys'));
}

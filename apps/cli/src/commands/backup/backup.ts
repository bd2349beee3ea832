import { resolve } from 'node:path';

import { madeBackupSchema, recipientSchema, verifyBackup } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../../context.ts';
import { callLocal, requireInstance } from '../../local-client.ts';
import { helpText, say } from '../../messages/say.ts';
import { formatBytes, print, printJson } from '../../output.ts';
import { createProgressView } from '../../progress.ts';
import { handOverKey, readRecoveryKeyOption, requirePlaceForKey } from './recovery-key-option.ts';

interface BackupOptions extends GlobalOptions {
  readonly keyOut?: string;
  readonly by?: string;
  readonly json?: boolean;
}

/** `riad backup PATH`, `riad backup verify PATH`, `riad backup key`. */
export function addBackupCommand(program: Command): void {
  const backup = program
    .command('backup')
    .description(say('backup.about'))
    .argument('<path>', say('backup.path'))
    .option('--key-out <file>', say('backup.key_out'))
    .option('--by <person>', say('option.by'))
    .option('--json', say('option.json'))
    .addHelpText(
      'after',
      helpText(
        ['riad backup /mnt/usb/riad-2026-11-25', 'riad backup verify /mnt/usb/riad-2026-11-25 --key-file recovery.txt'],
        'backup.remark',
      ),
    )
    .action(async (path: string, _options: unknown, command: Command) => {
      await make(path, command.optsWithGlobals<BackupOptions>());
    });
  addVerify(backup);
  addKey(backup);
}

async function make(path: string, options: BackupOptions): Promise<void> {
  const instance = requireInstance(folderOf(options));
  const { recipient } = await callLocal(instance, { method: 'backup.recipient', schema: recipientSchema });
  if (recipient === null) await makeKey(options);
  const view = createProgressView();
  const made = await callLocal(
    instance,
    { method: 'backup.make', parameters: { path: resolve(path), by: options.by }, schema: madeBackupSchema },
    { onProgress: (step) => view.show({ message: String(step['message']), key: String(step['key']) }) },
  ).finally(() => view.finish());
  if (options.json === true) {
    printJson(made);
    return;
  }
  print(say('backup.made', { path: made.path, keys: made.keysPath, size: formatBytes(made.bytes) }));
  print(say('backup.apart'));
}

async function makeKey(options: BackupOptions): Promise<void> {
  requirePlaceForKey(options.keyOut, options.json === true);
  const { createRecoveryKey } = await import('@riad/store');
  const { recoveryKey, recipient } = createRecoveryKey();
  // Handed over first: a server must not seal to a key that nobody has.
  handOverKey(recoveryKey, options.keyOut);
  await callLocal(requireInstance(folderOf(options)), {
    method: 'backup.set_recipient',
    parameters: { recipient, by: options.by },
    schema: z.null(),
  });
}

function addKey(backup: Command): void {
  backup
    .command('key')
    .description(say('backup.key'))
    .addHelpText('after', helpText(['riad backup key --key-out recovery.txt'], 'backup.key_kept'))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<BackupOptions>();
      await makeKey(options);
      if (options.json === true) printJson({ keyFile: resolve(options.keyOut ?? '') });
    });
}

interface VerifyOptions extends GlobalOptions {
  readonly keys?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}

function addVerify(backup: Command): void {
  backup
    .command('verify')
    .description(say('backup.verify'))
    .argument('<path>', say('backup.path'))
    .option('--keys <file>', say('backup.keys'))
    .option('--key-file <file>', say('backup.key_file'))
    .addHelpText('after', helpText(['riad backup verify /mnt/usb/riad-2026-11-25 --key-file recovery.txt']))
    .action(async (path: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VerifyOptions>();
      const report = await verifyBackup({
        path,
        ...(options.keys === undefined ? {} : { keysPath: options.keys }),
        recoveryKey: readRecoveryKeyOption(options.keyFile),
      });
      if (options.json === true) printJson(report);
      else {
        const { id, createdAt, tables, files, bytes } = report;
        print(say('backup.verified', { id, createdAt, tables, files, size: formatBytes(bytes) }));
      }
    });
}

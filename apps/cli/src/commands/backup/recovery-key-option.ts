import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { PlatformError } from '@riad/contracts';

import { say } from '../../messages/say.ts';
import { bold, note, print } from '../../output.ts';

/** From the file that `--key-file` names, or from RIAD_RECOVERY_KEY: never from the command line, where others see it. */
export function readRecoveryKeyOption(file: string | undefined): string {
  if (file !== undefined) {
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    throw new PlatformError('backup.wrong_key', say('backup.no_key_file', { file }), {
      remedy: say('backup.key_remedy'),
    });
  }
  const fromEnvironment = process.env['RIAD_RECOVERY_KEY'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment;
  throw new PlatformError('backup.wrong_key', say('backup.key_missing'), { remedy: say('backup.key_remedy') });
}

/** Where a new key can go is settled before it is made: it is shown once, to a person or into a file that is not there yet. */
export function requirePlaceForKey(file: string | undefined, asJson: boolean): void {
  if (file !== undefined && existsSync(file)) {
    throw new PlatformError('command.usage', say('backup.key_file_exists', { file }), {
      remedy: say('backup.key_out'),
    });
  }
  if (file === undefined && (asJson || !process.stdout.isTTY)) {
    throw new PlatformError('command.usage', say('backup.nowhere_to_show'), { remedy: say('backup.key_out') });
  }
}

export function handOverKey(recoveryKey: string, file: string | undefined): void {
  if (file === undefined) {
    print(bold(recoveryKey));
    print(say('backup.key_shown'));
    return;
  }
  writeFileSync(resolve(file), `${recoveryKey}\n`, { mode: 0o600, flag: 'wx', flush: true });
  note(say('backup.key_written', { file: resolve(file) }));
}

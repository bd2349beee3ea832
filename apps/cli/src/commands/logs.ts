import { createReadStream, existsSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { PlatformError } from '@riad/contracts';
import type { Command } from 'commander';

import { folderOf, type GlobalOptions } from '../context.ts';
import { helpText, say } from '../messages/say.ts';

/** How much of the end is shown. */
const TAIL_BYTES = 64 * 1024;

export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .description(say('logs.about'))
    .option('-f, --follow', say('logs.follow'))
    .addHelpText('after', helpText(['riad logs --follow']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { follow?: boolean }>();
      const file = join(folderOf(options).logs, 'server.log');
      if (!existsSync(file)) {
        throw new PlatformError('server.not_running', say('logs.none', { file }), {
          remedy: say('logs.none_remedy'),
        });
      }
      const size = statSync(file).size;
      await show(file, Math.max(0, size - TAIL_BYTES));
      if (options.follow === true) await follow(file, size);
    });
}

async function follow(file: string, from: number): Promise<void> {
  let position = from;
  for (;;) {
    await new Promise<void>((resolve) => {
      const watcher = watch(file, () => {
        watcher.close();
        resolve();
      });
    });
    const size = statSync(file).size;
    await show(file, size < position ? 0 : position);
    position = size;
  }
}

async function show(file: string, start: number): Promise<void> {
  await pipeline(createReadStream(file, { start }), process.stdout, { end: false });
}

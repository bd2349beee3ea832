import type { Command } from 'commander';
import { findInstance } from '@riad/server';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal } from '../local-client.ts';
import { note, print, printJson } from '../output.ts';
import { helpText, say } from '../messages/say.ts';

/** The server is given this long to finish what it is doing. */
const STOP_LIMIT_MS = 20_000;
const POLL_MS = 50;

export function addStopCommand(program: Command): void {
  program
    .command('down')
    .description(say('down.about'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad down']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const stopped = await stopServer(options);
      if (options.json === true) printJson({ stopped });
      else print(stopped ? say('down.stopped') : say('down.was_not_running'));
    });
}

/** False when nothing was running. */
async function stopServer(options: GlobalOptions): Promise<boolean> {
  const folder = folderOf(options);
  const instance = findInstance(folder);
  if (instance === undefined) return false;
  try {
    await callLocal(instance, { method: 'stop', schema: z.null() });
  } catch {
    process.kill(instance.pid, 'SIGTERM');
  }
  const deadline = Date.now() + STOP_LIMIT_MS;
  while (findInstance(folder)?.pid === instance.pid) {
    if (Date.now() > deadline) {
      note(say('down.forced', { pid: instance.pid, seconds: STOP_LIMIT_MS / 1000 }));
      process.kill(instance.pid, 'SIGKILL');
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

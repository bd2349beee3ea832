import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

import { PlatformError } from '@riad/contracts';
import {
  createLogger,
  findInstance,
  prepareDataFolder,
  startServer,
  welcomeSchema,
  type DataFolder,
  type LoadedSettings,
  type Welcome,
} from '@riad/server';
import type { Command } from 'commander';

import { settingsOf, type GlobalOptions } from '../context.ts';
import { callLocal } from '../local-client.ts';
import { integerBetween } from '../numbers.ts';
import { createProgressView, type ProgressStep } from '../progress.ts';
import { hearFailure } from '../start-report.ts';
import { printWelcome } from '../welcome.ts';
import { helpText, say } from '../messages/say.ts';

interface UpOptions extends GlobalOptions {
  readonly port?: number;
  readonly host?: string;
  readonly model?: string;
  readonly detach?: boolean;
  readonly json?: boolean;
  /** Set by --detach on the process it leaves behind. */
  readonly background?: boolean;
}

export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description(say('up.about'))
    .option('--port <port>', say('up.port'), integerBetween(0, 65_535))
    .option('--host <address>', say('up.host'))
    .option('--model <name>', say('up.model'))
    .option('--detach', say('up.detach'))
    .option('--json', say('up.json'))
    .addHelpText('after', helpText(['riad up', 'riad up --detach --port 9000 --data ./data'], 'up.note'))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<UpOptions>();
      const folder = prepareDataFolder(options.data);
      const loaded = settingsOf(options, flagsOf(options));
      refuseSecondStart(folder);
      if (options.detach === true && process.env['RIAD_BACKGROUND'] === undefined)
        await startInBackground(folder, options);
      else await startHere(folder, loaded, options);
    });
}

function flagsOf(options: UpOptions): Readonly<Record<string, unknown>> {
  return {
    'server.port': options.port,
    'server.host': options.host,
    'engine.defaultModel': options.model,
  };
}

function refuseSecondStart(folder: DataFolder): void {
  const running = findInstance(folder);
  if (running === undefined) return;
  throw new PlatformError(
    'server.already_running',
    `Riad is already running at ${running.address} (process ${running.pid})`,
    {
      remedy: 'Use it as it is; ./riad status shows more, ./riad down stops it.',
    },
  );
}

/** Runs the server in this process until it is told to stop. */
async function startHere(folder: DataFolder, loaded: LoadedSettings, options: UpOptions): Promise<void> {
  const progress = createProgressView();
  // The line to a waiting `up --detach` keeps nothing alive.
  process.channel?.unref();
  const server = await startServer({
    folder,
    loaded,
    reread: () => settingsOf(options, flagsOf(options)),
    logger: createLogger(process.stderr, { human: process.stderr.isTTY }),
    onStep: (step) => progress.show(step),
  });
  progress.finish();
  if (process.env['RIAD_BACKGROUND'] === undefined) {
    printWelcome(await server.welcome(isatty(process.stdout.fd)), options.json === true);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
  const atTerminal = hasTerminal();
  process.on('SIGHUP', () => {
    // The signal also says that the terminal was closed; then the server goes with it.
    if (atTerminal && !hasTerminal()) void server.stop();
    else void server.reread();
  });
  await server.stopped;
  process.exit();
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/** Starts the same command as a process of its own, shows its progress, and returns when it is ready. */
async function startInBackground(folder: DataFolder, options: UpOptions): Promise<void> {
  const log = openSync(join(folder.logs, 'server.log'), 'a', 0o600);
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, main, ...process.argv.slice(2)], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...process.env, RIAD_BACKGROUND: '1' },
  });
  const failure = hearFailure(child);
  let gone = false;
  // After `exit` a last message may still be on its way; after `close` it is not.
  child.once('close', () => {
    gone = true;
  });
  child.unref();

  const progress = createProgressView();
  const welcome = await followStart(folder, {
    gone: () => gone,
    failure,
    onStep: (step) => progress.show(step),
    interactive: isatty(process.stdout.fd),
  });
  progress.finish();
  child.disconnect();
  printWelcome(welcome, options.json === true);
}

interface StartFollower {
  gone(): boolean;
  /** Why the process ended, when it said so. */
  failure(): PlatformError | undefined;
  onStep(step: ProgressStep): void;
  readonly interactive: boolean;
}

const POLL_MS = 50;

async function followStart(folder: DataFolder, follower: StartFollower): Promise<Welcome> {
  for (;;) {
    const welcome = await askForWelcome(folder, follower);
    if (welcome !== undefined) return welcome;
    if (follower.gone()) {
      throw (
        follower.failure() ??
        new PlatformError('server.not_running', say('up.ended'), {
          remedy: say('up.ended_remedy', { file: join(folder.logs, 'server.log') }),
        })
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** `undefined` while there is nobody to ask: the instance is written just before its socket listens, and goes when a start fails. */
async function askForWelcome(folder: DataFolder, follower: StartFollower): Promise<Welcome | undefined> {
  const instance = findInstance(folder);
  if (instance === undefined) return undefined;
  try {
    return await callLocal(
      instance,
      { method: 'start.follow', parameters: { interactive: follower.interactive }, schema: welcomeSchema },
      { onProgress: (step) => follower.onStep({ message: '', ...step }) },
    );
  } catch (error) {
    if (error instanceof PlatformError && ['server.not_running', 'server.stopping'].includes(error.code))
      return undefined;
    throw error;
  }
}

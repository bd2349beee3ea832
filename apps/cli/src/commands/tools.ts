import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Command } from 'commander';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Commands for those who work on Riad itself; each is a program under tools/ or bench/. */
import { helpText, say } from '../messages/say.ts';
export function addToolCommands(program: Command): void {
  program
    .command('check')
    .description(say('tools.check'))
    .addHelpText('after', helpText(['riad check']))
    .action(() => runTool('tools/check.ts', []));
  program
    .command('test')
    .description(say('tools.test'))
    .option('--full', say('tools.full'))
    .argument('[patterns...]', say('tools.patterns'))
    .addHelpText('after', helpText(['riad test packages/ledger']))
    .action((patterns: string[], options: { full?: boolean }) =>
      runTool('tools/test.ts', [...(options.full === true ? ['--full'] : []), ...patterns]),
    );
  program
    .command('bench')
    .description(say('tools.bench'))
    .argument('<name>', 'gateway')
    .allowUnknownOption()
    .argument('[options...]', say('tools.options'))
    .addHelpText('after', helpText(['riad bench gateway']))
    .action((name: string, options: string[]) => runTool('bench/run.ts', [name, ...options]));
}

function runTool(script: string, args: readonly string[]): void {
  const run = spawnSync(process.execPath, [`${root}${script}`, ...args], { cwd: root, stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
}

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Command } from 'commander';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Commands for those who work on Riad itself; each is a program under tools/ or bench/. */
export function addToolCommands(program: Command): void {
  program
    .command('check')
    .description('check the sources: format, lint, types, layers, dead code')
    .addHelpText('after', '\nExample:\n  riad check')
    .action(() => runTool('tools/check.ts', []));
  program
    .command('test')
    .description('run every test and end with a line "N passed, N failed"')
    .option('--full', 'also the long ones')
    .argument('[patterns...]', 'only files whose path contains one of these')
    .addHelpText('after', '\nExample:\n  riad test packages/ledger')
    .action((patterns: string[], options: { full?: boolean }) =>
      runTool('tools/test.ts', [...(options.full === true ? ['--full'] : []), ...patterns]),
    );
  program
    .command('bench')
    .description('measure beside peers and write the figures to bench/results')
    .argument('<name>', 'gateway')
    .allowUnknownOption()
    .argument('[options...]', 'passed on; see riad bench NAME -- --help')
    .addHelpText('after', '\nExample:\n  riad bench gateway')
    .action((name: string, options: string[]) => runTool('bench/run.ts', [name, ...options]));
}

function runTool(script: string, args: readonly string[]): void {
  const run = spawnSync(process.execPath, [`${root}${script}`, ...args], { cwd: root, stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
}

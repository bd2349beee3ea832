import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { verifyLedger, type LedgerReport } from '@riad/ledger/verify';
import type { Command } from 'commander';

import { exitCodes, print, printJson } from '../../output.ts';
import { ledgerFolder, type LedgerOptions } from './ledger-option.ts';

interface VerifyOptions extends LedgerOptions {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly witness?: string;
  readonly keys?: string;
}

const help = `
Exit status: 0 nothing wrong, 3 something is wrong.

Examples:
  riad audit verify
  riad audit verify /media/usb/ledger --checkpoint kept-in-june.txt --key riad/1f2e3d4c+9c1a77b2+AR…

The same check without Riad: node verify.mjs FOLDER (packages/ledger/verify.mjs, or from riad audit export).`;

export function addVerify(audit: Command): void {
  audit
    .command('verify')
    .description('check every record, hash, signature and tile of a ledger')
    .argument('[ledger]', 'ledger folder (default: that of the data folder)')
    .option('--checkpoint <file>', 'a checkpoint kept elsewhere: shows a forked or rewritten history')
    .option('--key <key>', 'the verifier key noted earlier')
    .option('--witness <key>', 'verifier key of a witness whose signature a kept checkpoint must carry')
    .option('--keys <folder>', 'keys/records of the data folder: also checks what is sealed')
    .option('--json', 'print a JSON object')
    .addHelpText('after', help)
    .action((ledger: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VerifyOptions>();
      const folder = ledgerFolder(ledger === undefined ? options : { ...options, ledger });
      const report = verify(folder, options);
      if (options.json === true) printJson(present(report));
      else printReport(folder, report);
      if (!report.ok) process.exitCode = exitCodes.found;
    });
}

function verify(folder: string, options: VerifyOptions): LedgerReport {
  if (!existsSync(join(folder, 'log.json'))) {
    throw new PlatformError('request.invalid', `${folder} holds no ledger`, {
      field: 'ledger',
      remedy: 'Name the ledger folder of a data folder: riad audit verify FOLDER, or --data DIR.',
    });
  }
  try {
    return verifyLedger(folder, {
      ...(options.checkpoint === undefined ? {} : { checkpoint: resolve(options.checkpoint) }),
      ...(options.key === undefined ? {} : { key: options.key }),
      ...(options.witness === undefined ? {} : { witness: options.witness }),
      ...(options.keys === undefined ? {} : { keys: resolve(options.keys) }),
    });
  } catch (cause) {
    throw new PlatformError('request.invalid', cause instanceof Error ? cause.message : 'the ledger cannot be read', {
      cause,
    });
  }
}

function present(report: LedgerReport): Readonly<Record<string, unknown>> {
  const { ok, records, problems, signedRecords, erased, root, origin, verifierKey } = report;
  return { ok, records, problems, signedRecords, erased, root, origin, verifierKey };
}

function printReport(folder: string, report: LedgerReport): void {
  for (const { file, record, what } of report.problems) {
    print(`PROBLEM  ${file}${record === null ? '' : `, record ${record}`}: ${what}`);
  }
  print(`${report.ok ? 'ok' : 'NOT OK'}: ${report.records} records in ${folder}`);
  const unsigned = report.records - report.signedRecords;
  print(
    `  signed       ${report.signedRecords}${unsigned > 0 ? ` (${unsigned} newer ones wait for the next checkpoint)` : ''}`,
  );
  if (report.erased > 0) print(`  erased       ${report.erased} sealed parts, each with its erasure on record`);
  print(`  log          ${report.origin}`);
  print(`  verifier key ${report.verifierKey}`);
  print('  Keep this key and ./riad audit checkpoint elsewhere: a folder cannot show that it was replaced as a whole.');
}

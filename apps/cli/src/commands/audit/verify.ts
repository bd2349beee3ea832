import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { PlatformError } from '@riad/contracts';
import { verifyLedger, type LedgerReport } from '@riad/ledger/verify';
import type { StampedCheckpoint } from '@riad/store';
import type { Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
import { exitCodes, print, printFacts, printJson } from '../../output.ts';
import { collect } from '../data-control/call.ts';
import { ledgerFolder, type LedgerOptions } from './ledger-option.ts';

interface VerifyOptions extends LedgerOptions {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly witness?: readonly string[];
  readonly quorum?: string;
  readonly certificates?: string;
  readonly keys?: string;
}

type Verified = LedgerReport & { readonly timestamps: readonly StampedCheckpoint[] };

const examples = [
  'riad audit verify',
  'riad audit verify /media/usb/ledger --checkpoint kept-in-june.txt --key riad/1f2e3d4c+9c1a77b2+AR…',
];

export function addVerify(audit: Command): void {
  audit
    .command('verify')
    .description(say('verify.about'))
    .argument('[ledger]', say('audit.ledger'))
    .option('--checkpoint <file>', say('verify.checkpoint'))
    .option('--key <key>', say('verify.key'))
    .option('--witness <key>', say('verify.witness'), collect)
    .option('--quorum <n>', say('verify.quorum'))
    .option('--certificates <file>', say('verify.certificates'))
    .option('--keys <folder>', say('verify.keys'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(examples, 'verify.exit'))
    .action(async (ledger: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VerifyOptions>();
      const folder = ledgerFolder(ledger === undefined ? options : { ...options, ledger });
      const report = await verify(folder, options);
      if (options.json === true) printJson(present(report));
      else printReport(folder, report, options);
      if (!report.ok) process.exitCode = exitCodes.found;
    });
}

async function verify(folder: string, options: VerifyOptions): Promise<Verified> {
  if (!existsSync(join(folder, 'log.json'))) {
    throw new PlatformError('request.invalid', `${folder} holds no ledger`, {
      field: 'ledger',
      remedy: 'Name the ledger folder of a data folder: riad audit verify FOLDER, or --data DIR.',
    });
  }
  const timestamps = await readTimestamps(folder, options);
  const broken = timestamps.flatMap(({ file, problem }) =>
    problem === undefined ? [] : [{ file, record: null, what: `the time-stamp does not hold: ${problem}` }],
  );
  const report = verifyRecords(folder, options);
  return {
    ...report,
    ok: report.ok && broken.length === 0,
    problems: [...report.problems, ...broken],
    timestamps: timestamps.filter(({ problem }) => problem === undefined),
  };
}

function verifyRecords(folder: string, options: VerifyOptions): LedgerReport {
  const { checkpoint, key, witness, quorum, keys } = options;
  try {
    return verifyLedger(folder, {
      ...(checkpoint === undefined ? {} : { checkpoint: resolve(checkpoint) }),
      ...(key === undefined ? {} : { key }),
      ...(witness === undefined ? {} : { witnesses: witness }),
      ...(quorum === undefined ? {} : { quorum: Number(quorum) }),
      ...(keys === undefined ? {} : { keys: resolve(keys) }),
    });
  } catch (cause) {
    throw new PlatformError('request.invalid', cause instanceof Error ? cause.message : 'the ledger cannot be read', {
      cause,
    });
  }
}

/** The store is read only for a ledger that has any. */
async function readTimestamps(folder: string, { certificates }: VerifyOptions): Promise<readonly StampedCheckpoint[]> {
  if (!existsSync(join(folder, 'timestamps'))) return [];
  const { verifyTimestamps } = await import('@riad/store');
  return verifyTimestamps(folder, certificates === undefined ? undefined : resolve(certificates));
}

function present(report: Verified): Readonly<Record<string, unknown>> {
  const { ok, records, problems, signedRecords, witnessedRecords, erased, root, origin, verifierKey } = report;
  const timestamps = report.timestamps.map(({ records: stamped, time, authority }) => ({
    records: stamped,
    time,
    authority,
  }));
  return {
    ok,
    records,
    problems,
    signedRecords,
    ...(witnessedRecords === undefined ? {} : { witnessedRecords }),
    timestamps,
    erased,
    root,
    origin,
    verifierKey,
  };
}

function printReport(folder: string, report: Verified, options: VerifyOptions): void {
  for (const { file, record, what } of report.problems) {
    print(
      `${say('verify.problem')}  ${file}${record === null ? '' : `, ${say('verify.record', { record })}`}: ${what}`,
    );
  }
  print(say(report.ok ? 'verify.good' : 'verify.bad', { count: report.records, folder }));
  const unsigned = report.records - report.signedRecords;
  printFacts([
    [
      say('verify.signed'),
      unsigned > 0
        ? say('verify.unsigned', { signed: report.signedRecords, count: unsigned })
        : String(report.signedRecords),
    ],
    ...(report.witnessedRecords === undefined
      ? []
      : [[say('verify.witnessed'), String(report.witnessedRecords)] as const]),
    ...(report.erased > 0
      ? [[say('verify.erased'), say('verify.erased_parts', { count: report.erased })] as const]
      : []),
    [say('verify.log'), report.origin],
    [say('verify.verifier_key'), report.verifierKey],
    ...stampedFacts(report),
  ]);
  if (report.timestamps.length > 0 && options.certificates === undefined) print(`  ${say('verify.own_certificates')}`);
  print(`  ${say('verify.keep')}`);
}

/** The first and the newest. */
function stampedFacts({ timestamps }: Verified): readonly (readonly [string, string])[] {
  const ends = timestamps.length > 1 ? [timestamps[0], timestamps.at(-1)] : timestamps;
  return ends.flatMap((each) =>
    each === undefined
      ? []
      : [
          [
            say('verify.stamped'),
            say('verify.existed', { count: each.records, when: each.time ?? '', authority: each.authority ?? '' }),
          ] as const,
        ],
  );
}

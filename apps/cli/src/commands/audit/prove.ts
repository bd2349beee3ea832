import { PlatformError, parseId } from '@riad/contracts';
import { recordIndex } from '@riad/ledger';
import type { LedgerReader, RecordProof } from '@riad/store';
import type { Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
import { print, printJson } from '../../output.ts';
import { ledgerOption, readerOf, type LedgerOptions } from './ledger-option.ts';

export function addProve(audit: Command): void {
  audit
    .command('prove')
    .description(say('prove.about'))
    .argument('<record>', say('prove.record'))
    .addOption(ledgerOption())
    .option('--json', say('option.json'))
    .addHelpText(
      'after',
      helpText(
        [
          'riad audit prove rec_1f2e3d4c-42 --json > proof.json',
          'node verify.mjs --proof proof.json --key "$(riad audit checkpoint --verifier-key)"',
        ],
        'prove.remark',
      ),
    )
    .action(async (record: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LedgerOptions>();
      const reader = await readerOf(options);
      const proof = await reader.prove(indexOf(record, reader));
      if (options.json === true) printJson(proof);
      else printProof(proof);
    });
}

function indexOf(text: string, { description }: LedgerReader): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const id = parseId('rec', text);
  const index = id === undefined ? undefined : recordIndex(description.id, id);
  if (index !== undefined) return index;
  throw new PlatformError('request.invalid', `${text} is not a record of the ledger ${description.id}`, {
    field: 'record',
    remedy: `Its records are named rec_${description.id}-NUMBER; riad audit list shows them.`,
  });
}

/** c2sp.org/tlog-proof. */
function printProof({ record, index, proof, checkpoint }: RecordProof): void {
  print(record);
  print();
  print(['c2sp.org/tlog-proof@v1', `index ${index}`, ...proof, '', checkpoint.trimEnd()].join('\n'));
}

export function addConsistency(audit: Command): void {
  audit
    .command('consistency')
    .description(say('consistency.about'))
    .argument('<size>', say('consistency.size'))
    .addOption(ledgerOption())
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad audit consistency 1000 --json']))
    .action(async (size: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LedgerOptions>();
      const reader = await readerOf(options);
      const proof = await reader.proveConsistency(Number(size));
      if (options.json === true) printJson(proof);
      else print([`consistency ${proof.from} ${proof.to}`, ...proof.proof, '', proof.checkpoint.trimEnd()].join('\n'));
    });
}

export function addCheckpoint(audit: Command): void {
  audit
    .command('checkpoint')
    .description(say('checkpoint.about'))
    .addOption(ledgerOption())
    .option('--verifier-key', say('checkpoint.key'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad audit checkpoint > kept-in-june.txt']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LedgerOptions & { readonly verifierKey?: boolean }>();
      const reader = await readerOf(options);
      const verifierKey = reader.description.verifierKey ?? '';
      if (options.verifierKey === true) {
        print(verifierKey);
        return;
      }
      const { origin, size, root, note } = reader.checkpoint();
      if (options.json === true)
        printJson({ origin, size, root: Buffer.from(root).toString('base64'), checkpoint: note, verifierKey });
      else process.stdout.write(note);
    });
}

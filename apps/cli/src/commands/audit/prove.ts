import { PlatformError, parseId } from '@riad/contracts';
import { recordIndex } from '@riad/ledger';
import type { LedgerReader, RecordProof } from '@riad/store';
import type { Command } from 'commander';

import { print, printJson } from '../../output.ts';
import { ledgerOption, readerOf, type LedgerOptions } from './ledger-option.ts';

export function addProve(audit: Command): void {
  audit
    .command('prove')
    .description('show that one record is in the log, without showing any other')
    .argument('<record>', 'record id (rec_…), or its number')
    .addOption(ledgerOption())
    .option('--json', 'print a JSON object: record, index, proof, checkpoint, verifierKey')
    .addHelpText(
      'after',
      '\nWithout --json: a C2SP tlog-proof, behind the record itself.\n\nExamples:\n  riad audit prove rec_1f2e3d4c-42 --json > proof.json\n  node verify.mjs --proof proof.json --key "$(riad audit checkpoint --verifier-key)"',
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
    .description('show that an earlier log is the beginning of this one')
    .argument('<size>', 'how many records the earlier checkpoint signs')
    .addOption(ledgerOption())
    .option('--json', 'print a JSON object: from, to, proof, checkpoint')
    .addHelpText('after', '\nExample:\n  riad audit consistency 1000 --json')
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
    .description('print the newest signed checkpoint, to be kept elsewhere')
    .addOption(ledgerOption())
    .option('--verifier-key', 'print only the key that verifies it')
    .option('--json', 'print a JSON object: origin, size, root, checkpoint, verifierKey')
    .addHelpText('after', '\nExample:\n  riad audit checkpoint > kept-in-june.txt')
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

import type { Command } from 'commander';

import { addEntered } from './entered.ts';
import { addExport } from './export.ts';
import { addList } from './list.ts';
import { addConsistency, addCheckpoint, addProve } from './prove.ts';
import { addUnseal } from './unseal.ts';
import { addVerify } from './verify.ts';

/** All but `unseal` and `entered` read files and need no running server. */
export function addAuditCommand(program: Command): void {
  const audit = program.command('audit').description('verify, prove and export the ledger; needs no running server');
  addVerify(audit);
  addProve(audit);
  addConsistency(audit);
  addCheckpoint(audit);
  addExport(audit);
  addList(audit);
  addEntered(audit);
  addUnseal(audit);
}

import type { Command } from 'commander';

import { say } from '../../messages/say.ts';
import { addAttest } from './attest.ts';
import { addEntered } from './entered.ts';
import { addExport } from './export.ts';
import { addList } from './list.ts';
import { addConsistency, addCheckpoint, addProve } from './prove.ts';
import { addUnseal } from './unseal.ts';
import { addVerify } from './verify.ts';
import { addWitness } from './witness.ts';

/** All but `attest`, `entered` and `unseal` read files and need no running server. */
export function addAuditCommand(program: Command): void {
  const audit = program.command('audit').description(say('audit.about'));
  addVerify(audit);
  addProve(audit);
  addConsistency(audit);
  addCheckpoint(audit);
  addExport(audit);
  addList(audit);
  addAttest(audit);
  addEntered(audit);
  addUnseal(audit);
  addWitness(audit);
}

import { Command } from 'commander';

import { addAskCommand } from './commands/ask.ts';
import { addAuditCommand } from './commands/audit/audit.ts';
import { addDocumentsCommand } from './commands/documents.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addGuardCommand } from './commands/guard.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addLogsCommand } from './commands/logs.ts';
import { addModelsCommand } from './commands/models.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addIncidentCommand } from './commands/data-control/incident.ts';
import { addBackupCommand } from './commands/backup/backup.ts';
import { addRestoreCommand } from './commands/backup/restore.ts';
import { addConsentsCommand, addPurposesCommand } from './commands/data-control/purposes.ts';
import { addRegisterCommand } from './commands/data-control/register.ts';
import { addRetentionCommand } from './commands/data-control/retention.ts';
import { addRightsCommand } from './commands/data-control/rights.ts';
import { addSignInCommand } from './commands/sign-in.ts';
import { addStatusCommand } from './commands/status.ts';
import { addStopCommand } from './commands/down.ts';
import { addToolCommands } from './commands/tools.ts';
import { addUpCommand } from './commands/up.ts';
import { addVaultsCommand } from './commands/vaults.ts';
import { helpText, say } from './messages/say.ts';
import { translateHelp } from './translate-help.ts';

const examples = [
  'riad up',
  'riad ask "Quelle est la capitale du Maroc ?"',
  'riad keys create --name "my program"',
  'riad sign-in',
  'riad status --json',
];

/** The `riad` command with all its subcommands. */
export function createProgram(): Command {
  const program = new Command('riad')
    .description(say('about'))
    .option('--data <dir>', say('option.data'), process.env['RIAD_DATA'])
    .option('--config <file>', say('option.config'))
    .showSuggestionAfterError()
    .configureOutput({ outputError: () => undefined })
    .enablePositionalOptions(false)
    .exitOverride()
    .addHelpText('after', `${helpText(examples)}\n\n${say('help.folder')}`);
  addUpCommand(program);
  addStopCommand(program);
  addStatusCommand(program);
  addLogsCommand(program);
  addAskCommand(program);
  addSignInCommand(program);
  addKeysCommand(program);
  addModelsCommand(program);
  addGuardCommand(program);
  addAuditCommand(program);
  addPolicyCommand(program);
  addVaultsCommand(program);
  addRightsCommand(program);
  addRegisterCommand(program);
  addPurposesCommand(program);
  addConsentsCommand(program);
  addRetentionCommand(program);
  addIncidentCommand(program);
  addBackupCommand(program);
  addRestoreCommand(program);
  addDocumentsCommand(program);
  addDoctorCommand(program);
  addToolCommands(program);
  translateHelp(program);
  return program;
}

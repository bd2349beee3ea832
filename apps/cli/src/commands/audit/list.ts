import { PlatformError, type LedgerRecordView } from '@riad/contracts';
import { InvalidArgumentError, type Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
import { print, printJson, printTable } from '../../output.ts';
import { ledgerOption, readerOf, type LedgerOptions } from './ledger-option.ts';

interface ListOptions extends LedgerOptions {
  readonly type?: string;
  readonly class?: string;
  readonly key?: string;
  readonly project?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: number;
  readonly jsonl?: boolean;
}

const examples = ['riad audit list --type key. --limit 20', 'riad audit list --key key_4fzq2m8p --json'];

export function addList(audit: Command): void {
  audit
    .command('list')
    .description(say('list.about'))
    .addOption(ledgerOption())
    .option('--type <type>', say('list.type'))
    .option('--class <class>', say('list.class'))
    .option('--key <id>', say('list.key'))
    .option('--project <id>', say('option.project'))
    .option('--since <date>', say('option.since'))
    .option('--until <date>', say('option.until'))
    .option('--limit <n>', say('list.limit'), parseLimit, 50)
    .option('--json', say('option.json'))
    .option('--jsonl', say('option.jsonl'))
    .addHelpText('after', helpText(examples, 'list.remark'))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const records = await find(options);
      if (options.jsonl === true) for (const record of records) print(JSON.stringify(record));
      else if (options.json === true) printJson({ data: records });
      else
        printTable([say('table.record'), say('table.time'), say('table.type'), say('table.facts')], records.map(rowOf));
    });
}

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(say('list.bad_limit'));
}

async function find(options: ListOptions): Promise<readonly LedgerRecordView[]> {
  const since = dateOf(options.since, 'since');
  const until = dateOf(options.until, 'until');
  const found: LedgerRecordView[] = [];
  const reader = await readerOf(options);
  for await (const record of reader.latest()) {
    if (found.length >= options.limit) break;
    const time = Date.parse(record.time);
    if (time >= since && time <= (until === 0 ? Number.POSITIVE_INFINITY : until) && fits(record, options))
      found.push(record);
  }
  return found;
}

function fits({ type, facts }: LedgerRecordView, options: ListOptions): boolean {
  if (
    options.type !== undefined &&
    (options.type.endsWith('.') ? !type.startsWith(options.type) : type !== options.type)
  )
    return false;
  if (options.key !== undefined && facts['key'] !== options.key) return false;
  if (options.project !== undefined && facts['project'] !== options.project) return false;
  const { findings } = facts;
  return (
    options.class === undefined || (typeof findings === 'object' && findings !== null && options.class in findings)
  );
}

function dateOf(text: string | undefined, option: string): number {
  if (text === undefined) return 0;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new PlatformError('request.invalid', `${text} is not a date`, {
    field: `--${option}`,
    remedy: 'Write it like 2026-11-25 or 2026-11-25T08:00:00Z.',
  });
}

function rowOf({ id, time, type, facts }: LedgerRecordView): readonly string[] {
  const shown = Object.entries(facts)
    .filter(([, value]) => value !== null && JSON.stringify(value) !== '{}')
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  return [id, time, type, shown.join(' ')];
}

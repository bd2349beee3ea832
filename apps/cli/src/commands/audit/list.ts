import { PlatformError, type LedgerRecordView } from '@riad/contracts';
import { InvalidArgumentError, type Command } from 'commander';

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

const help = `
Who entered which class of data, when, and for whom (law 09-08, art. 24-1-g):
  riad audit list --class cin --since 2026-11-01

Examples:
  riad audit list --type key. --limit 20
  riad audit list --key key_4fzq2m8p --json`;

export function addList(audit: Command): void {
  audit
    .command('list')
    .description('find records, newest first')
    .addOption(ledgerOption())
    .option('--type <type>', 'only this type; one that ends with a dot is a beginning: key.')
    .option('--class <class>', 'only requests in which the guard found this class of data: cin, rib, sensitive …')
    .option('--key <id>', 'only what this API key did')
    .option('--project <id>', 'only what was done for this project')
    .option('--since <date>', 'from this date or time on (ISO 8601)')
    .option('--until <date>', 'up to this date or time')
    .option('--limit <n>', 'at most this many', parseLimit, 50)
    .option('--json', 'print a JSON object')
    .option('--jsonl', 'print a JSON object a line')
    .addHelpText('after', help)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const records = await find(options);
      if (options.jsonl === true) for (const record of records) print(JSON.stringify(record));
      else if (options.json === true) printJson({ data: records });
      else printTable(['RECORD', 'TIME', 'TYPE', 'FACTS'], records.map(rowOf));
    });
}

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number from 1 to 9,999,999');
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

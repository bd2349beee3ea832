import { PlatformError, policySchema, type Location, type Policy } from '@riad/contracts';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { createLocator, maskValue, presentFinding, type JudgedFinding } from '../guard-scan/present-findings.ts';
import { readInputs, readLines } from '../guard-scan/read-inputs.ts';
import { createSummary } from '../guard-scan/summary.ts';
import { helpText, say } from '../messages/say.ts';
import { exitCodes, note, print, printJson, printTable } from '../output.ts';

interface ScanOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly show?: boolean;
  readonly policy?: string;
  readonly location: string;
}

type Inspect = (text: string) => readonly JudgedFinding[];

export function addGuardCommand(program: Command): void {
  const guard = program.command('guard').description(say('guard.about'));
  guard
    .command('scan')
    .description(say('guard.scan'))
    .argument('[files...]', say('guard.files'))
    .option('--json', say('guard.json'))
    .option('--jsonl', say('guard.jsonl'))
    .option('--policy <file>', say('guard.policy'))
    .option('--location <place>', say('guard.location'), 'remote')
    .option('--show', say('guard.show'))
    .addHelpText(
      'after',
      helpText(
        [
          'riad guard scan letter.txt exports/',
          'riad guard scan --json clients.csv',
          `echo '{"id":1,"text":"CIN BL123456"}' | riad guard scan --jsonl`,
        ],
        'guard.remark',
      ),
    )
    .action(async (files: string[], own: ScanOptions) => {
      const inspect = await createInspect(own);
      const found = own.jsonl === true ? await scanLines(files, inspect) : scanFiles(files, own, inspect);
      if (found) process.exitCode = exitCodes.found;
    });
}

async function createInspect({ policy: file, location }: ScanOptions): Promise<Inspect> {
  const { createGuard, decide, defaultPolicy, guardWith, policyFor } = await import('@riad/guard');
  const written = file === undefined ? defaultPolicy : await readPolicy(file);
  const policy = policyFor(written, { role: 'member', today: new Date().toISOString().slice(0, 10) });
  const place = readLocation(location);
  const guard = guardWith(createGuard(), policy.patterns);
  return (text) => {
    const findings = guard.inspect([text]);
    const { actions } = decide(policy, findings, place);
    return (findings[0] ?? []).map((finding, index) => ({ ...finding, action: actions[0]?.[index] ?? 'block' }));
  };
}

/** `remote` is a country that no rule names. */
function readLocation(place: string): Location {
  if (place === 'local') return { kind: 'local' };
  if (place !== 'remote' && !/^[A-Z]{2}$/.test(place)) {
    throw new PlatformError('request.invalid', `--location ${place} is neither local, remote nor a country code`, {
      field: 'location',
      remedy: 'Give two capital letters as in FR, or local.',
    });
  }
  return { kind: 'remote', country: place === 'remote' ? 'ZZ' : place };
}

async function readPolicy(file: string): Promise<Policy> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new PlatformError('policy.invalid', `${file} cannot be read as JSON`, { field: 'policy', cause });
  }
  const policy = policySchema.safeParse(parsed);
  const { findPatternProblem } = await import('@riad/guard');
  const problem = policy.success ? findPatternProblem(policy.data.patterns) : undefined;
  if (problem !== undefined) {
    throw new PlatformError('policy.invalid', `${file}: ${problem.field}: ${problem.message}`, {
      field: problem.field,
      remedy: 'Patterns are written in the syntax of RE2: see docs/guides/data-control.md.',
    });
  }
  if (policy.success) return policy.data;
  const issue = policy.error.issues[0];
  throw new PlatformError('policy.invalid', `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, {
    field: issue?.path.join('.') ?? 'policy',
    remedy: 'See docs/guides/data-control.md for the form of a policy.',
  });
}

const record = z.object({ id: z.union([z.string(), z.number(), z.null()]), text: z.string() });

async function scanLines(files: readonly string[], inspect: Inspect): Promise<boolean> {
  let found = false;
  for await (const { line, at } of readLines(files)) {
    const { id, text } = readRecord(line, at);
    const findings = inspect(text);
    found ||= findings.length > 0;
    const more = process.stdout.write(`${JSON.stringify({ id, findings: findings.map(presentFinding) })}\n`);
    if (!more) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return found;
}

function readRecord(line: string, at: string): z.infer<typeof record> {
  const remedy = 'Each line is one JSON object: {"id":"1","text":"…"}.';
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (cause) {
    throw new PlatformError('request.malformed', `${at} is not JSON`, { field: at, remedy, cause });
  }
  const result = record.safeParse(parsed);
  if (result.success) return result.data;
  throw new PlatformError('request.invalid', `${at} has no id or no text`, { field: at, remedy });
}

function scanFiles(files: readonly string[], { json, show }: ScanOptions, inspect: Inspect): boolean {
  const all: { file: string; findings: unknown[] }[] = [];
  const rows: string[][] = [];
  const summary = createSummary();
  let count = 0;
  for (const { name, text, bytes } of readInputs(files, summary)) {
    const findings = summary.time(bytes, () => inspect(text));
    count += findings.length;
    if (json === true) {
      all.push({ file: name, findings: findings.map(presentFinding) });
      continue;
    }
    const locate = createLocator(text);
    for (const finding of findings) {
      const { line, column } = locate(finding.start);
      const value = text.slice(finding.start, finding.end);
      const shown = show === true ? value.replaceAll(/\s+/g, ' ') : maskValue(value, finding);
      rows.push([`${name}:${line}:${column}`, finding.type, finding.action, finding.score.toFixed(2), shown]);
    }
  }
  if (json === true) printJson({ object: 'list', offsets: 'utf16', data: all });
  else if (count === 0) print(say('guard.nothing'));
  else
    printTable(
      [say('table.where'), say('table.type'), say('table.if_sent'), say('table.score'), say('table.value')],
      rows,
    );
  if (json !== true) note(summary.say(count));
  return count > 0;
}

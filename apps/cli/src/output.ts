import { styleText } from 'node:util';

import { findErrorText, intlTags, PlatformError } from '@riad/contracts';
import { presentError } from '@riad/server';

import { locale, say } from './messages/say.ts';

/** How a command ends: 0 done, 1 failed, 2 wrong usage, 3 a check found something. */
export const exitCodes = { done: 0, failed: 1, usage: 2, found: 3 } as const;

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** A remark that is not the command's result: standard error, so that pipes stay clean. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined)}\n`);
}

/** Columns padded to their widest cell; headings dimmed on a terminal. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  print(dim(line(headings)));
  for (const row of rows) print(line(row));
}

/** Names and values in two columns, indented. */
export function printFacts(facts: readonly (readonly [name: string, value: string])[]): void {
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts) print(`  ${name.padEnd(width)}  ${value}`);
}

export function dim(text: string): string {
  return styleText('dim', text, { stream: process.stdout });
}

export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

/**
 * Reports an error on standard error, as a sentence with its remedy or, for `--json`, as one object. The sentence comes from
 * the catalogue in the language of this run; what only this case knows is given as details.
 */
export function reportError(error: unknown, asJson: boolean): void {
  const shown = presentError(error);
  if (asJson) {
    note(JSON.stringify({ error: { code: shown.code, message: shown.message, remedy: shown.remedy } }));
    return;
  }
  // Wrong usage is said in the language of this run already.
  if (locale === 'en' || shown.code === 'command.usage') {
    note(`riad: ${shown.message}`);
    if (shown.remedy !== null) note(`      ${shown.remedy}`);
  } else {
    const { message, remedy } = findErrorText(shown.code, locale);
    note(`riad: ${message}`);
    note(`      ${say('error.details', { message: shown.message })}`);
    note(`      ${remedy}`);
  }
  if (!(error instanceof PlatformError) && process.env['RIAD_DEBUG'] !== undefined)
    note(String(error instanceof Error ? error.stack : error));
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(intlTags[locale], {
    style: 'unit',
    unit: byteUnits[unit] ?? 'byte',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}

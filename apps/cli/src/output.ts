import { styleText } from 'node:util';

import { PlatformError } from '@riad/contracts';
import { presentError } from '@riad/server';

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

export function dim(text: string): string {
  return styleText('dim', text, { stream: process.stdout });
}

export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

/** Reports an error on standard error, as a sentence with its remedy or, for `--json`, as one object. */
export function reportError(error: unknown, asJson: boolean): void {
  const shown = presentError(error);
  if (asJson) {
    note(JSON.stringify({ error: { code: shown.code, message: shown.message, remedy: shown.remedy } }));
    return;
  }
  note(`riad: ${shown.message}`);
  if (shown.remedy !== null) note(`      ${shown.remedy}`);
  if (!(error instanceof PlatformError) && process.env['RIAD_DEBUG'] !== undefined)
    note(String(error instanceof Error ? error.stack : error));
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Machine } from './machine.ts';

const folder = fileURLToPath(new URL('../results', import.meta.url));

export interface Result {
  /** Name of the benchmark, and of the files without ending. */
  readonly name: string;
  readonly machine: Machine;
  /** The readable part: headings and tables in Markdown. */
  readonly text: string;
  readonly data: unknown;
}

/** Writes `bench/results/NAME.json` and `NAME.md`, with the command as it was given; returns the path of the readable one. */
export function writeResult({ name, machine, text, data }: Result): string {
  mkdirSync(folder, { recursive: true });
  // `bench/run.ts` leaves the options of this run behind the program's name.
  const command = ['./riad bench', name, ...process.argv.slice(2)].join(' ');
  const date = new Date().toISOString();
  writeFileSync(
    `${folder}/${name}.json`,
    `${JSON.stringify({ command, date, machine, ...asObject(data) }, null, 2)}\n`,
  );
  const facts = [
    `- Command: \`${command}\``,
    `- Date: ${date.slice(0, 16).replace('T', ' ')} UTC`,
    `- Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB; ${machine.system}; Node ${machine.node}`,
    `- Load when it began: ${machine.loadAtStart}`,
  ];
  const path = `${folder}/${name}.md`;
  writeFileSync(path, `# ${name}\n\n${facts.join('\n')}\n\n${text.trim()}\n`);
  return path;
}

function asObject(data: unknown): object {
  return typeof data === 'object' && data !== null ? data : { data };
}

/** A Markdown table whose columns line up. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, index) => (cells[index] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

import type { CueClass } from '../profiles/profile.ts';
import type { Cue } from './cues.ts';
import { endOf, startOf, type Tokens } from './tokens.ts';

const delimiters = [';', '\t', '|', ','] as const;
const mostColumns = 64;
/** Field names are short; longer cells are prose with commas. */
const longestName = 32;

/**
 * Reads tables written as text: a header line with field names, then lines with as many delimiters. Tells for each token
 * in a cell what its column's header announces. Undefined when the text holds no table.
 */
export function findColumns(tokens: Tokens, cues: readonly Cue[]): ReadonlyMap<number, CueClass> | undefined {
  let columns: Map<number, CueClass> | undefined;
  let line = 0;
  for (let index = 0; index < cues.length; index += 1) {
    const cue = cues[index];
    if (cue === undefined || startOf(tokens, cue.first) < line) continue;
    const start = lineStart(tokens.text, startOf(tokens, cue.first));
    const end = lineEnd(tokens.text, start);
    line = end + 1;
    const delimiter = delimiterOf(tokens.text.slice(start, Math.min(end, start + 2000)));
    if (delimiter === undefined || !continues(tokens.text, { start, end, delimiter })) continue;
    const classes = headerClasses(tokens, cues.slice(index, index + mostColumns), { start, end, delimiter });
    // One column that says its values are nobody's is worth knowing.
    if (classes.size < 2 && ![...classes.values()].includes('order')) continue;
    columns ??= new Map();
    line = readRows(tokens, columns, { classes, delimiter, from: end + 1 });
  }
  return columns;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function count(text: string, delimiter: string): number {
  let found = 0;
  for (let at = text.indexOf(delimiter); at !== -1 && found < mostColumns; at = text.indexOf(delimiter, at + 1))
    found += 1;
  return found;
}

function delimiterOf(header: string): string | undefined {
  return delimiters.find((delimiter) => count(header, delimiter) >= (delimiter === ',' ? 2 : 1));
}

function continues(text: string, { start, end, delimiter }: Header): boolean {
  let next = end + 1;
  // A Markdown table has a line of dashes under its header.
  if (/^[\s|:-]+$/.test(text.slice(next, lineEnd(text, next)))) next = lineEnd(text, next) + 1;
  const row = text.slice(next, Math.min(lineEnd(text, next), next + 2000));
  // Prose has commas too, but not as many in each line.
  if (delimiter === ',' && !row.includes('"'))
    return count(row, delimiter) === count(text.slice(start, end), delimiter);
  return count(row, delimiter) >= 1;
}

interface Header {
  readonly start: number;
  readonly end: number;
  readonly delimiter: string;
}

/** Column number to what its name announces; a header's cells are short. */
function headerClasses(tokens: Tokens, cues: readonly Cue[], { start, end, delimiter }: Header): Map<number, CueClass> {
  const classes = new Map<number, CueClass>();
  const cells = tokens.text.slice(start, end).split(delimiter);
  if (end - start > 1500 || cells.some((cell) => cell.trim().length > longestName)) return classes;
  for (const cue of cues) {
    const at = startOf(tokens, cue.first);
    if (at >= end) break;
    const column = count(tokens.text.slice(start, at), delimiter);
    if (cue.cue !== 'amount') classes.set(column, classes.get(column) ?? cue.cue);
  }
  return classes;
}

interface Body {
  readonly classes: ReadonlyMap<number, CueClass>;
  readonly delimiter: string;
  readonly from: number;
}

/** Marks the cells of all rows that follow; returns where the table ends. */
function readRows(tokens: Tokens, columns: Map<number, CueClass>, { classes, delimiter, from }: Body): number {
  const { text } = tokens;
  let token = firstTokenFrom(tokens, from);
  // A quoted cell may hold the delimiter; a row with fewer is no row.
  const fewest = Math.max(...classes.keys());
  let start = from;
  while (start < text.length) {
    const end = lineEnd(text, start);
    if (count(text.slice(start, Math.min(end, start + 4000)), delimiter) < fewest) break;
    let column = 0;
    let at = start;
    for (; token < tokens.count && startOf(tokens, token) < end; token += 1) {
      column += count(text.slice(at, startOf(tokens, token)), delimiter);
      at = endOf(tokens, token);
      const announced = classes.get(column);
      if (announced !== undefined) columns.set(token, announced);
    }
    start = end + 1;
  }
  return start;
}

function firstTokenFrom(tokens: Tokens, at: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(tokens, middle) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

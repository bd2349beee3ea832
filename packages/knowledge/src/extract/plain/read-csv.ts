import { tableBlock } from '../block-writer.ts';
import type { Block } from '../document.ts';

/** Rows of a table that are read as one block, so that a long file is not one. */
const ROWS_PER_BLOCK = 200;

/** Tables of a CSV file, whatever divides its cells; each block begins with the header. */
export function readCsv(text: string): readonly Block[] {
  const rows = readRows(text, separatorOf(text));
  const [header, ...body] = rows;
  if (header === undefined) return [];
  if (body.length === 0) return [tableBlock([header])];
  const blocks: Block[] = [];
  for (let at = 0; at < body.length; at += ROWS_PER_BLOCK)
    blocks.push(tableBlock([header, ...body.slice(at, at + ROWS_PER_BLOCK)]));
  return blocks;
}

/** What the first lines hold most of. */
function separatorOf(text: string): string {
  const sample = text.slice(0, 4000);
  const counts = [';', ',', '\t', '|'].map((sign) => ({ sign, count: sample.split(sign).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}

function readRows(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += sign;
        at++;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === separator) {
      row.push(cell.trim());
      cell = '';
    } else if (sign === '\n') {
      row.push(cell.trim());
      if (row.some((value) => value !== '')) rows.push(row);
      row = [];
      cell = '';
    } else cell += sign;
  }
  row.push(cell.trim());
  if (row.some((value) => value !== '')) rows.push(row);
  return rows;
}

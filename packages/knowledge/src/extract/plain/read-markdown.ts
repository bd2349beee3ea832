import { createBlockWriter, tableBlock } from '../block-writer.ts';
import type { Block } from '../document.ts';

const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const item = /^\s*(?:[-*+•–]|\d{1,3}[.)])\s+/;
const tableRow = /^\s*\|.*\|\s*$/;
const tableRule = /^\s*\|?(?:\s*:?-{2,}:?\s*\|?)+\s*$/;

/** Headings, items, tables and paragraphs of Markdown; of plain text the paragraphs. Marks within a line are kept as written. */
export function readMarkdown(text: string): readonly Block[] {
  const writer = createBlockWriter();
  const blocks: Block[] = [];
  let rows: string[][] = [];
  let taken = 0;
  const flush = (): void => {
    writer.end();
    blocks.push(...writer.blocks().slice(taken));
    taken = writer.blocks().length;
    if (rows.length > 0) blocks.push(tableBlock(rows));
    rows = [];
  };
  for (const line of text.split(/\r?\n|\f/)) {
    const title = heading.exec(line);
    if (tableRow.test(line)) {
      if (rows.length === 0) flush();
      if (!tableRule.test(line)) rows.push(cells(line));
    } else if (title !== null) {
      flush();
      writer.text(title[2] ?? '');
      writer.end('heading', title[1]?.length ?? 1);
    } else if (line.trim() === '') flush();
    else if (item.test(line)) {
      flush();
      writer.text(line);
      writer.end('item');
    } else writer.text(`${line}\n`);
  }
  flush();
  return blocks;
}

function cells(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

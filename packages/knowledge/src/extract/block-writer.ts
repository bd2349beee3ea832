import { blockDirection } from '@riad/language';

import type { Block, BlockKind } from './document.ts';

/** Collects the blocks of a document that has no places, such as HTML or DOCX. */
export interface BlockWriter {
  text(text: string): void;
  /** Ends the block under way as what `begin` said, or as `kind`. */
  end(kind?: BlockKind, level?: number): void;
  beginRow(): void;
  /** Ends a cell of the table under way. */
  endCell(): void;
  /** Ends the table under way, when it has rows. Tables within tables become part of their cell. */
  endTable(): void;
  readonly inTable: boolean;
  beginTable(): void;
  blocks(): readonly Block[];
}

export function createBlockWriter(): BlockWriter {
  const blocks: Block[] = [];
  let text = '';
  let rows: string[][] = [];
  let depth = 0;

  function take(): string {
    const taken = tidy(text);
    text = '';
    return taken;
  }

  return {
    text(more) {
      text += more;
    },
    end(kind = 'paragraph', level) {
      if (depth > 0) {
        // Paragraphs of a cell are parts of it.
        if (text !== '' && !text.endsWith(' ')) text += ' ';
        return;
      }
      const taken = take();
      if (taken === '') return;
      blocks.push({
        kind,
        ...(level === undefined ? {} : { level }),
        text: taken,
        direction: blockDirection(taken),
        lines: [],
      });
    },
    beginTable() {
      if (depth === 0) rows = [];
      depth++;
    },
    beginRow() {
      if (depth === 1) rows.push([]);
    },
    endCell() {
      if (depth !== 1) return;
      if (rows.length === 0) rows.push([]);
      rows.at(-1)?.push(take());
    },
    endTable() {
      depth = Math.max(0, depth - 1);
      if (depth > 0) return;
      const filled = rows.filter((row) => row.some((cell) => cell !== ''));
      if (filled.length > 0) blocks.push(tableBlock(filled));
      rows = [];
    },
    get inTable() {
      return depth > 0;
    },
    blocks: () => blocks,
  };
}

export function tableBlock(rows: readonly (readonly string[])[]): Block {
  const text = rows.map((row) => row.join(' | ')).join('\n');
  return { kind: 'table', text, direction: blockDirection(text), rows, lines: [] };
}

function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim();
}

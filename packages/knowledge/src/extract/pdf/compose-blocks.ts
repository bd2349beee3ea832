import { blockDirection } from '@riad/language';

import type { Block, Box, PlacedLine } from '../document.ts';
import { readLine, restoreBrackets } from './logical-order.ts';
import { findRegions, type Grid } from './page-layout.ts';
import type { Glyph } from './pdfium.ts';
import { findRows, isBlank, medianSize, type Row } from './rows.ts';

/** A line of text with its place. */
interface Line {
  readonly text: string;
  readonly box: Box;
  readonly size: number;
  readonly direction: 'rtl' | 'ltr';
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
}

/** Letters larger than the body's make a heading, much larger ones a title. */
const HEADING_SIZE = 1.12;
const TITLE_SIZE = 1.5;
/** A new paragraph begins after this much more room than between its lines. */
const PARAGRAPH_GAP = 1.25;
/** Distance between lines, in font sizes, beyond which they are not one paragraph. */
const WIDEST_STEP = 2.6;
const LONGEST_HEADING = 120;
const articleHeading =
  /^(?:(?:article|art\.|titre|chapitre|section|partie|livre|annexe)\s+(?:premier|première|préliminaire|[\divxlc]+|un)\b|(?:المادة|الفصل|الباب|القسم|الفرع|الجزء|الملحق)\s*(?:رقم\s*)?(?:ال\p{L}+|\d+))[^.]{0,80}$/iu;
const itemMark = /^(?:[-–•▪◦*·]|\d{1,2}[.)-]|[a-z][.)]|[أبجدهوزحطي][-).])\s/iu;

/** Blocks of a page in reading order. */
export function composeBlocks(glyphs: readonly Glyph[]): readonly Block[] {
  const rows = findRows(glyphs);
  if (rows.length === 0) return [];
  const body = medianSize(glyphs.filter((glyph) => !isBlank(glyph)));
  return blocksOf(rows, body, 0);
}

/** Columns within columns, at most this deep. */
const DEEPEST = 3;

function blocksOf(rows: readonly Row[], body: number, depth: number): readonly Block[] {
  const direction = directionOf(rows);
  return findRegions(rows).flatMap((region) => {
    if (region.kind === 'text' || depth >= DEEPEST)
      return paragraphs(region.kind === 'text' ? region.rows : flat(region), body);
    if (region.kind === 'table') return [tableOf(region)];
    const columns = region.columns.map((column) => column.filter((row) => row !== undefined));
    const ordered =
      directionOf(columns.flat()) === 'rtl' || (direction === 'rtl' && mixed(columns)) ? columns.toReversed() : columns;
    return ordered.flatMap((column) => blocksOf(findRows(column.flatMap(({ glyphs }) => glyphs)), body, depth + 1));
  });
}

function flat({ columns }: Grid): readonly Row[] {
  return findRows(columns.flat().flatMap((row) => row?.glyphs ?? []));
}

/** French beside Arabic: the Arabic is read first only where the page is Arabic. */
function mixed(columns: readonly (readonly Row[])[]): boolean {
  return new Set(columns.map(directionOf)).size > 1;
}

function directionOf(rows: readonly Row[]): 'rtl' | 'ltr' {
  return blockDirection(rows.map(({ glyphs }) => glyphs.map(({ text }) => text).join('')).join(' '));
}

function lineOf(row: Row, direction = directionOf([row])): Line {
  const ordered = readLine(row.glyphs, direction);
  const text = ordered
    .map((glyph) => glyph.text)
    .join('')
    .normalize('NFKC')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const visible = ordered.filter((glyph) => !isBlank(glyph));
  return {
    text,
    box: {
      left: row.left,
      right: row.right,
      top: Math.min(...visible.map(({ top }) => top)),
      bottom: Math.max(...visible.map(({ bottom }) => bottom)),
    },
    size: row.size,
    direction,
    left: row.left,
    right: row.right,
    baseline: row.baseline,
  };
}

function tableOf({ columns }: Grid): Block {
  const cells = columns.flat().filter((row) => row !== undefined);
  const direction = directionOf(cells);
  const ordered = direction === 'rtl' ? columns.toReversed() : columns;
  const count = ordered[0]?.length ?? 0;
  const rows: string[][] = [];
  for (let at = 0; at < count; at++) {
    const cellRows = ordered.map((column) => column[at]);
    const texts = cellRows.map((row) => (row === undefined ? '' : restoreBrackets(lineOf(row).text)));
    const last = rows.at(-1);
    if (last !== undefined && continues(ordered, at))
      for (const [index, text] of texts.entries()) last[index] = `${last[index] ?? ''} ${text}`.trim();
    else rows.push(texts);
  }
  const { text, lines } = renderRows(rows, cells);
  return { kind: 'table', text, direction, rows, lines };
}

/** A row whose first cell is empty, close under the one before, goes on with it: cells of several lines. */
function continues(columns: Grid['columns'], at: number): boolean {
  if (columns[0]?.[at] !== undefined) return false;
  const now = columns.map((column) => column[at]).find((row) => row !== undefined);
  const before = columns.map((column) => column[at - 1]).find((row) => row !== undefined);
  return now !== undefined && before !== undefined && now.baseline - before.baseline < 1.7 * now.size;
}

export function renderRows(
  rows: readonly (readonly string[])[],
  placed: readonly Row[] = [],
): { text: string; lines: readonly PlacedLine[] } {
  const text = rows.map((row) => row.join(' | ')).join('\n');
  if (placed.length === 0) return { text, lines: [] };
  const box = {
    left: Math.min(...placed.map(({ left }) => left)),
    right: Math.max(...placed.map(({ right }) => right)),
    top: Math.min(...placed.map(({ baseline, size }) => baseline - size)),
    bottom: Math.max(...placed.map(({ baseline, size }) => baseline + size / 3)),
  };
  return { text, lines: [{ start: 0, end: text.length, box }] };
}

function paragraphs(rows: readonly Row[], body: number): readonly Block[] {
  const page = directionOf(rows);
  const lines = rows.map((row) => lineOf(row, lineDirection(row, page))).filter(({ text }) => text !== '');
  const frame = frameOf(rows, lines, body);
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group !== undefined && continuesParagraph(group, line, frame)) group.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => blockOf(group, body));
}

/** A line without letters goes the way of its page. */
function lineDirection(row: Row, page: 'rtl' | 'ltr'): 'rtl' | 'ltr' {
  return row.glyphs.some(({ text }) => /\p{L}/u.test(text)) ? directionOf([row]) : page;
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly body: number;
  /** Usual distance from one line to the next. */
  readonly step: number;
}

function frameOf(rows: readonly Row[], lines: readonly Line[], body: number): Frame {
  const steps = rows.slice(1).map(({ baseline }, index) => baseline - (rows[index]?.baseline ?? 0));
  const usual = steps.toSorted((small, large) => small - large)[Math.floor(steps.length / 3)] ?? body;
  return {
    left: Math.min(...lines.map((line) => line.left)),
    right: Math.max(...lines.map((line) => line.right)),
    body,
    step: Math.min(usual, WIDEST_STEP * body),
  };
}

function continuesParagraph(group: readonly Line[], line: Line, { left, right, body, step }: Frame): boolean {
  const last = group.at(-1);
  if (last === undefined || Math.abs(last.size - line.size) > 0.15 * body || last.direction !== line.direction)
    return false;
  if (articleHeading.test(line.text) || articleHeading.test(last.text) || itemMark.test(line.text)) return false;
  if (line.baseline - last.baseline > PARAGRAPH_GAP * step) return false;
  // A line that stops early ends its paragraph.
  const free = last.direction === 'rtl' ? last.left - left : right - last.right;
  return free < 0.25 * (right - left) || !/[.:؛;!?؟]$/.test(last.text);
}

function blockOf(group: readonly Line[], body: number): Block {
  let text = '';
  const lines: PlacedLine[] = [];
  for (const line of group) {
    const hyphenated = /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line.text);
    if (hyphenated) text = text.slice(0, -1);
    // A bracket alone at the end of its line belongs to the word that begins the next.
    else if (text !== '' && !/\s[()[\]]$/.test(text)) text += ' ';
    lines.push({ start: text.length, end: text.length + line.text.length, box: line.box });
    text += line.text;
  }
  text = restoreBrackets(text);
  const [first] = group;
  return { ...kindOf(text, (first?.size ?? body) / body), text, direction: first?.direction ?? 'ltr', lines };
}

/** `size`: of the text's letters, in those of the page's body. */
function kindOf(text: string, size: number): Pick<Block, 'kind' | 'level'> {
  const isLarge = size > HEADING_SIZE;
  if (text.length <= LONGEST_HEADING && (isLarge || articleHeading.test(text))) {
    return { kind: 'heading', level: size > TITLE_SIZE ? 1 : isLarge ? 2 : 3 };
  }
  return { kind: itemMark.test(text) ? 'item' : 'paragraph' };
}

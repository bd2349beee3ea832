import { freeIntervals, intersect, isBlank, makeRow, type Interval, type Row } from './rows.ts';

/** A part of a page: lines of text, or rows that share their columns. */
export type Region = { readonly kind: 'text'; readonly rows: readonly Row[] } | Grid;

export interface Grid {
  readonly kind: 'columns' | 'table';
  /** By column from the left, then from the top; a cell without text is undefined. */
  readonly columns: readonly (readonly (Row | undefined)[])[];
}

/** Width of the empty stretch between the columns of a table, in font sizes; and between columns of text, which are longer. */
const TABLE_GUTTER = 0.9;
const TEXT_GUTTER = 0.6;
const FEWEST_ROWS = 3;
const FEWEST_LINES = 5;
/** A short table may have two rows, when it has three columns or more. */
const FEWEST_ROWS_OF_TABLE = 2;
/** Lines of running text fill this much of their column's width. */
const FULL_LINE = 0.8;
/** Rows further apart than this, in font sizes, do not belong to one grid. */
const WIDEST_ROW_GAP = 5;

/** Cuts a page into text that crosses it, columns of text, and tables. */
export function findRegions(rows: readonly Row[]): readonly Region[] {
  const width = { from: Math.min(...rows.map(({ left }) => left)), to: Math.max(...rows.map(({ right }) => right)) };
  const regions: Region[] = [];
  let text: Row[] = [];
  for (let at = 0; at < rows.length;) {
    const grid = findGrid(rows, at, width);
    if (grid === undefined) {
      text.push(...rows.slice(at, ++at));
      continue;
    }
    if (text.length > 0) regions.push({ kind: 'text', rows: text });
    text = [];
    regions.push(grid.region);
    at = grid.end;
  }
  if (text.length > 0) regions.push({ kind: 'text', rows: text });
  return regions;
}

interface Window {
  readonly end: number;
  readonly gutters: readonly Interval[];
}

const itemMark = /^(?:[-–•▪◦*·\uf0b7]|\(?[\da-zأ-ي]{1,2}[.)-]{1,2})$/iu;

interface FoundGrid {
  readonly region: Grid;
  readonly end: number;
}

/** Columns of text, whose lines need not stand beside each other, or else a table, whose first row shows its columns. */
function findGrid(rows: readonly Row[], start: number, width: Interval): FoundGrid | undefined {
  const loose = growWindow(rows, { start, width, gutter: TEXT_GUTTER, begin: (free) => free });
  if (loose !== undefined) {
    const region = makeGrid(rows.slice(start, loose.end), loose.gutters);
    if (region.kind === 'columns' && loose.end - start >= FEWEST_LINES) return { region, end: loose.end };
  }
  const strict = growWindow(rows, { start, width, gutter: TABLE_GUTTER, begin: (free) => inside(free, width) });
  if (strict === undefined) return undefined;
  const region = makeGrid(rows.slice(start, strict.end), strict.gutters);
  return isList(region) ? undefined : { region, end: strict.end };
}

interface WindowOptions {
  readonly start: number;
  readonly width: Interval;
  readonly gutter: number;
  /** Which of the first row's empty stretches may divide columns. */
  readonly begin: (free: readonly Interval[]) => readonly Interval[];
}

/** The longest run of rows from `start` that leave the same stretches of the width empty. */
function growWindow(rows: readonly Row[], { start, width, gutter, begin }: WindowOptions): Window | undefined {
  let gutters: readonly Interval[] | undefined;
  let end = start;
  for (; end < rows.length; end++) {
    const row = rows[end];
    if (row === undefined || isFarBelow(rows[end - 1], row, end > start)) break;
    const widest = gutter * row.size;
    const free = freeIntervals(row, width, widest);
    const next = gutters === undefined ? begin(free) : intersect(gutters, free, widest);
    if (next.length === 0 || losesColumn(gutters, next, end - start)) break;
    gutters = next;
  }
  const between = (gutters ?? []).filter((interval) => dividesText(rows.slice(start, end), interval));
  const count = end - start;
  if (between.length === 0 || count < FEWEST_ROWS_OF_TABLE) return undefined;
  return count >= FEWEST_ROWS || between.length >= 2 ? { end, gutters: between } : undefined;
}

/** Bullets or numbers beside their items. */
function isList({ columns }: Grid): boolean {
  const marks = columns.length === 2 ? [columns[0], columns[1]] : [];
  return marks.some((column) =>
    column?.every(
      (row) =>
        row === undefined ||
        itemMark.test(
          row.glyphs
            .map(({ text }) => text)
            .join('')
            .trim(),
        ),
    ),
  );
}

function dividesText(rows: readonly Row[], { from, to }: Interval): boolean {
  return rows.some(({ left }) => left < from) && rows.some(({ right }) => right > to);
}

function isFarBelow(previous: Row | undefined, row: Row, inWindow: boolean): boolean {
  return (
    inWindow &&
    previous !== undefined &&
    row.baseline - previous.baseline > WIDEST_ROW_GAP * Math.max(row.size, previous.size)
  );
}

/** A table that would go on with fewer columns has ended, and something else begins. */
function losesColumn(gutters: readonly Interval[] | undefined, next: readonly Interval[], rowsSoFar: number): boolean {
  return gutters !== undefined && rowsSoFar >= FEWEST_ROWS && next.length < gutters.length;
}

function inside(free: readonly Interval[], { from, to }: Interval): readonly Interval[] {
  return free.filter((interval) => interval.from > from && interval.to < to);
}

function makeGrid(rows: readonly Row[], gutters: readonly Interval[]): Grid {
  const cuts = gutters.map(({ from, to }) => (from + to) / 2).toSorted((left, right) => left - right);
  const columns = Array.from({ length: cuts.length + 1 }, (_, column) =>
    rows.map((row) =>
      cellOf(row, cuts[column - 1] ?? Number.NEGATIVE_INFINITY, cuts[column] ?? Number.POSITIVE_INFINITY),
    ),
  );
  return { kind: isRunningText(columns) ? 'columns' : 'table', columns };
}

function cellOf(row: Row, from: number, to: number): Row | undefined {
  const glyphs = row.glyphs.filter(({ left, right }) => (left + right) / 2 >= from && (left + right) / 2 < to);
  return glyphs.some((glyph) => !isBlank(glyph)) ? makeRow(glyphs) : undefined;
}

/** Two or three columns most of whose lines reach from one side to the other. */
function isRunningText(columns: readonly (readonly (Row | undefined)[])[]): boolean {
  if (columns.length > 3) return false;
  return columns.every((column) => {
    const lines = column.filter((row) => row !== undefined);
    const left = Math.min(...lines.map((row) => row.left));
    const right = Math.max(...lines.map((row) => row.right));
    const full = lines.filter((row) => row.right - row.left >= FULL_LINE * (right - left) && row.glyphs.length > 20);
    return full.length >= lines.length / 2;
  });
}

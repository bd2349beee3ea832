import { PlatformError } from '@riad/contracts';

import { tableBlock } from '../block-writer.ts';
import type { Block } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';
import { openPackage, type PackageFiles } from './package-files.ts';
import { attribute, readXml } from './read-xml.ts';

const MOST_CELLS = 2_000_000;
/** Styles of Excel's own that show a number as a date. */
const dateFormats = new Set([14, 15, 16, 17, 22, 27, 30, 36, 45, 46, 47, 50, 57]);
/** Day 0 of Excel's calendar. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const MILLISECONDS_PER_DAY = 86_400_000;

export interface Sheet {
  readonly name: string;
  readonly blocks: readonly Block[];
}

/** Sheets with their values as they are shown: formulas by their last result, dates as dates. */
export function readXlsx(bytes: Uint8Array, limits: ExtractionLimits): readonly Sheet[] {
  const files = openPackage(bytes, /^xl\/(?:workbook|sharedStrings|styles|worksheets\/sheet\d+)\.xml$/, limits);
  const strings = sharedStrings(files.read('xl/sharedStrings.xml') ?? '');
  const dates = dateStyles(files.read('xl/styles.xml') ?? '');
  const names = sheetNames(files);
  return files.names(/worksheets\/sheet\d+\.xml$/).map((file, index) => {
    const rows = readSheet(files.read(file) ?? '', { strings, dates });
    return { name: names[index] ?? `Sheet ${index + 1}`, blocks: rows.length === 0 ? [] : [tableBlock(rows)] };
  });
}

function sheetNames(files: PackageFiles): readonly string[] {
  const names: string[] = [];
  readXml(files.read('xl/workbook.xml') ?? '', {
    open(name, attributes) {
      if (name === 'sheet') names.push(attribute(attributes, 'name') ?? '');
    },
    text: () => undefined,
    close: () => undefined,
  });
  return names;
}

function sharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let text = '';
  let reading = false;
  readXml(xml, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 't') reading = true;
    },
    text(more) {
      if (reading) text += more;
    },
    close(name) {
      if (name === 't') reading = false;
      else if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

/** Numbers of the cell styles that are dates. */
function dateStyles(xml: string): ReadonlySet<number> {
  const own = new Set<number>();
  const styles = new Set<number>();
  let inCells = false;
  let index = 0;
  readXml(xml, {
    open(name, attributes) {
      if (
        name === 'numFmt' &&
        /[dy]/i.test((attribute(attributes, 'formatCode') ?? '').replaceAll(/"[^"]*"|\[[^\]]*\]/g, ''))
      ) {
        own.add(Number(attribute(attributes, 'numFmtId')));
      }
      if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const format = Number(attribute(attributes, 'numFmtId'));
        if (dateFormats.has(format) || own.has(format)) styles.add(index);
        index++;
      }
    },
    text: () => undefined,
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly isDate: boolean;
}

function readSheet(
  xml: string,
  { strings, dates }: { readonly strings: readonly string[]; readonly dates: ReadonlySet<number> },
): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell: Cell = { column: 0, type: 'n', isDate: false };
  let value = '';
  let reading = false;
  let cells = 0;
  readXml(xml, {
    open(name, attributes) {
      if (name === 'row') row = [];
      else if (name === 'c') {
        cells++;
        if (cells > MOST_CELLS)
          throw new PlatformError('document.too_large', `a sheet has more than ${MOST_CELLS} cells`, {
            remedy: 'Split it.',
          });
        cell = {
          column: columnOf(attribute(attributes, 'r') ?? '', row.length),
          type: attribute(attributes, 't') ?? 'n',
          isDate: dates.has(Number(attribute(attributes, 's') ?? -1)),
        };
        value = '';
      } else if (name === 'v' || name === 't') reading = true;
    },
    text(text) {
      if (reading) value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') reading = false;
      else if (name === 'c') {
        while (row.length < cell.column) row.push('');
        row[cell.column] = show(value, cell, strings);
      } else if (name === 'row' && row.some((shown) => shown !== '')) rows.push(row);
    },
  });
  return rows;
}

const WIDEST = 512;

function columnOf(reference: string, next: number): number {
  const letters = /^[A-Z]+/.exec(reference)?.[0];
  if (letters === undefined) return next;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return Math.min(column - 1, WIDEST);
}

function show(value: string, { type, isDate }: Cell, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (!isDate || value === '' || Number.isNaN(Number(value))) return value.trim();
  const date = new Date(DAY_ZERO + Number(value) * MILLISECONDS_PER_DAY).toISOString();
  return Number(value) % 1 === 0 ? date.slice(0, 10) : date.slice(0, 16).replace('T', ' ');
}

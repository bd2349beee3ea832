import { PlatformError } from '@riad/contracts';

import type { Block, ExtractedDocument, Page } from '../document.ts';
import type { ExtractionLimits } from '../limits.ts';
import { judgeDocument, judgePage } from '../page-quality.ts';
import { findDamage, repairArabic } from '../repair/repair-arabic.ts';
import { composeBlocks } from './compose-blocks.ts';
import { openPdf, type Glyph, type PdfFile } from './pdfium.ts';

export interface PdfReader {
  readonly bytes: Uint8Array;
  readonly limits: ExtractionLimits;
  /** Reads a page image; absent when no OCR is installed. */
  readonly recognise?: (page: {
    readonly data: Uint8Array;
    readonly width: number;
    readonly height: number;
  }) => Promise<string>;
  readonly onPage: (done: number, total: number) => void;
}

/** A page with less text than this may be a scan. */
const SCAN_LETTERS = 20;
/** Dots per point: 200 dpi. */
const OCR_SCALE = 200 / 72;

interface RawPage {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly Block[];
  readonly unmapped: number;
  readonly hidden: number;
  readonly ocr: boolean;
}

export async function readPdf(reader: PdfReader): Promise<ExtractedDocument> {
  const file = await open(reader.bytes);
  try {
    checkPageCount(file.pageCount, reader.limits);
    const raw: RawPage[] = [];
    for (let index = 0; index < file.pageCount; index++) {
      raw.push(await readPage(file, index, reader));
      reader.onPage(index + 1, file.pageCount);
    }
    return assemble(raw);
  } finally {
    file.close();
  }
}

async function open(bytes: Uint8Array): Promise<PdfFile> {
  try {
    return await openPdf(bytes);
  } catch (error) {
    const isLocked = error instanceof Error && /password|security/i.test(error.message);
    throw isLocked
      ? new PlatformError('document.encrypted', 'this PDF is protected by a password', {
          cause: error,
          remedy: 'Save a copy without a password and add that one.',
        })
      : new PlatformError('document.damaged', 'this PDF cannot be read: it is damaged or cut short', {
          cause: error,
          remedy: 'Open it in a viewer and save it again, or print it to a new PDF.',
        });
  }
}

function checkPageCount(pageCount: number, { maxPages }: ExtractionLimits): void {
  if (pageCount === 0) throw new PlatformError('document.damaged', 'this PDF has no pages');
  if (pageCount <= maxPages) return;
  throw new PlatformError('document.too_large', `this PDF has ${pageCount} pages and at most ${maxPages} are read`, {
    remedy: 'Split it into parts.',
  });
}

async function readPage(file: PdfFile, index: number, { recognise }: PdfReader): Promise<RawPage> {
  const page = file.page(index);
  const glyphs = page.glyphs();
  const visible = glyphs.filter(({ hidden }) => !hidden);
  const { width, height } = page;
  const facts = {
    width,
    height,
    unmapped: count(glyphs, ({ unmapped }) => unmapped),
    hidden: glyphs.length - visible.length,
  };
  const letters = count(visible, ({ text }) => /\p{L}|\p{N}/u.test(text));
  const unreadable = letters < SCAN_LETTERS || facts.unmapped > 0.3 * glyphs.length;
  if (unreadable && recognise !== undefined) {
    const blocks = textBlocks(await recognise(await page.render(OCR_SCALE)));
    if (blocks.length > 0) return { ...facts, unmapped: 0, blocks, ocr: true };
  }
  return { ...facts, blocks: composeBlocks(glyphs), ocr: false };
}

function count(glyphs: readonly Glyph[], holds: (glyph: Glyph) => boolean): number {
  return glyphs.filter(holds).length;
}

/** Recognised text has no places: its paragraphs stand for the whole page. */
export function textBlocks(text: string): readonly Block[] {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll(/\s+/gu, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph): Block => ({
      kind: 'paragraph',
      text: paragraph,
      direction: /\p{Script=Arabic}/u.test(paragraph) ? 'rtl' : 'ltr',
      lines: [],
    }));
}

function assemble(raw: readonly RawPage[]): ExtractedDocument {
  const damage = findDamage(raw.flatMap(({ blocks }) => blocks.map(({ text }) => text)).join('\n'));
  const pages = raw.map((page, index): Page => {
    const repairs = page.blocks.map((block) => repairBlock(block, damage));
    const blocks = repairs.map(({ block }) => block);
    const quality = judgePage({
      text: blocks.map(({ text }) => text).join('\n'),
      unmapped: page.unmapped,
      hidden: page.hidden,
      repaired: repairs.flatMap(({ problems }) => problems),
      ocr: page.ocr,
    });
    return {
      number: index + 1,
      width: page.width,
      height: page.height,
      blocks,
      quality,
      source: page.ocr ? 'ocr' : 'text',
    };
  });
  const title = pages[0]?.blocks.find(({ kind }) => kind === 'heading')?.text;
  return {
    format: 'pdf',
    title,
    pages,
    quality: judgeDocument(pages.map((page) => ({ quality: page.quality, length: lengthOf(page) }))),
  };
}

function lengthOf({ blocks }: Page): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}

/** Line by line, so that every line keeps its place. */
function repairBlock(
  block: Block,
  damage: ReturnType<typeof findDamage>,
): { block: Block; problems: ReturnType<typeof repairArabic>['problems'] } {
  if (block.kind === 'table' || block.lines.length === 0) {
    const { text, problems } = repairArabic(block.text, damage);
    const rows = block.rows?.map((row) => row.map((cell) => repairArabic(cell, damage).text));
    const lines = block.lines.map((line) => ({
      ...line,
      end: Math.min(line.end + text.length - block.text.length, text.length),
    }));
    return { block: { ...block, text, lines, ...(rows === undefined ? {} : { rows }) }, problems };
  }
  let text = '';
  let at = 0;
  const problems: ReturnType<typeof repairArabic>['problems'][number][] = [];
  const lines = block.lines.map(({ start, end, box }) => {
    text += block.text.slice(at, start);
    const repair = repairArabic(block.text.slice(start, end), damage);
    problems.push(...repair.problems);
    const from = text.length;
    text += repair.text;
    at = end;
    return { start: from, end: text.length, box };
  });
  return { block: { ...block, text: text + block.text.slice(at), lines }, problems };
}

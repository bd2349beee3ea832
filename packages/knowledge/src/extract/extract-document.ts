import { PlatformError } from '@riad/contracts';

import { decodeText, detectFormat } from './detect-format.ts';
import type { Block, DocumentFormat, ExtractedDocument, Page } from './document.ts';
import type { ExtractionLimits } from './limits.ts';
import { readDocx } from './office/read-docx.ts';
import { readOdt } from './office/read-odt.ts';
import { readPptx } from './office/read-pptx.ts';
import { readXlsx } from './office/read-xlsx.ts';
import { judgeDocument, judgePage } from './page-quality.ts';
import { readPdf, textBlocks, type PdfReader } from './pdf/read-pdf.ts';
import { readCsv } from './plain/read-csv.ts';
import { readEmail } from './plain/read-email.ts';
import { readHtml } from './plain/read-html.ts';
import { readMarkdown } from './plain/read-markdown.ts';
import { findDamage, repairArabic } from './repair/repair-arabic.ts';

export interface ExtractionInput {
  readonly bytes: Uint8Array;
  /** As the file was called; only for formats that their bytes do not show. */
  readonly name: string;
  readonly limits: ExtractionLimits;
  readonly recognise?: PdfReader['recognise'];
  /** Reads an image file; absent when no OCR is installed. */
  readonly recogniseImage?: (bytes: Uint8Array) => Promise<string>;
  readonly onPage?: (done: number, total: number) => void;
}

interface Reading {
  readonly title?: string | undefined;
  /** Blocks by page. */
  readonly pages: readonly (readonly Block[])[];
  readonly hidden?: number;
  readonly ocr?: boolean;
}

/** Reads a document of any supported format, in this process. */
export async function extractDocument(input: ExtractionInput): Promise<ExtractedDocument> {
  const format = detectFormat(input.bytes, input.name);
  const document = format === 'pdf' ? await readPdf(pdfInput(input)) : assemble(format, await read(format, input));
  const length = document.pages.reduce(
    (sum, { blocks }) => sum + blocks.reduce((inner, { text }) => inner + text.length, 0),
    0,
  );
  if (length <= input.limits.maxText) return document;
  throw new PlatformError('document.too_large', `this document has more than ${input.limits.maxText} characters`, {
    remedy: 'Split it into parts.',
  });
}

function pdfInput({ bytes, limits, recognise, onPage }: ExtractionInput): PdfReader {
  return { bytes, limits, onPage: onPage ?? (() => undefined), ...(recognise === undefined ? {} : { recognise }) };
}

async function read(format: Exclude<DocumentFormat, 'pdf'>, input: ExtractionInput): Promise<Reading> {
  const { bytes, limits } = input;
  switch (format) {
    case 'docx':
      return { pages: [readDocx(bytes, limits)] };
    case 'odt':
      return { pages: [readOdt(bytes, limits)] };
    case 'xlsx':
      return { pages: readXlsx(bytes, limits).map(({ name, blocks }) => [...readMarkdown(`# ${name}`), ...blocks]) };
    case 'pptx':
      return { pages: readPptx(bytes, limits) };
    case 'html': {
      const { title, blocks, hidden } = readHtml(decodeText(bytes));
      return { title, pages: [blocks], hidden };
    }
    case 'email': {
      const { subject, blocks } = await readEmail(bytes);
      return { title: subject, pages: [blocks] };
    }
    case 'csv':
      return { pages: [readCsv(decodeText(bytes))] };
    case 'markdown':
    case 'text':
      return { pages: [readMarkdown(decodeText(bytes))] };
    case 'image':
      return readImage(input);
  }
}

async function readImage({ bytes, recogniseImage }: ExtractionInput): Promise<Reading> {
  if (recogniseImage === undefined) {
    throw new PlatformError('document.no_ocr', 'this is an image, and no program that reads images is installed', {
      remedy:
        'Install tesseract with Arabic and French: apt-get install tesseract-ocr tesseract-ocr-ara tesseract-ocr-fra',
    });
  }
  return { pages: [textBlocks(await recogniseImage(bytes))], ocr: true };
}

function assemble(format: DocumentFormat, { title, pages, hidden = 0, ocr = false }: Reading): ExtractedDocument {
  const damage = findDamage(
    pages
      .flat()
      .map(({ text }) => text)
      .join('\n'),
  );
  const made = pages.map((blocks, index): Page => {
    const repairs = blocks.map((block) => ({ block, repair: repairArabic(block.text, damage) }));
    const repaired = repairs.map(({ block, repair }) => ({ ...block, text: repair.text }));
    const quality = judgePage({
      text: repaired.map(({ text }) => text).join('\n'),
      unmapped: 0,
      hidden,
      repaired: repairs.flatMap(({ repair }) => repair.problems),
      ocr,
    });
    return { number: index + 1, width: 0, height: 0, blocks: repaired, quality, source: ocr ? 'ocr' : 'text' };
  });
  const first = made[0]?.blocks.find(({ kind }) => kind === 'heading')?.text;
  return {
    format,
    title: title ?? first,
    pages: made,
    quality: judgeDocument(
      made.map(({ quality, blocks }) => ({ quality, length: blocks.reduce((sum, { text }) => sum + text.length, 0) })),
    ),
  };
}

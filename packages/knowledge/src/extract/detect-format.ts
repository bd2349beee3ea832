import { PlatformError } from '@riad/contracts';
import { unzipSync } from 'fflate';

import type { DocumentFormat } from './document.ts';

const extensions: Readonly<Record<string, DocumentFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  eml: 'email',
  htm: 'html',
  html: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text',
  log: 'text',
  json: 'text',
  xml: 'text',
  yaml: 'text',
  yml: 'text',
};
const READ_FOR_SIGNS = 1024;

/** What a file is, by its bytes first: a wrong extension does not mislead. Fails with `document.unsupported`. */
export function detectFormat(bytes: Uint8Array, name: string): DocumentFormat {
  const start = Buffer.from(bytes.subarray(0, READ_FOR_SIGNS)).toString('latin1');
  if (start.includes('%PDF-')) return 'pdf';
  if (start.startsWith('PK\u0003\u0004')) return packedFormat(bytes);
  if (isImage(start)) return 'image';
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0'))
    throw unsupported(
      'an old Office file (.doc, .xls, .ppt) or one protected by a password',
      'Save it in a current format without a password.',
    );
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (looksBinary(bytes))
    throw unsupported(
      'neither text nor a document that Riad can read',
      'PDF, DOCX, XLSX, PPTX, ODT, HTML, e-mail, CSV, Markdown, text and images are read.',
    );
  if (/^\s*(?:<!doctype html|<html)/i.test(start.replace(/^\u00ef\u00bb\u00bf/, ''))) return 'html';
  return extensions[extension] ?? 'text';
}

function unsupported(what: string, remedy: string): PlatformError {
  return new PlatformError('document.unsupported', `this file is ${what}`, { remedy });
}

function isImage(start: string): boolean {
  return (
    start.startsWith('\u0089PNG') ||
    start.startsWith('\u00ff\u00d8\u00ff') ||
    /^(?:II\*\0|MM\0\*)/.test(start) ||
    (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP')
  );
}

function packedFormat(bytes: Uint8Array): DocumentFormat {
  const names = new Set<string>();
  try {
    unzipSync(bytes, {
      filter({ name }) {
        names.add(name);
        return false;
      },
    });
  } catch (error) {
    throw new PlatformError('document.damaged', 'this file is damaged or cut short', {
      cause: error,
      remedy: 'Open it in its own program and save it again.',
    });
  }
  if (names.has('word/document.xml')) return 'docx';
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (names.has('ppt/presentation.xml')) return 'pptx';
  if (names.has('content.xml')) return 'odt';
  throw unsupported('an archive', 'Unpack it and add the documents in it.');
}

/** Text has no zero bytes, but for UTF-16, which begins with its mark. */
function looksBinary(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false;
  return bytes.subarray(0, READ_FOR_SIGNS * 4).includes(0);
}

/** UTF-8, UTF-16 by their marks, otherwise what old French and Arabic Windows files are in. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const arabic = new TextDecoder('windows-1256').decode(bytes);
    const letters = arabic.match(/[\u0621-\u064a]/g)?.length ?? 0;
    return letters > 0.3 * arabic.length ? arabic : new TextDecoder('windows-1252').decode(bytes);
  }
}

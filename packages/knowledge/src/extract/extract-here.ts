import type { ExtractedDocument } from './document.ts';
import type { ExtractionInput } from './extract-document.ts';
import type { PdfFile } from './pdf/pdfium.ts';

/** In this process. The readers are loaded with the first document: a server reads apart and never needs them here. */
export async function extractDocument(input: ExtractionInput): Promise<ExtractedDocument> {
  const readers = await import('./extract-document.ts');
  return readers.extractDocument(input);
}

export async function openPdf(bytes: Uint8Array): Promise<PdfFile> {
  const pdfium = await import('./pdf/pdfium.ts');
  return pdfium.openPdf(bytes);
}

/**
 * Reads one document and ends. Started without secrets in its environment; what goes wrong here, a crash and endless work
 * included, is the end of this process alone.
 */
import { PlatformError } from '@riad/contracts';

import type { ExtractedDocument } from '../document.ts';
import { extractDocument } from '../extract-document.ts';
import { findTesseract, recogniseBitmap, recogniseImageFile } from '../ocr/tesseract.ts';
import { drawPage } from '../pdf/draw-page.ts';
import type { Order, Report } from './messages.ts';

function report(message: Report, then?: () => void): void {
  process.send?.(message, undefined, {}, () => then?.());
}

function refusal(error: unknown): Report {
  if (error instanceof PlatformError)
    return { kind: 'refused', code: error.code, message: error.message, remedy: error.remedy };
  return {
    kind: 'refused',
    code: 'document.damaged',
    message: 'this document cannot be read: its content is not what its format asks for',
    remedy: 'Open it in its own program and save it again.',
  };
}

async function work(order: Order): Promise<Report> {
  try {
    if (order.kind === 'render') return { kind: 'image', png: await drawPage(order) };
    return { kind: 'document', document: await read(order) };
  } catch (error) {
    return refusal(error);
  }
}

function read({ bytes, name, limits }: Extract<Order, { kind: 'extract' }>): Promise<ExtractedDocument> {
  const tesseract = findTesseract(process.env['PATH'] ?? '');
  return extractDocument({
    bytes,
    name,
    limits,
    onPage: (done, total) => report({ kind: 'page', done, total }),
    ...(tesseract === undefined
      ? {}
      : {
          recognise: (page) => recogniseBitmap(tesseract, page),
          recogniseImage: (image) => recogniseImageFile(tesseract, image),
        }),
  });
}

process.once('message', (order: Order) => {
  void work(order).then((answer) => report(answer, () => process.disconnect()));
});
// Whoever asked has gone.
process.once('disconnect', () => process.exit(0));

/**
 * Reads one document and ends. Started without secrets in its environment; what goes wrong here, a crash and endless work
 * included, is the end of this process alone.
 */
import { PlatformError } from '@riad/contracts';

import { extractDocument } from '../extract-document.ts';
import { findTesseract, recogniseBitmap, recogniseImageFile } from '../ocr/tesseract.ts';
import type { ExtractionOrder, ExtractionReport } from './messages.ts';

function report(message: ExtractionReport, then?: () => void): void {
  process.send?.(message, undefined, {}, () => then?.());
}

function refusal(error: unknown): ExtractionReport {
  if (error instanceof PlatformError)
    return { kind: 'refused', code: error.code, message: error.message, remedy: error.remedy };
  return {
    kind: 'refused',
    code: 'document.damaged',
    message: 'this document cannot be read: its content is not what its format asks for',
    remedy: 'Open it in its own program and save it again.',
  };
}

async function read({ bytes, name, limits }: ExtractionOrder): Promise<ExtractionReport> {
  try {
    const tesseract = findTesseract(process.env['PATH'] ?? '');
    const document = await extractDocument({
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
    return { kind: 'document', document };
  } catch (error) {
    return refusal(error);
  }
}

process.once('message', (order: ExtractionOrder) => {
  void read(order).then((answer) => report(answer, () => process.disconnect()));
});
// Whoever asked has gone.
process.once('disconnect', () => process.exit(0));

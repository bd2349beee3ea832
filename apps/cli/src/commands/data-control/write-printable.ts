import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';

import { PlatformError } from '@riad/contracts';
import type { PrintableDocument } from '@riad/server';

import { say } from '../../messages/say.ts';
import { writeHtml } from './printable-html.ts';

export const printableFormats = ['html', 'docx'] as const;

/** Fails before anything is asked or written when the name is of no known format. */
export function requirePrintable(file: string): void {
  if (printableFormats.some((format) => extname(file).toLowerCase() === `.${format}`)) return;
  throw new PlatformError('command.usage', say('printable.format', { file }), {
    field: 'file',
    remedy: say('printable.format_remedy'),
  });
}

/** Writes HTML or DOCX, as the name of the file ends. Readable by its owner only. */
export async function writePrintable(file: string, document: PrintableDocument): Promise<void> {
  requirePrintable(file);
  if (extname(file).toLowerCase() === '.html') return writeFileSync(file, writeHtml(document), { mode: 0o600 });
  const { writeDocx } = await import('./printable-docx.ts');
  writeFileSync(file, writeDocx(document), { mode: 0o600 });
}

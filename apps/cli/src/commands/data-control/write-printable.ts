import { writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';

import type { PrintableDocument } from '@riad/server';
import { InvalidArgumentError } from 'commander';

import { say } from '../../messages/say.ts';
import { writeHtml } from './printable-html.ts';

export const printableFormats = ['html', 'docx'] as const;

/** Fails before anything is asked or written when the name is of no known format. */
export function printablePath(file: string): string {
  if (printableFormats.some((format) => extname(file).toLowerCase() === `.${format}`)) return resolve(file);
  throw new InvalidArgumentError(say('printable.format', { file }));
}

/** Writes HTML or DOCX, as the name of the file ends. Readable by its owner only. */
export async function writePrintable(file: string, document: PrintableDocument): Promise<void> {
  if (extname(file).toLowerCase() === '.html') return writeFileSync(file, writeHtml(document), { mode: 0o600 });
  const { writeDocx } = await import('./printable-docx.ts');
  writeFileSync(file, writeDocx(document), { mode: 0o600 });
}

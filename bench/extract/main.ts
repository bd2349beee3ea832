/**
 * `./riad bench extract`: words, identifiers and cells that come out right from pages printed by Chromium and LibreOffice, by
 * Riad and its peers in one run; then how long a long document takes and how much memory.
 */
import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';
import { measureHeavyDocument } from './heavy-document.ts';
import { measureLongDocument } from './long-document.ts';
import { printedPages, type PrintedPage } from './pages.ts';
import { allReaders } from './readers.ts';
import { score, type Score } from './score.ts';

interface Scored extends Score {
  readonly reader: string;
  readonly page: string;
  readonly printer: PrintedPage['printer'];
}

const machine = describeMachine();
const readers = await allReaders();
const pages = await printedPages();
const scores: Scored[] = [];
for (const reader of readers) {
  for (const page of pages) {
    const { text, rows } = await reader.read(page.file);
    const isTable = page.truth.rows.length > 0;
    scores.push({
      reader: reader.name,
      page: page.name,
      printer: page.printer,
      ...score(page.truth, text, isTable ? (rows ?? []) : undefined),
    });
  }
}

const kinds = ['arabicWords', 'latinWords', 'identifiers', 'cells'] as const;
const rows = (['chromium', 'libreoffice'] as const).flatMap((printer) =>
  readers.map(({ name }) => [
    printer,
    name,
    ...kinds.map((kind) =>
      mean(scores.filter((one) => one.reader === name && one.printer === printer).map((one) => one[kind])),
    ),
  ]),
);
const long = await measureLongDocument();
const heavy = await measureHeavyDocument();
const text = [
  table(['Printed by', 'Read by', 'Arabic words', 'Latin words', 'Identifiers', 'Cells'], rows),
  `\n${pages.length} files of ${new Set(pages.map(({ name }) => name)).size} pages of our own. LibreOffice prints no columns from HTML, so these pages are Chromium's alone. A reader that gives no tables gets no cells right. The repair was developed on these pages: they show what it does, not what it does to pages never seen.`,
  `\nA text PDF of ${long.pages} pages, ${(long.bytes / 1e6).toFixed(1)} MB, in a process of its own: read in ${long.readSeconds.toFixed(1)} s, cut into ${long.passages} passages and indexed without vectors in ${long.indexSeconds.toFixed(1)} s more; at most ${long.peakMiB} MiB.`,
  `\nA PDF of ${(heavy.bytes / 1e6).toFixed(0)} MB on ${heavy.pages} pages, images and text: read in ${heavy.readSeconds.toFixed(1)} s, at most ${heavy.peakMiB} MiB.`,
].join('\n');
const path = writeResult({
  name: 'extract',
  machine,
  text,
  data: { scores, long, heavy },
});
process.stdout.write(`${text}\n\n${path}\n`);

function mean(values: readonly number[]): string {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0
    ? ''
    : `${((100 * known.reduce((sum, value) => sum + value, 0)) / known.length).toFixed(1)} %`;
}

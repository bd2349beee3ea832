import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeId } from '@riad/contracts';
import { CollectionIndex, cutPassages, defaultExtractionLimits, extractApart } from '@riad/knowledge';

import { printedPages } from './pages.ts';

export interface ReadingFigures {
  readonly pages: number;
  readonly bytes: number;
  readonly readSeconds: number;
  readonly passages: number;
  readonly indexSeconds: number;
  readonly peakMiB: number;
}

const PAGES = 300;
/** Copies of the letter that fill a page. */
const LETTERS_PER_PAGE = 2;
const WATCH_MS = 50;

/** Arabic letters on 300 pages, printed by Chromium. */
export async function measureLongDocument(): Promise<ReadingFigures> {
  const letter = (await printedPages()).find(({ name }) => name === 'letter-ar');
  const paragraphs = (letter?.truth.text ?? '')
    .split('\n')
    .map((text) => `<p>${text}</p>`)
    .join('');
  const page = `<section style="break-after:page">${paragraphs.repeat(LETTERS_PER_PAGE)}</section>`;
  const folder = mkdtempSync(join(tmpdir(), 'riad-bench-'));
  try {
    const source = join(folder, 'long.html');
    const file = join(folder, 'long.pdf');
    writeFileSync(
      source,
      `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><style>body{font:11pt Amiri,serif}p{margin:2pt}</style>${page.repeat(PAGES)}`,
    );
    execFileSync(
      'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-pdf-header-footer',
        `--print-to-pdf=${file}`,
        `file://${source}`,
      ],
      { stdio: 'ignore' },
    );
    if (!existsSync(file)) throw new Error('Chromium printed nothing');
    return await measureReading(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads it in a process of its own, cuts and indexes it without vectors. */
export async function measureReading(bytes: Buffer): Promise<ReadingFigures> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, childMemory());
  }, WATCH_MS);
  const started = performance.now();
  const document = await extractApart({ bytes, name: 'long.pdf', limits: defaultExtractionLimits });
  clearInterval(watch);
  const read = performance.now();
  const passages = cutPassages(document);
  const documentId = makeId('doc', 'long');
  new CollectionIndex().put(
    documentId,
    1,
    passages.map(({ ordinal, heading, text, references }) => ({
      passageId: String(ordinal),
      documentId,
      heading,
      text,
      references,
      vector: null,
    })),
  );
  return {
    pages: document.pages.length,
    bytes: bytes.length,
    readSeconds: (read - started) / 1000,
    passages: passages.length,
    indexSeconds: (performance.now() - read) / 1000,
    peakMiB: Math.round(peak / 1024),
  };
}

/** Kilobytes that the largest child of this process has in memory. */
function childMemory(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const sizes = children.map((pid) => {
    try {
      return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return Math.max(0, ...sizes);
}

import type { ExtractedDocument } from '@riad/knowledge';

type Page = ExtractedDocument['pages'][number];
type Block = Page['blocks'][number];

export interface OcrView {
  /** From 0. */
  readonly wanted: ReadonlySet<number>;
  /** Absent: tables stand in the text. */
  readonly tables: 'markdown' | 'html' | undefined;
  readonly withBlocks: boolean;
  readonly bytes: number;
}

const types = { heading: 'title', paragraph: 'text', item: 'list', table: 'table' } as const;
/** Points of PDF. */
const DPI = 72;

/** Mistral's shape of what was read. What Riad alone knows of a page, its quality and how it was read, is in `riad`. */
export function presentOcr(document: ExtractedDocument, view: OcrView) {
  const pages = document.pages.filter(({ number }) => view.wanted.has(number - 1));
  return {
    pages: pages.map((page) => presentPage(page, view)),
    model: 'riad-reader',
    document_annotation: null,
    usage_info: { pages_processed: pages.length, doc_size_bytes: view.bytes },
  };
}

function presentPage(page: Page, { tables, withBlocks }: OcrView) {
  const found = tables === undefined ? [] : page.blocks.filter(({ kind }) => kind === 'table');
  const idOf = (block: Block): string => `tbl-${found.indexOf(block)}.${tables === 'html' ? 'html' : 'md'}`;
  const markdown = page.blocks.map((block) =>
    found.includes(block) ? `[${idOf(block)}](${idOf(block)})` : markdownOf(block),
  );
  const { score, problems } = page.quality;
  return {
    index: page.number - 1,
    markdown: markdown.join('\n\n'),
    images: [],
    tables: found.map((block) => ({
      id: idOf(block),
      content: tables === 'html' ? htmlOf(block) : markdownOf(block),
      format: tables,
      word_confidence_scores: null,
    })),
    hyperlinks: [],
    header: null,
    footer: null,
    dimensions: page.width === 0 ? null : { dpi: DPI, height: Math.round(page.height), width: Math.round(page.width) },
    blocks: withBlocks && page.width > 0 ? page.blocks.map(presentBlock) : null,
    riad: { quality: score, problems, source: page.source },
  };
}

function presentBlock(block: Block) {
  const boxes = block.lines.map(({ box }) => box);
  return {
    type: types[block.kind],
    content: block.text,
    top_left_x: Math.floor(Math.min(...boxes.map(({ left }) => left), Infinity) || 0),
    top_left_y: Math.floor(Math.min(...boxes.map(({ top }) => top), Infinity) || 0),
    bottom_right_x: Math.ceil(Math.max(...boxes.map(({ right }) => right), 0)),
    bottom_right_y: Math.ceil(Math.max(...boxes.map(({ bottom }) => bottom), 0)),
  };
}

function markdownOf({ kind, level = 1, text, rows }: Block): string {
  switch (kind) {
    case 'heading':
      return `${'#'.repeat(Math.min(level, 6))} ${text}`;
    case 'item':
      return `- ${text}`;
    case 'table':
      return rows === undefined ? text : markdownTable(rows);
    case 'paragraph':
      return text;
  }
}

function markdownTable([head = [], ...body]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function htmlOf({ text, rows = [[text]] }: Block): string {
  const row = (cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  return `<table>${rows.map(row).join('')}</table>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

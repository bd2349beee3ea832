/** A rectangle on a page, in points from its top left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where characters of a block's text stand on the page. Offsets are UTF-16 units of the block's text. */
export interface PlacedLine {
  readonly start: number;
  readonly end: number;
  readonly box: Box;
}

export type BlockKind = 'heading' | 'paragraph' | 'item' | 'table';

/** A heading, a paragraph, an item of a list or a table. */
export interface Block {
  readonly kind: BlockKind;
  /** 1 is the highest; on headings. */
  readonly level?: number;
  /** Logical order. A table reads row by row, cells divided by ` | `. */
  readonly text: string;
  readonly direction: 'rtl' | 'ltr';
  /** Cells by row; on tables. */
  readonly rows?: readonly (readonly string[])[];
  /** Empty for formats that have no pages. */
  readonly lines: readonly PlacedLine[];
}

export interface Page {
  /** From 1. Formats without pages have one, sheets and slides count as pages. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly Block[];
  readonly quality: Quality;
  /** How its text was read. */
  readonly source: 'text' | 'ocr';
}

/** How far a page's text can be trusted. */
export interface Quality {
  /** 0 to 1. Below 0.6 a page is shown as unreliable. */
  readonly score: number;
  readonly problems: readonly QualityProblem[];
}

export type QualityProblem =
  | 'no-text'
  | 'unmapped-characters'
  | 'presentation-forms'
  | 'reversed-ligatures'
  | 'stray-letters'
  | 'garbled-words'
  | 'hidden-text'
  | 'negation-guessed'
  | 'read-by-ocr';

export interface ExtractedDocument {
  readonly format: DocumentFormat;
  readonly title: string | undefined;
  readonly pages: readonly Page[];
  /** The pages' scores, weighted by their text. */
  readonly quality: Quality;
}

export const documentFormats = [
  'pdf',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'html',
  'email',
  'csv',
  'markdown',
  'text',
  'image',
] as const;
export type DocumentFormat = (typeof documentFormats)[number];

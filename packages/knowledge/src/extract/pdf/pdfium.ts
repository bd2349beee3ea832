import { PDFiumLibrary } from '@hyzyla/pdfium';

/** One character as PDFium places it. Coordinates in points from the top left corner. */
export interface Glyph {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Height of the line it was written on. */
  readonly baseline: number;
  /** Size of its font, in points. */
  readonly size: number;
  /** The font's map gave no character for it. */
  readonly unmapped: boolean;
  /** White, transparent or too small to be read. */
  readonly hidden: boolean;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  /** In the order of PDFium, without the line ends it makes up. */
  glyphs(): readonly Glyph[];
  /** As PDFium itself would give it. */
  ownText(): string;
  /** Pixels, four bytes each (blue, green, red, alpha). */
  render(scale: number): Promise<{ readonly data: Uint8Array; readonly width: number; readonly height: number }>;
}

export interface PdfFile {
  readonly pageCount: number;
  page(index: number): PdfPage;
  close(): void;
}

/** The functions of PDFium's WASM module that the package's own classes do not offer. */
interface TextFunctions {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly wasmExports: { malloc(size: number): number; free(pointer: number): void };
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(textPage: number): void;
  _FPDFText_CountChars(textPage: number): number;
  _FPDFText_GetUnicode(textPage: number, index: number): number;
  _FPDFText_GetCharBox(...args: readonly number[]): number;
  _FPDFText_GetCharOrigin(...args: readonly number[]): number;
  _FPDFText_GetFontSize(textPage: number, index: number): number;
  _FPDFText_IsGenerated(textPage: number, index: number): number;
  _FPDFText_HasUnicodeMapError(textPage: number, index: number): number;
  _FPDFText_GetFillColor(...args: readonly number[]): number;
}

/** Bytes for four doubles or four 32-bit numbers. */
const SCRATCH_BYTES = 32;
const SMALLEST_READABLE = 2;
const FAINTEST_VISIBLE = 8;
const WHITE = 250;

/** Opens a PDF. Throws when PDFium cannot: the error's message names the reason. */
export async function openPdf(bytes: Uint8Array): Promise<PdfFile> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const functions = moduleOf(library);
  return {
    pageCount: document.getPageCount(),
    page(index) {
      const page = document.getPage(index);
      const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
      return {
        width,
        height,
        glyphs: () => readGlyphs(functions, pointerOf(page), height),
        ownText: () => page.getText(),
        async render(scale) {
          const image = await page.render({ scale, render: 'bitmap' });
          return { data: image.data, width: image.width, height: image.height };
        },
      };
    },
    close() {
      document.destroy();
      library.destroy();
    },
  };
}

function moduleOf(library: object): TextFunctions {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package keeps it private; its version is pinned
  return (library as { readonly module: TextFunctions }).module;
}

function pointerOf(page: object): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return (page as { readonly pageIdx: number }).pageIdx;
}

function readGlyphs(functions: TextFunctions, page: number, height: number): readonly Glyph[] {
  const textPage = functions._FPDFText_LoadPage(page);
  const scratch = functions.wasmExports.malloc(SCRATCH_BYTES);
  const glyphs: Glyph[] = [];
  const count = functions._FPDFText_CountChars(textPage);
  for (let index = 0; index < count; index++) {
    const code = functions._FPDFText_GetUnicode(textPage, index);
    // PDFium's own line ends; lines are found by position.
    if (code === 0x0a || code === 0x0d) continue;
    functions._FPDFText_GetCharBox(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24);
    const [left = 0, right = 0, bottom = 0, top = 0] = new Float64Array(functions.HEAPU8.buffer, scratch, 4);
    functions._FPDFText_GetCharOrigin(textPage, index, scratch, scratch + 8);
    const [, baseline = 0] = new Float64Array(functions.HEAPU8.buffer, scratch, 2);
    const size = functions._FPDFText_GetFontSize(textPage, index);
    glyphs.push({
      text: code === 0 ? '\uFFFD' : String.fromCodePoint(code),
      left,
      right,
      top: height - top,
      bottom: height - bottom,
      baseline: height - baseline,
      size,
      unmapped: code === 0 || functions._FPDFText_HasUnicodeMapError(textPage, index) === 1,
      hidden: isHidden(functions, { textPage, index, scratch }),
    });
  }
  functions.wasmExports.free(scratch);
  functions._FPDFText_ClosePage(textPage);
  return glyphs.map((glyph, index) => unreversed(glyphs, index) ?? glyph);
}

/** One drawn ligature that stands for alef and lam was lam and alef: PDFium turned its letters round. */
function unreversed(glyphs: readonly Glyph[], index: number): Glyph | undefined {
  const glyph = glyphs[index];
  const neighbour = glyph !== undefined && /[اأإآ]/.test(glyph.text) ? glyphs[index + 1] : glyphs[index - 1];
  if (glyph === undefined || neighbour === undefined) return undefined;
  const isPair = glyph.left === neighbour.left && glyph.right === neighbour.right && glyph.top === neighbour.top;
  const [first, second] = neighbour === glyphs[index + 1] ? [glyph, neighbour] : [neighbour, glyph];
  return isPair && /[اأإآ]/.test(first.text) && second.text === 'ل' ? { ...glyph, text: neighbour.text } : undefined;
}

function isHidden(
  functions: TextFunctions,
  { textPage, index, scratch }: { readonly textPage: number; readonly index: number; readonly scratch: number },
): boolean {
  const size = functions._FPDFText_GetFontSize(textPage, index);
  const generated = functions._FPDFText_IsGenerated(textPage, index) === 1;
  if (generated || functions._FPDFText_GetUnicode(textPage, index) === 0x20) return false;
  if (size < SMALLEST_READABLE) return true;
  functions._FPDFText_GetFillColor(textPage, index, scratch, scratch + 4, scratch + 8, scratch + 12);
  const [red = 0, green = 0, blue = 0, alpha = 255] = new Uint32Array(functions.HEAPU8.buffer, scratch, 4);
  return alpha < FAINTEST_VISIBLE || (red > WHITE && green > WHITE && blue > WHITE);
}

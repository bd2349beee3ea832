import { PlatformError } from '@riad/contracts';

import { encodePng } from './encode-png.ts';
import { openPdf } from './pdfium.ts';

/** `[left, top, right, bottom]` in points from the page's top left corner. */
export type Mark = readonly [number, number, number, number];

export interface DrawPage {
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly page: number;
  readonly marks: readonly Mark[];
  /** Pixels. */
  readonly width: number;
}

/** A page of this many pixels is drawn at most, whatever its own shape. */
const MOST_PIXELS = 16_000_000;
/** Points around a marked line. */
const MARGIN = 1.5;
/** Of red, green and blue, what a marked pixel keeps: a highlighter's yellow. */
const HIGHLIGHT = [1, 0.93, 0.45] as const;

/** Draws one page and marks passages on it, as a highlighter does: what is dark stays dark. */
export async function drawPage({ bytes, page: number, marks, width }: DrawPage): Promise<Uint8Array> {
  const pdf = await openPdf(bytes);
  try {
    if (number < 1 || number > pdf.pageCount)
      throw new PlatformError('document.not_found', `there is no page ${number}; it has ${pdf.pageCount}`);
    const page = pdf.page(number - 1);
    const wanted = width / page.width;
    const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / (page.width * page.height)));
    const image = await page.render(scale);
    const rgb = toRgb(image);
    for (const mark of marks) highlight(rgb, image, { mark, scale });
    return encodePng({ rgb, width: image.width, height: image.height });
  } finally {
    pdf.close();
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** PDFium gives blue, green, red and alpha. */
function toRgb({ data, width, height }: Size & { readonly data: Uint8Array }): Uint8Array {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from + 2] ?? 255;
    rgb[to + 1] = data[from + 1] ?? 255;
    rgb[to + 2] = data[from] ?? 255;
  }
  return rgb;
}

function highlight(
  rgb: Uint8Array,
  { width, height }: Size,
  { mark: [left, top, right, bottom], scale }: { readonly mark: Mark; readonly scale: number },
): void {
  const from = { x: clamp((left - MARGIN) * scale, width), y: clamp((top - MARGIN) * scale, height) };
  const to = { x: clamp((right + MARGIN) * scale, width), y: clamp((bottom + MARGIN) * scale, height) };
  for (let y = from.y; y < to.y; y++) {
    for (let x = from.x; x < to.x; x++) {
      const at = (y * width + x) * 3;
      for (const [channel, share] of HIGHLIGHT.entries()) rgb[at + channel] = (rgb[at + channel] ?? 0) * share;
    }
  }
}

function clamp(value: number, limit: number): number {
  return Math.max(0, Math.min(limit, Math.round(value)));
}

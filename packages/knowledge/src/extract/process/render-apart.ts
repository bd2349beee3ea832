import { defaultExtractionLimits } from '../limits.ts';
import type { Mark } from '../pdf/draw-page.ts';
import { runApart } from './apart.ts';

export interface RenderApart {
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly page: number;
  readonly marks: readonly Mark[];
  /** Pixels; the page keeps its shape. */
  readonly width: number;
}

const limits = { ...defaultExtractionLimits, timeoutMs: 30_000 };

/** A page of a PDF as a PNG with passages marked, drawn in a process of its own. */
export function renderApart({ bytes, page, marks, width }: RenderApart): Promise<Uint8Array> {
  return runApart({
    order: { kind: 'render', bytes, page, marks, width },
    limits,
    read: (report) => (report.kind === 'image' ? report.png : undefined),
  });
}

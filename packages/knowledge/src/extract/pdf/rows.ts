import type { Glyph } from './pdfium.ts';

/** Characters that stand on one height, whatever column they belong to. */
export interface Row {
  readonly glyphs: readonly Glyph[];
  readonly baseline: number;
  readonly size: number;
  readonly left: number;
  readonly right: number;
}

/** A stretch of the page's width. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** How far above or below a line its characters may stand, in font sizes: raised letters and vowel signs. */
const SAME_LINE = 0.4;

export function isBlank(glyph: Glyph): boolean {
  return /^[\s\u00a0]$/u.test(glyph.text);
}

/** Rows from the top of the page down. Characters keep the order they came in. */
export function findRows(glyphs: readonly Glyph[]): readonly Row[] {
  const visible = glyphs.filter((glyph) => !isBlank(glyph));
  const heights = [...new Set(visible.map(({ baseline }) => baseline))].toSorted((above, below) => above - below);
  const size = medianSize(visible);
  const rowOf = new Map<number, number>();
  let current = Number.NEGATIVE_INFINITY;
  for (const height of heights) {
    if (height - current > SAME_LINE * size) current = height;
    rowOf.set(height, current);
  }
  const rows = Map.groupBy(glyphs, ({ baseline }) => rowOf.get(baseline) ?? nearest(heights, rowOf, baseline));
  return [...rows.values()]
    .filter((row) => row.some((glyph) => !isBlank(glyph)))
    .map(makeRow)
    .toSorted((above, below) => above.baseline - below.baseline);
}

/** Spaces may stand a little off the letters around them. */
function nearest(heights: readonly number[], rowOf: ReadonlyMap<number, number>, baseline: number): number {
  let found = heights[0] ?? baseline;
  for (const height of heights) if (Math.abs(height - baseline) < Math.abs(found - baseline)) found = height;
  return rowOf.get(found) ?? found;
}

export function makeRow(glyphs: readonly Glyph[]): Row {
  const visible = glyphs.filter((glyph) => !isBlank(glyph));
  const size = medianSize(visible);
  const baselines = visible.map(({ baseline }) => baseline).toSorted((above, below) => above - below);
  return {
    glyphs,
    baseline: baselines[Math.floor(baselines.length / 2)] ?? 0,
    size,
    left: Math.min(...visible.map(({ left }) => left)),
    right: Math.max(...visible.map(({ right }) => right)),
  };
}

export function medianSize(glyphs: readonly Glyph[]): number {
  const sizes = glyphs.map(({ size }) => size).toSorted((small, large) => small - large);
  return sizes[Math.floor(sizes.length / 2)] ?? 1;
}

/** Stretches between `left` and `right` where the row has nothing for at least `widest`. */
export function freeIntervals({ glyphs }: Row, { from, to }: Interval, widest: number): readonly Interval[] {
  const taken = glyphs.filter((glyph) => !isBlank(glyph)).toSorted((first, second) => first.left - second.left);
  const free: Interval[] = [];
  let at = from;
  for (const { left, right } of taken) {
    if (left - at >= widest) free.push({ from: at, to: left });
    at = Math.max(at, right);
  }
  if (to - at >= widest) free.push({ from: at, to });
  return free;
}

export function intersect(
  first: readonly Interval[],
  second: readonly Interval[],
  widest: number,
): readonly Interval[] {
  return first.flatMap((one) =>
    second
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => to - from >= widest),
  );
}

/** Longer names than this are not compared: the distance costs the product of the lengths. */
const COMPARED = 64;

/** Names by how few changes lead from what was written to them. */
export function nearestNames(written: string, names: readonly string[]): readonly string[] {
  const target = written.toLowerCase().slice(0, COMPARED);
  const ranked = names.map((known) => ({ known, distance: distance(target, known.toLowerCase().slice(0, COMPARED)) }));
  return ranked.toSorted((left, right) => left.distance - right.distance).map(({ known }) => known);
}

/** Insertions, deletions and replacements, except that what is merely left out at the end costs little. */
function distance(from: string, to: string): number {
  if (from !== '' && to.startsWith(from)) return (to.length - from.length) / COMPARED;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Reciprocal rank fusion's constant: how much first places count over later ones. */
const K = 60;

export interface Ranking {
  /** Best first. */
  readonly ids: readonly number[];
  readonly weight: number;
}

/** One order out of several, by rank alone: scores of words and of meaning cannot be compared. */
export function fuseRankings(
  rankings: readonly Ranking[],
  limit: number,
): readonly { readonly id: number; readonly score: number }[] {
  const scores = new Map<number, number>();
  for (const { ids, weight } of rankings) {
    for (const [rank, id] of ids.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (K + rank + 1));
  }
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .toSorted((left, right) => right.score - left.score || left.id - right.id)
    .slice(0, limit);
}

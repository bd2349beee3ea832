/** How much of a page a reader got right. */
export interface Score {
  readonly arabicWords: number;
  readonly latinWords: number;
  readonly identifiers: number;
  readonly cells: number;
}

export interface Truth {
  readonly text: string;
  readonly identifiers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const word = /[\p{L}\p{N}]+/gu;

/** Shares of what the page's source holds; a kind of which the page has none counts as NaN and is left out of the means. */
export function score(truth: Truth, text: string, rows: readonly (readonly string[])[] | undefined): Score {
  const found = counted(words(text));
  const source = words(truth.text);
  const plain = squeeze(text);
  const identifiers = truth.identifiers.filter((identifier) => plain.includes(squeeze(identifier)));
  return {
    arabicWords: share(
      source.filter((one) => /\p{Script=Arabic}/u.test(one)),
      found,
    ),
    latinWords: share(
      source.filter((one) => /\p{Script=Latin}/u.test(one)),
      found,
    ),
    identifiers: identifiers.length / truth.identifiers.length,
    cells: rows === undefined ? Number.NaN : rightCells(truth.rows, rows),
  };
}

function words(text: string): readonly string[] {
  return text.normalize('NFKC').match(word) ?? [];
}

function counted(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** Each occurrence is used once. */
function share(wanted: readonly string[], found: ReadonlyMap<string, number>): number {
  const left = new Map(found);
  let right = 0;
  for (const one of wanted) {
    const count = left.get(one) ?? 0;
    if (count === 0) continue;
    left.set(one, count - 1);
    right++;
  }
  return right / wanted.length;
}

/** White space alone does not make an identifier wrong. */
function squeeze(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/gu, ' ');
}

/** Cells that stand in their own row and column. */
function rightCells(wanted: readonly (readonly string[])[], found: readonly (readonly string[])[]): number {
  const all = wanted.flat().length;
  const right = wanted.flatMap((row, at) =>
    row.filter((cell, column) => squeeze(found[at]?.[column] ?? '') === squeeze(cell)),
  ).length;
  return right / all;
}

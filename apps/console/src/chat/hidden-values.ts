import type { Step } from './tree.ts';

const COVER = '▇▇▇';

/** What the guard recognised in the questions shown, the longest first. */
export function valuesIn(path: readonly Step[]): readonly string[] {
  const values = path.flatMap(({ message }) =>
    message.findings.map(({ start, end }) => message.content.slice(start, end)),
  );
  return [...new Set(values)].toSorted((left, right) => right.length - left.length);
}

/** An answer that repeats a value must not show it either. */
export function withoutValues(text: string, values: readonly string[]): string {
  return values.reduce((shown, value) => shown.replaceAll(value, COVER), text);
}

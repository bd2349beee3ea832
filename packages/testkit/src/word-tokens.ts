/** A tokenizer whose tokens are words, each with the space before it. Ids are given in order of appearance. */
export interface WordTokens {
  readonly size: number;
  split(text: string): readonly string[];
  id(word: string): number;
  tokenize(text: string): readonly number[];
  detokenize(tokens: readonly number[]): string;
}

export function createWordTokens(): WordTokens {
  const ids = new Map<string, number>();
  const words: string[] = [];

  function id(word: string): number {
    const known = ids.get(word);
    if (known !== undefined) return known;
    ids.set(word, words.length);
    return words.push(word) - 1;
  }

  const split = (text: string): readonly string[] => text.match(/\s*\S+|\s+$/g) ?? [];
  return {
    get size() {
      return words.length;
    },
    split,
    id,
    tokenize: (text) => split(text).map(id),
    detokenize: (tokens) => tokens.map((token) => words[token] ?? '').join(''),
  };
}

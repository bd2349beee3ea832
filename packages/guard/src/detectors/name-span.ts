/** A run of tokens taken for a name. */
export interface NameSpan {
  readonly first: number;
  readonly last: number;
  readonly score: number;
}

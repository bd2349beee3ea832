export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a person is named in a text; in order, without overlaps. */
export type MatchText = (text: string) => readonly Span[];

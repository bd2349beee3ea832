/** A model's own tokenizer, as the native code runs it. */
export interface RawTokenizer {
  /** `bpe` vocabularies map bytes to other characters; `spm` ones put a space in front of a text. */
  readonly kind: 'none' | 'spm' | 'bpe' | 'wpm' | 'ugm' | 'rwkv' | 'plamo2';
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  readonly separator: number | undefined;
  readonly addsBos: boolean;
  readonly addsEos: boolean;
  /** Plain text: whatever it spells, no control token comes out. */
  tokenize(text: string): readonly number[];
  /** The raw vocabulary entry, not text. */
  entry(token: number): string;
  endsGeneration(token: number): boolean;
}

import { PlatformError } from '@riad/contracts';

/** A piece of a rendered conversation: a control token by its text, or text that must stay text. */
export type Segment = { readonly control: string } | { readonly text: string };

interface Tokenizer {
  readonly control: ReadonlyMap<string, number>;
  tokenize(text: string): readonly number[];
}

/**
 * Turns segments into token ids. Each text is tokenised by itself, as Mistral's own tokenizers and llama.cpp do: a
 * SentencePiece vocabulary puts its space in front of every one.
 */
export function tokenizeSegments(segments: readonly Segment[], tokenizer: Tokenizer): readonly number[] {
  const tokens: number[] = [];
  for (const segment of segments) {
    if ('text' in segment) {
      // No spread: a long conversation has more tokens than a call takes arguments.
      for (const token of tokenizer.tokenize(segment.text)) tokens.push(token);
      continue;
    }
    const token = tokenizer.control.get(segment.control);
    if (token === undefined) {
      throw new PlatformError(
        'model.not_capable',
        `the model has no ${segment.control} token, which its chat format needs`,
      );
    }
    tokens.push(token);
  }
  return tokens;
}

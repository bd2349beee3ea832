import { PlatformError } from '@riad/contracts';

/** A piece of a rendered conversation: a control token by its text, or text that must stay text. */
export type Segment = { readonly control: string } | { readonly text: string };

interface Tokenizer {
  readonly control: ReadonlyMap<string, number>;
  tokenize(text: string): readonly number[];
}

/** Turns segments into token ids. Text between two control tokens is tokenised as one piece, as llama.cpp does. */
export function tokenizeSegments(segments: readonly Segment[], tokenizer: Tokenizer): readonly number[] {
  const tokens: number[] = [];
  let text = '';
  const flush = (): void => {
    for (const token of tokenizer.tokenize(text)) tokens.push(token);
    text = '';
  };
  for (const segment of segments) {
    if ('text' in segment) {
      text += segment.text;
      continue;
    }
    flush();
    const token = tokenizer.control.get(segment.control);
    if (token === undefined) {
      throw new PlatformError(
        'model.not_capable',
        `the model has no ${segment.control} token, which its chat format needs`,
      );
    }
    tokens.push(token);
  }
  flush();
  return tokens;
}
